/** Mutants that no test can tell from the original, each with the reason. They count neither as killed nor as survivors. */
export interface Equivalent {
  file: string
  /** The line of the original, without the spaces around it. */
  line: string
  /** What stands in it instead, as the report shows it. */
  replacement: string
  why: string
}

const plainUrl = {
  file: 'src/extensions/confinement.ts',
  line: String.raw`const plain = /^[\w~:-]+(\/[\w~:-]+)*(\?[\w.~:%&=+,-]*)?$/`,
  why: 'The pattern is narrower, and what it misses takes the longer way to the same place.',
}
const fastPath = {
  file: 'src/extensions/confinement.ts',
  line: 'let target = url.startsWith(root) && plain.test(url.slice(root.length)) ? url : inside(url, method)',
  why: 'No URL takes the fast path then, and the longer way leads to the same place.',
}

export const equivalents: Equivalent[] = [
  {
    file: 'src/core/tell.ts',
    line: "if (typeof promise?.then === 'function') promise.then(undefined, () => {})",
    replacement: 'true',
    why: 'What a value without a callable `then` would throw here is caught, and nothing comes after it.',
  },
  {
    file: 'src/core/tell.ts',
    line: "if (typeof promise?.then === 'function') promise.then(undefined, () => {})",
    replacement: 'promise.then',
    why: 'What `undefined` or `null` would throw here is caught, and nothing comes after it.',
  },
  {
    file: 'src/extensions/rate-limit/refill.ts',
    line: 'const most = reset > ROUNDING ? missing / (reset - ROUNDING) : Infinity',
    replacement: 'reset >= ROUNDING',
    why: 'Something is missing here, and divided by zero it is the same infinity.',
  },
  {
    file: 'src/extensions/log-streams/parse.ts',
    line: "const event = name === 'message' ? name : name.trim()",
    replacement: 'false',
    why: 'The comparison only saves time: there is nothing to trim.',
  },
  {
    file: 'src/extensions/log-streams/parse.ts',
    line: "const event = name === 'message' ? name : name.trim()",
    replacement: '""',
    why: 'The comparison only saves time: there is nothing to trim, nor is there in an empty name.',
  },
  {
    file: 'src/extensions/log-streams/parse.ts',
    line: 'const textMessage = /^\\s*(?<device_id>\\S+) (?<ts>\\d{4}-\\S+) (?<log_type>\\S+) (?<type>\\S+) ?(?<msg>[^]*)$/',
    replacement: '/^\\s*(?<device_id>\\S+) (?<ts>\\d{4}-\\S+) (?<log_type>\\S+) (?<type>\\S+) ?(?<msg>[^]*)/',
    why: 'The text takes all characters to the end anyway.',
  },
  { ...plainUrl, replacement: String.raw`/^[\w~:-](\/[\w~:-]+)*(\?[\w.~:%&=+,-]*)?$/` },
  { ...plainUrl, replacement: String.raw`/^[\w~:-]+(\/[\w~:-]+)(\?[\w.~:%&=+,-]*)?$/` },
  { ...plainUrl, replacement: String.raw`/^[\w~:-]+(\/[\w~:-])*(\?[\w.~:%&=+,-]*)?$/` },
  { ...plainUrl, replacement: String.raw`/^[\w~:-]+(\/[\w~:-]+)*(\?[\w.~:%&=+,-]*)$/` },
  { ...plainUrl, replacement: String.raw`/^[\w~:-]+(\/[\w~:-]+)*(\?[\w.~:%&=+,-])?$/` },
  { ...fastPath, replacement: 'false' },
  { ...fastPath, replacement: 'url.endsWith(root)' },
  { ...fastPath, replacement: 'url' },
  {
    file: 'src/extensions/retry.ts',
    line: 'tell(() => onRetry?.({ method, url: redactor.text(url), attempt, delay, ...reason }))',
    replacement: 'onRetry({\n  method,\n  url: redactor.text(url),\n  attempt,\n  delay,\n  ...reason\n})',
    why: '`tell` catches what calling `undefined` throws.',
  },
]
