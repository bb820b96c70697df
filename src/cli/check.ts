/** `impcentral check`: a service held against the description, from the command line. */
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type CheckOptions, check } from '../conformance/check/check.ts'
import { createProgress } from './progress.ts'
import { printReport } from '../conformance/check/table.ts'
import type { Recording } from '../conformance/record.ts'
import { isArgumentError, isImpCentralError } from '../index.ts'
import { UsageError } from './arguments.ts'
import type { Values } from './check-options.ts'
import { fail } from './fail.ts'

type Auth = CheckOptions['auth']

function readCredentials(environment: NodeJS.ProcessEnv): Auth {
  const {
    IMPCENTRAL_ID: id,
    IMPCENTRAL_PASSWORD: password,
    IMPCENTRAL_OTP: otp,
    IMPCENTRAL_LOGIN_KEY: loginKey,
  } = environment
  if (id && password) return { id, password, ...(otp && { otp: async () => otp }) }
  if (loginKey) return { loginKey }
  throw new UsageError('Expected IMPCENTRAL_ID and IMPCENTRAL_PASSWORD, or IMPCENTRAL_LOGIN_KEY, in the environment.')
}

/** Ends the steps at the first signal, so that everything is taken away; a second one ends the program at once. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => controller.abort(new Error('The check was interrupted')))
  return controller.signal
}

const write = (file: string, content: string, flag = 'w') =>
  writeFile(file, content, { flag }).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  })

/** Runs the check and says what it has found. */
export async function run(values: Values): Promise<void> {
  const auth = readCredentials(process.env)
  const { 'base-url': baseUrl, report: reportFile, record: recordFile } = values
  if (baseUrl !== undefined && !URL.canParse(baseUrl))
    throw new UsageError(`--base-url takes the URL of an API, not "${baseUrl}".`)
  if (reportFile !== undefined && reportFile === recordFile)
    throw new UsageError('--report and --record take a file of their own each.')
  // A file that cannot be written is found here, and not after the check. What it holds stays until then.
  for (const file of [reportFile, recordFile]) if (file !== undefined) await write(file, '', 'a')
  const recordings: Recording[] = []
  let outcome: Awaited<ReturnType<typeof check>>
  try {
    outcome = await check({
      auth,
      baseUrl,
      write: values.write,
      signal: interruption(),
      onProgress: createProgress(process.stderr),
      ...(recordFile !== undefined && { onRecording: (recording: Recording) => void recordings.push(recording) }),
      version: (createRequire(import.meta.url)('impcentral/package.json') as { version: string }).version,
    })
  } catch (error) {
    if (isArgumentError(error)) throw new UsageError(error.message)
    if (isImpCentralError(error)) return fail(`Nobody could sign in: ${error.message}`, 2)
    throw error
  }
  const { report, left } = outcome
  const json = JSON.stringify(report, null, 2)
  if (reportFile !== undefined) await write(reportFile, `${json}\n`)
  if (recordFile !== undefined) await write(recordFile, recordings.map((one) => `${JSON.stringify(one)}\n`).join(''))
  console.log(values.json ? json : printReport(report))
  if (left !== undefined)
    return fail(`Something was left in the account (${left}). Run the check with --write once more.`)
  if (report.interrupted) process.exitCode = 130
  else if (report.differences.length + report.failures.length > 0) process.exitCode = 1
}
