import type { Reporter, TestModule } from 'vitest/node'
import { withChromium } from './chromium.ts'

/** Ends a run with one line that a program can read: `tests: N passed, N failed, N skipped`. */
export default class LineReporter implements Reporter {
  onInit(): void {
    if (!withChromium) console.log('No Chromium: its tests are left out. Install one, or set CHROMIUM_PATH.')
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++
      // A file that does not even load has no tests to fail.
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) count.failed++
    }
    const failed = count.failed + (count.failed === 0 && errors.length > 0 ? errors.length : 0)
    console.log(`tests: ${count.passed} passed, ${failed} failed, ${count.skipped + count.pending} skipped`)
  }
}
