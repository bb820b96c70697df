/** What the page says of the errors that clients really get: of an emulator, and of what is none. */
import { createImpCentral } from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { describe, expect, it } from 'vitest'
import { sentence, signInSentence, wantsOtp } from '../../../examples/dashboard/src/sentences.ts'

const account = { email: 'me@example.com', password: 'correct-horse', otp: '123456' }
const baseUrl = 'https://impcloud.test/v5'

type Attempt = Partial<{ password: string; otp: string; baseUrl: string; fetch: () => Promise<Response> }>

async function failure(attempt: Attempt, path: 'sign-in' | 'list' = 'sign-in') {
  const cloud = createImpCloud({ accounts: [account] })
  let otpSent = false
  const otp = () => {
    otpSent = true
    return attempt.otp!
  }
  const tried = async () => {
    const { password = account.password } = attempt
    const imp = createImpCentral({
      baseUrl: attempt.baseUrl ?? baseUrl,
      fetch: attempt.fetch ?? cloud.fetch,
      auth:
        path === 'list'
          ? { accessToken: 'token' }
          : { id: account.email, password, otp: attempt.otp === undefined ? undefined : otp },
      retry: false,
    })
    await (path === 'list' ? imp.devices.list().toArray() : imp.auth.login())
  }
  const error: unknown = await tried().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Error)
  return { error, otpSent }
}

const answer = (status: number, body = '<h1>Hello</h1>', type = 'text/html') =>
  Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }))

const refusal = (status: number, code: string) =>
  answer(status, JSON.stringify({ errors: [{ status: `${status}`, code, title: 'No' }] }), 'application/vnd.api+json')

describe('at the sign-in', () => {
  it.each<[string, Attempt, string]>([
    ['a wrong password', { password: 'wrong' }, 'The user name or the password is wrong.'],
    ['a wrong password with a one-time password', { password: 'wrong', otp: '123456' }, 'or the password is wrong.'],
    ['no one-time password', {}, 'Enter the one-time password'],
    ['a wrong one-time password', { otp: '654321' }, 'The one-time password was not accepted.'],
    ['what is no address', { baseUrl: 'nope' }, '“nope” is not an address such as https://api.electricimp.com/v5.'],
    ['a web site', { fetch: () => answer(200) }, 'There is no impCloud at https://impcloud.test/v5.'],
    ['a web site without such a page', { fetch: () => answer(404) }, 'There is no impCloud at'],
    ['no network', { fetch: () => Promise.reject(new TypeError('Failed to fetch')) }, 'There is no answer from https'],
    ['a service in trouble', { fetch: () => answer(503) }, 'has a problem of its own (status 503)'],
    ['a locked account', { fetch: () => refusal(403, 'PX001') }, 'This account may not sign in here.'],
  ])('%s', async (_, attempt, expected) => {
    const { error, otpSent } = await failure(attempt)
    const said = signInSentence(error, attempt.baseUrl ?? baseUrl, otpSent)
    expect(said).toContain(expected)
    // Neither what was typed nor what the service wrote is shown.
    for (const secret of [account.password, 'PX', 'login_token', '654321']) expect(said).not.toContain(secret)
  })

  it('knows when a one-time password is wanted', async () => {
    expect(wantsOtp((await failure({})).error)).toBe(true)
    expect(wantsOtp((await failure({ otp: '654321' })).error)).toBe(false)
    expect(wantsOtp(new Error('PX200'))).toBe(false)
  })
})

describe('at work', () => {
  it.each<[number, string, string]>([
    [401, 'PX100', 'Your session has ended. Sign in again.'],
    [403, 'PX001', 'This account may not see the fleet.'],
    [404, 'NF001', 'What was asked for is not there any more.'],
    [500, 'XX500', 'The impCloud has a problem of its own (status 500).'],
  ])('status %i', async (status, code, expected) => {
    const { error } = await failure({ fetch: () => refusal(status, code) }, 'list')
    expect(sentence(error)).toBe(expected)
  })

  it('tells of what stands in between', async () => {
    const { error } = await failure({ fetch: () => answer(200) }, 'list')
    expect(sentence(error)).toBe('The answer does not come from an impCloud; something in between gave it.')
  })

  it('says what it does not know as it is', () => {
    expect(sentence(new Error('Out of order'))).toBe('Out of order')
    expect(sentence('broken')).toBe('broken')
  })
})
