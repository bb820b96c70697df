/** Which tests have to notice a change in which files, and how many of the changes. */

export interface Room {
  /** Files below src/, as globs. */
  files: string[]
  /** Files below test/, as globs. A mutant is tried on these alone, and of them on the tests that reach it. */
  tests: string[]
  /** Its tests need no server and no program: they are quick enough for every run of the checks. */
  pure: boolean
  /** Per cent of its mutants that have to be killed. */
  atLeast: number
}

interface Paths {
  /** Below src/. */
  files: string[]
  /** Below test/; those of the same names unless told otherwise. */
  tests?: string[]
  atLeast?: number
}

const room = ({ files, tests = files, atLeast = 90 }: Paths, pure = false): Room => ({
  files: files.map((file) => `src/${file}.ts`),
  tests: tests.map((file) => `test/${file}.test.ts`),
  pure,
  atLeast,
})
const pure = (paths: Paths): Room => room(paths, true)

/** Where a figure is given, it is what the tests notice today: it only ever grows. */
export const rooms: Record<string, Room> = {
  headers: pure({ files: ['core/rate-limit-headers'], atLeast: 100 }),
  tell: room({ files: ['core/tell'], atLeast: 100 }),
  queue: pure({ files: ['extensions/rate-limit/queue'] }),
  order: pure({ files: ['extensions/rate-limit/order'], atLeast: 100 }),
  pace: pure({ files: ['extensions/rate-limit/pace'], atLeast: 100 }),
  prediction: pure({ files: ['extensions/rate-limit/prediction'], atLeast: 100 }),
  refill: pure({ files: ['extensions/rate-limit/refill'], atLeast: 100 }),
  parse: pure({ files: ['extensions/log-streams/parse'], atLeast: 100 }),
  reconnect: pure({ files: ['extensions/log-streams/reconnect'] }),
  'token bucket': room({ files: ['extensions/rate-limit/token-bucket'], atLeast: 100 }),
  'back-fill': room({
    files: ['extensions/log-streams/backfill', 'extensions/log-streams/history', 'extensions/log-streams/subscription'],
    tests: ['extensions/log-streams/backfill', 'extensions/log-streams/subscription'],
    atLeast: 100,
  }),
  errors: room({ files: ['errors/*'], atLeast: 96 }),
  confinement: room({
    files: ['extensions/confinement'],
    tests: ['extensions/confinement', 'extensions/confined-urls'],
    atLeast: 100,
  }),
  retry: room({ files: ['extensions/retry'], tests: ['extensions/retry', 'extensions/repeated-delete'], atLeast: 100 }),
  pages: room({ files: ['extensions/pages'], atLeast: 98 }),
  resources: room({ files: ['resources/batches', 'resources/methods'], tests: ['resources/*'], atLeast: 96 }),
}
