import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { playwright } from '@vitest/browser-playwright'
import { msw } from 'msw/vite'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Tests import the package by its name and get the sources. */
const alias = [
  { find: /^impcentral$/, replacement: source('src/index.ts') },
  { find: /^impcentral\/emulator$/, replacement: source('src/emulator/index.ts') },
  { find: /^impcentral\/emulator\/(\w+)$/, replacement: source('src/emulator/$1.ts') },
]

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
          // Folders with a dot are made by tests.
          exclude: ['test/browser/**', 'test/.*/**', '**/node_modules/**'],
          unstubGlobals: true,
          testTimeout: 20_000,
        },
      },
      {
        publicDir: false,
        resolve: { alias },
        plugins: [msw({ mode: 'worker-only' })],
        test: {
          name: 'chromium',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/global-setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
                args: [
                  '--no-sandbox',
                  '--disable-gpu',
                  '--disable-quic',
                  '--no-first-run',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
          },
        },
      },
    ],
  },
})
