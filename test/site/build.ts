import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { withChromium } from '../support/chromium.ts'
import { serveFolder } from './serve.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    site: string
  }
}

/** Builds the site and serves it, as any host of static files would. SITE_BUILT tells that it has just been built. */
export default async function build(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!withChromium) return undefined
  const root = fileURLToPath(new URL('../..', import.meta.url))
  if (!process.env['SITE_BUILT']) await promisify(execFile)('npm', ['run', '-s', 'site'], { cwd: root })
  const server = await serveFolder(`${root}/dist/site`)
  project.provide('site', server.url)
  return server.close
}
