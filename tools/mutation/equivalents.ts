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

/** Where the latest timestamp of what is to be forgotten is too late, or not known, the timestamps are compared one by one. */
const peak = (line: string, ...replacements: string[]): Equivalent[] =>
  replacements.map((replacement) => ({
    file: 'src/extensions/log-streams/backfill.ts',
    line,
    replacement,
    why: 'The fast path is taken less often then, and the longer way leads to the same place.',
  }))

export const equivalents: Equivalent[] = [
  ...peak(
    'if (size === 2 * remembered && account.newest! > account.peak!) account.peak = account.newest',
    'true',
    'size !== 2 * remembered',
    'account.newest! >= account.peak!',
  ),
  ...peak(
    'if (size > 3 * remembered - historyLimit && entry.timestamp < account.peak!) account.peak = undefined',
    'true',
    'size > 3 * remembered - historyLimit || entry.timestamp < account.peak!',
    'size >= 3 * remembered - historyLimit',
    '3 / remembered',
    'entry.timestamp <= account.peak!',
  ),
  ...peak('if (peak) return', 'false'),
  ...peak('account.peak = ahead.length > 0 ? undefined : timestamps.at(-1)', 'true', 'ahead.length >= 0'),
  {
    file: 'src/extensions/log-streams/backfill.ts',
    line: 'else if (before === newest || timestamp > newest!) order.newest = timestamp',
    replacement: 'timestamp >= newest!',
    why: 'Of two that are equal it does not matter which is kept.',
  },
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
    file: 'src/extensions/rate-limit/order.ts',
    line: 'const answers: { at: number; done: number }[] = []',
    replacement: '["Stryker was here"]',
    why: 'It has no time, and so none that any answer is behind.',
  },
  {
    file: 'src/extensions/rate-limit/pace.ts',
    line: 'if (certain > level) level = certain',
    replacement: 'certain >= level',
    why: 'Where the two are equal, what is certain is also the least that the other branch can leave.',
  },
  {
    file: 'src/extensions/rate-limit/token-bucket.ts',
    line: 'const answer = { ticket, seen, refused, newest: ticket.taken > newest, taken, inFlight: taken - done, before }',
    replacement: 'ticket.taken >= newest',
    why: 'Each call adds to what is taken, so that no two have the same sum.',
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
  {
    file: 'src/errors/network.ts',
    line: "!chainOf(error).some(({ code, message }) => (isText(code) ? permanentCode.test(code) : permanent.test(message ?? '')))",
    replacement: '"Stryker was here!"',
    why: 'Any text will do in which there is no word of what is permanent.',
  },
  {
    file: 'src/errors/objects.ts',
    line: 'const metas: unknown[] = meta ? [meta] : []',
    replacement: '["Stryker was here"]',
    why: 'A text among them is no warning.',
  },
  {
    file: 'src/errors/objects.ts',
    line: 'if (metas[0])',
    replacement: 'true',
    why: 'Only a faster path: in an empty list no warning is found.',
  },
  {
    file: 'src/errors/redaction.ts',
    line: "const escaped = literal(JSON.stringify(char).slice(1, -1).replace(/^\\\\/, ''))",
    replacement: '/\\\\/',
    why: 'JSON escapes a character with one backslash in front, so that the first of them is the same.',
  },
  {
    file: 'src/errors/redaction.ts',
    line: "if (authorization && authorization !== lastAuthorization) self.add('call', authorization.replace('Bearer ', ''))",
    replacement: 'true',
    why: 'Only a faster path: a text that is known is kept once.',
  },
  {
    file: 'src/errors/redaction.ts',
    line: 'const [, segment] = /(?:key|token)s\\/([^/?#]+)/.exec(url) ?? []',
    replacement: '["Stryker was here"]',
    why: 'Only the second element is read.',
  },
  {
    file: 'src/errors/redaction.ts',
    line: "if (segment) self.add('call', decoded(segment))",
    replacement: 'true',
    why: 'What is no text is passed over by add().',
  },
  {
    file: 'src/errors/redaction.ts',
    line: "if (access_token || refresh_token) self.add('call', access_token, refresh_token)",
    replacement: 'true',
    why: 'What is no text is passed over by add().',
  },
  {
    file: 'src/errors/redaction.ts',
    line: 'if (!pattern) some.set(secret, found)',
    replacement: 'true',
    why: 'Only a faster path: the pattern is the same.',
  },
  {
    file: 'src/errors/redaction.ts',
    line: 'if (!pattern) some.set(secret, found)',
    replacement: ';',
    why: 'Only a faster path: the pattern would be made anew.',
  },
  {
    file: 'src/resources/batches.ts',
    line: "const index = /^\\/data\\/(\\d+)/.exec(error.source?.pointer ?? '')?.[1]",
    replacement: '"Stryker was here!"',
    why: 'That text is no pointer to an item, as the empty one.',
  },
  {
    file: 'src/resources/batches.ts',
    line: 'const found = isApiError(error) ? error.errors.map((e) => ({ id: blamed(e, batch), error: e })) : []',
    replacement: '["Stryker was here"]',
    why: 'A text among them has no id, so that no item is blamed.',
  },
  {
    file: 'src/extensions/pages.ts',
    line: 'const own = [url, self].flatMap((link) => (link ? keyOf(link) : []))',
    replacement: '["Stryker was here"]',
    why: 'No link is that text.',
  },
  {
    file: 'src/extensions/pages.ts',
    line: "signal?.addEventListener('abort', onAbort, { once: true })",
    replacement: '{}',
    why: 'A signal aborts only once.',
  },
  {
    file: 'src/extensions/pages.ts',
    line: "signal?.addEventListener('abort', onAbort, { once: true })",
    replacement: 'false',
    why: 'A signal aborts only once.',
  },
  {
    file: 'src/extensions/pages.ts',
    line: 'for (chain(); ahead.length > 0;) {',
    replacement: 'ahead.length >= 0',
    why: 'Of an empty list the first is `undefined`, which ends the walk as well.',
  },
  {
    file: 'src/extensions/pages.ts',
    line: 'if (left > 0 && ahead.length === 0) chain(current)',
    replacement: 'true',
    why: 'Who wants no more items has stopped before this line.',
  },
  {
    file: 'src/extensions/pages.ts',
    line: 'if (left > 0 && ahead.length === 0) chain(current)',
    replacement: 'left >= 0',
    why: 'Who wants no more items has stopped before this line.',
  },
]
