/** How what a check has made is told from everything else in an account, by this run and by a later one. */

/** `User-Agent` of every call, which the list of refresh tokens shows. */
export const userAgent = 'impcentral-check'

/** Description of a product that a check has made. A run that ended early leaves it. */
export const purpose = 'Made by "impcentral check --write". It can be deleted with everything in it.'

export const newMark = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return `impcentral-check-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Whether a name is one that only a check gives. */
export const isMark = (name: unknown): boolean => /^impcentral-check-[0-9a-f]{12}(-[a-z]+)?$/.test(String(name))
