import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What Stryker runs: the tests of the pure files, without a build. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^impcentral$/, replacement: source('src/index.ts') },
      { find: /^impcentral\/emulator$/, replacement: source('src/emulator/index.ts') },
    ],
  },
  test: {
    // Those that need no server and no process of their own: each mutant runs them.
    include: ['test/extensions/log-streams/{backfill,parse,reconnect,subscription}.test.ts'],
    testTimeout: 60_000,
    env: { FEW_CASES: '1' },
  },
})
