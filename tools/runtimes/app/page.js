// Browsers: called by whoever drives the page.
import { run } from './suite.js'

globalThis.runSuite = run
