/** Errors as sentences for the person in front of the page. Pure. */
import {
  defaultBaseUrl,
  isApiError,
  isArgumentError,
  isAuthenticationError,
  isConnectionError,
  isInternalError,
  isNotFoundError,
  isParseError,
  isPermissionError,
  isRateLimitError,
  isTimeoutError,
} from 'impcentral'

/** The service wants a one-time password beside the password (how-to, "Two-Factor Authentication"). */
export const wantsOtp = (error: unknown): boolean => isApiError(error) && error.code === 'PX200'

/**
 * What went wrong at the sign-in.
 *
 * @param baseUrl - where the page tried to sign in
 * @param otpSent - the service has accepted the password, and was sent a one-time password
 */
export function signInSentence(error: unknown, baseUrl: string, otpSent: boolean): string {
  if (wantsOtp(error) && !otpSent)
    return 'This account has a second factor. Enter the one-time password that your authenticator app shows now.'
  if (isAuthenticationError(error) && error.status === 403 && !wantsOtp(error))
    return 'This account may not sign in here.'
  if (isAuthenticationError(error))
    return otpSent
      ? 'The one-time password was not accepted. Wait for the next one that your app shows, and enter that.'
      : 'The user name or the password is wrong.'
  if (isArgumentError(error)) return `“${baseUrl}” is not an address such as ${defaultBaseUrl}.`
  // A service that is one writes error objects.
  const isForeign = isApiError(error) && error.errors.length === 0 && error.status < 500
  if (isForeign || isNotFoundError(error) || isParseError(error))
    return `There is no impCloud at ${baseUrl}. Addresses of impClouds mostly end in /v5.`
  if (isConnectionError(error))
    return `There is no answer from ${baseUrl}, or that impCloud does not let this page call it. Check the address and your connection.`
  return sentence(error)
}

/** What went wrong while the page was at work. */
export function sentence(error: unknown): string {
  if (isAuthenticationError(error)) return 'Your session has ended. Sign in again.'
  if (isPermissionError(error)) return 'This account may not see the fleet.'
  if (isNotFoundError(error)) return 'What was asked for is not there any more.'
  if (isRateLimitError(error)) return 'Too many requests were made for this account. Wait a moment.'
  if (isTimeoutError(error)) return 'The impCloud takes too long to answer.'
  if (isConnectionError(error)) return 'The impCloud cannot be reached.'
  if (isParseError(error)) return 'The answer does not come from an impCloud; something in between gave it.'
  if (isInternalError(error)) return `The impCloud has a problem of its own (status ${error.status}).`
  return error instanceof Error ? error.message : String(error)
}
