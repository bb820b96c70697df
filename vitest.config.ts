import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { playwright } from '@vitest/browser-playwright'
import { msw } from 'msw/vite'
import { launchOptions, withChromium } from './test/support/chromium.ts'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Tests start hundreds of programs: what Node has compiled for one, it keeps for the next.
process.env['NODE_COMPILE_CACHE'] ??= source('node_modules/.cache/node')

/** Tests import the package by its name and get the sources. */
const alias = [
  { find: /^impcentral$/, replacement: source('src/index.ts') },
  { find: /^impcentral\/compat$/, replacement: source('src/compat/index.ts') },
  { find: /^impcentral\/conformance$/, replacement: source('src/conformance/index.ts') },
  { find: /^impcentral\/emulator$/, replacement: source('src/emulator/index.ts') },
  { find: /^impcentral\/emulator\/(\w+)$/, replacement: source('src/emulator/$1.ts') },
]

const inChromium: TestProjectConfiguration = {
  publicDir: false,
  resolve: { alias },
  plugins: [msw({ mode: 'worker-only' })],
  // Found when the tests are collected, they would make Vite reload the page in the middle of them.
  optimizeDeps: {
    include: [
      '@tanstack/virtual-core',
      'eventsource-parser',
      'lit-html',
      'lit-html/directives/repeat.js',
      'msw',
      'msw/browser',
      'openapi-fetch',
    ],
  },
  test: {
    name: 'chromium',
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/global-setup.ts'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' }],
      provider: playwright({ launchOptions }),
    },
  },
}

/** What waits in real time begins at once, and waits while others work. */
class PacedFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => (project.name === 'paced' ? 0 : 1)
    // oxlint-disable-next-line unicorn/no-array-sort -- a method of Vitest's, not of an array
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    // One more than there are processors: many tests wait for programs that they start, some for real time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: PacedFirst },
    reporters: ['default', './test/support/line-reporter.ts'],
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          globalSetup: ['test/support/build.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/browser/**',
            'test/**/*.paced.test.ts',
            'test/**/*.site.test.ts',
            // Folders with a dot are made by tests.
            'test/.*/**',
            '**/node_modules/**',
            ...(withChromium ? [] : ['test/examples/dashboard.test.ts']),
          ],
          unstubGlobals: true,
          // Long enough for a busy machine: what hangs fails late, and nothing else does.
          testTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      ...(withChromium ? [inChromium] : []),
      {
        // What waits in real time, which no clock of a test can shorten.
        resolve: { alias },
        test: { name: 'paced', include: ['test/**/*.paced.test.ts'] },
      },
    ],
  },
})
