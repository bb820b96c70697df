import { defineConfig } from 'vitest/config'
import { withChromium } from './test/support/chromium.ts'

if (!withChromium) console.log('The tests of the site are skipped: no Chromium was found. CHROMIUM_PATH names one.')

/** What `npm run test:site` runs: the documentation site, built and opened page by page. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/line-reporter.ts'],
    include: withChromium ? ['test/site/*.site.test.ts'] : [],
    passWithNoTests: !withChromium,
    globalSetup: ['test/site/build.ts'],
    // The pages of one file after another: each test has the machine's few cores to itself.
    fileParallelism: false,
    testTimeout: 900_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
