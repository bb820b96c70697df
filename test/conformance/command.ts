import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { account } from './deviating-cloud.ts'

const cli = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url))

/** Runs `impcentral check` to its end, in a process of its own, with the credentials of the account unless told otherwise. */
export async function runCheck(
  args: string[],
  environment: Record<string, string | undefined> = {},
  started?: (child: ChildProcess) => void,
): Promise<{ code: number | null; out: string; err: string }> {
  const credentials = { IMPCENTRAL_ID: account.email, IMPCENTRAL_PASSWORD: account.password }
  const env = { ...process.env, ...credentials, ...environment }
  const child = spawn(process.execPath, [cli, 'check', ...args], { env })
  started?.(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}
