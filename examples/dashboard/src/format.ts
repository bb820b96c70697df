/** Times and numbers as the page writes them. Pure. */
const relative = new Intl.RelativeTimeFormat('en', { style: 'narrow' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const whole = new Intl.NumberFormat('en')

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `3h ago`, for a time in milliseconds. */
export function ago(time: number | undefined, now: number): string {
  if (time === undefined) return '–'
  const [unit, length] = units.find(([, length]) => now - time >= length) ?? []
  return unit ? relative.format(-Math.floor((now - time) / length!), unit) : 'just now'
}

/** The local time of day of a timestamp such as `2026-04-14T15:42:23.929Z`. */
export const timeOf = (timestamp: string): string => clock.format(new Date(timestamp))

/** `10,000` */
export const count = (n: number): string => whole.format(n)

/** `1 line`, `2 lines` */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`
