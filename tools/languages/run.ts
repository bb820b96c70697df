/**
 * Makes clients for other languages from dist/openapi, and lets a program in each language drive its client against a
 * local impCloud over HTTP; then runs the code samples of the reference. Generators and libraries come in pinned versions
 * from the package registries of the languages and are kept in tools/languages/.cache.
 *
 *   node tools/languages/run.ts            all of them
 *   node tools/languages/run.ts go java    those whose names begin so
 *
 * Needs on the PATH: python3 (3.11 or newer, with venv), go, java and javac (17 or newer), mvn.
 */
import { fileURLToPath } from 'node:url'
import { bundle } from '../../scripts/generate.ts'
import { publishedFiles } from '../../scripts/published-files.ts'
import { bin, cache, description, npm, npmProgram, own, python, run } from './install.ts'
import { runSamples } from './samples.ts'
import { email, password, startServer } from './server.ts'
import { allTargets, type Target } from './targets.ts'

/** What each program does, in this order; it prints "ok" and the name of each check that it has passed. */
const everyones = [
  'logs in',
  'creates a product and a device group',
  'adds devices to the device group',
  'lists devices in pages, with a filter',
  'removes devices: DELETE with a body',
  'names a device and takes the name away',
  'gets 404 as a typed error',
  'gets a validation error (VX) as a typed error',
]

let passed = 0
let failed = 0

/** The lines of one language come together, although several run at once. */
async function test({ name, steps, start, env, also = [], checks = everyones }: Target): Promise<void> {
  const began = performance.now()
  const lines: string[] = []
  const report = (ok: boolean, check: string) => {
    if (ok) passed++
    else failed++
    lines.push(`${ok ? 'ok    ' : 'FAILED'} ${name}: ${check}`)
  }
  const explain = (error: unknown) => {
    const { message, output = '' } = error as Error & { output?: string }
    lines.push(`${message}\n${output}`.trimEnd().replaceAll(/^/gm, '       | '))
  }
  let ready = true
  for (const [step, work] of steps) {
    if (ready) {
      try {
        await work()
      } catch (error) {
        ready = false
        explain(error)
      }
    }
    if (step !== 'installs') report(ready, step)
  }
  const done = new Set<string>()
  if (ready) {
    const server = await startServer()
    const finished = await run([...start, server.url, email, password], env).catch((error: unknown) => {
      explain(error)
      return (error as { output?: string }).output ?? ''
    })
    await server.close()
    for (const [, check] of finished.matchAll(/^ok (.*)$/gm)) done.add(check!)
  }
  for (const check of [...checks, ...also]) report(done.has(check), check)
  console.log(`${lines.join('\n')}\n       ${name} took ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

/** Every code sample of the reference, in three languages; only what fails has a line. */
async function testSamples(): Promise<void> {
  const began = performance.now()
  await python('samples')
  const document = await bundle(fileURLToPath(new URL('../../openapi/openapi.yaml', import.meta.url)))
  const results = await runSamples(document, {
    folder: cache('samples', 'files'),
    python: bin('samples', 'python'),
    library: fileURLToPath(new URL('../../src/index.ts', import.meta.url)),
  })
  const bad = results.filter(({ ok }) => !ok)
  for (const { name, output } of bad) {
    console.log(`FAILED samples: ${name}\n${output}`.trimEnd().replaceAll(/\n/g, '\n       | '))
  }
  passed += results.length - bad.length
  failed += bad.length
  const time = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${results.length - bad.length} of ${results.length} code samples ran\n       samples took ${time} s`)
}

/** Every published file, by two more validators than the one that the build has asked already; one knows OpenAPI only. */
async function testValidators(): Promise<void> {
  await Promise.all([npm('spectral'), python('openapi-spec-validator')])
  const spectral = [npmProgram('spectral', 'spectral'), 'lint', '--ruleset', own('spectral', 'ruleset.yaml')]
  const specValidator = [bin('openapi-spec-validator', 'openapi-spec-validator')]
  for (const { name, format } of publishedFiles) {
    const validators = { Spectral: spectral, ...(format === 'openapi' && { 'openapi-spec-validator': specValidator }) }
    for (const [validator, command] of Object.entries(validators)) {
      const failure = await run([...command, description(name)]).then(
        () => undefined,
        (error: Error & { output?: string }) => `${error.message}\n${error.output}`,
      )
      if (failure === undefined) passed++
      else failed++
      console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${validator}: ${name}\n${failure ?? ''}`.trimEnd())
    }
  }
}

const wanted = process.argv.slice(2)
const isWanted = (name: string) => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix))
const targets = allTargets().filter(({ name }) => isWanted(name))
// Two at a time: compilers take a processor each.
await Promise.all(
  [1, 2].map(async () => {
    for (let target = targets.shift(); target; target = targets.shift()) await test(target)
  }),
)
if (isWanted('validators')) await testValidators()
if (isWanted('samples')) await testSamples()
console.log(`tests: ${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1
