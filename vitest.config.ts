import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { playwright } from '@vitest/browser-playwright'
import { msw } from 'msw/vite'
import { launchOptions, withChromium } from './test/support/chromium.ts'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

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
  optimizeDeps: { include: ['msw', 'msw/browser', 'eventsource-parser', 'openapi-fetch'] },
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

export default defineConfig({
  test: {
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
        // What is measured in real time runs after all else, with the machine to itself.
        resolve: { alias },
        test: { name: 'paced', include: ['test/**/*.paced.test.ts'], sequence: { groupOrder: 1 } },
      },
    ],
  },
})
