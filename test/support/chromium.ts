/** The Chromium that tests and screenshots run in: `CHROMIUM_PATH`, Debian's, or the one that Playwright installed. */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const given = process.env['CHROMIUM_PATH']
const candidates = given ? [given] : ['/usr/bin/chromium', chromium.executablePath()]

/** `undefined` on a machine without one. */
export const chromiumPath: string | undefined = candidates.find((path) => existsSync(path))

// CI must not pass because a browser is missing.
export const withChromium: boolean = chromiumPath !== undefined || !!process.env['CI']

/** Quiet, and without a request of its own to anywhere. */
export const launchOptions = {
  ...(chromiumPath && { executablePath: chromiumPath }),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
