import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What Stryker runs, without a build: the files that tools/mutation/run.ts names. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^impcentral$/, replacement: source('src/index.ts') },
      { find: /^impcentral\/emulator$/, replacement: source('src/emulator/index.ts') },
    ],
  },
  test: {
    include: process.env['MUTATION_TESTS']?.split(','),
    unstubGlobals: true,
    testTimeout: 60_000,
    env: { FEW_CASES: '1' },
  },
})
