/**
 * Runs every code sample of the reference (scripts/code-samples.ts) as it stands, but for the address of the service: in
 * a process of its own, against a local impCloud of its own that has what the examples are about. A sample passes when
 * its operation was called and succeeded, and its process ended well.
 */
import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CodeSample, codeSamples } from '../../scripts/code-samples.ts'
import { createImpCloud, type ImpCloud, type Snapshot } from '../../src/emulator/index.ts'
import { listen } from '../../src/emulator/node.ts'
import { account, exampleState } from '../support/example-cloud.ts'

interface Documented {
  servers: { url: string }[]
  components: { parameters: Record<string, { name: string; example: string }> }
  paths: Record<string, Record<string, { operationId?: string }>>
}

/** A call that the service has answered. */
interface Answered {
  operation: string | undefined
  status: number
}

export interface Result {
  name: string
  ok: boolean
  output: string
}

const verbs = ['get', 'put', 'post', 'patch', 'delete']

/** Operation by method and path. */
function router({ paths }: Documented): (method: string, pathname: string) => string | undefined {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    verbs.flatMap((verb) =>
      item[verb]
        ? [{ verb, pattern: new RegExp(`^/v5${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), id: item[verb].operationId }]
        : [],
    ),
  )
  // A literal segment wins over a parameter, and comes first.
  const sorted = routes.toSorted(
    (a, b) => Number(a.pattern.source.includes('[')) - Number(b.pattern.source.includes('[')),
  )
  return (method, pathname) =>
    sorted.find(({ verb, pattern }) => verb === method.toLowerCase() && pattern.test(pathname))?.id
}

/** A client of the local cloud for what has to be so before a sample can run. */
async function signedIn(url: string) {
  const response = await fetch(`${url}/auth`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: account.email, password: account.password }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  const call = async (method: string, path: string, data?: unknown) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/vnd.api+json' }
    const body = data === undefined ? null : JSON.stringify({ data })
    const answer = await fetch(url + path, { method, headers, body })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  return { token, call }
}

type Preparation = (ids: Record<string, string>, call: Awaited<ReturnType<typeof signedIn>>['call']) => Promise<unknown>

const members = ({ device }: Record<string, string>) => [{ type: 'device', id: device }]
const empty: Preparation = (ids, call) =>
  call('DELETE', `/devicegroups/${ids['devicegroup_id']}/relationships/devices`, members(ids))

/** What has to go before an example can succeed. */
const preparations: Record<string, Preparation> = {
  deleteDevice: empty,
  deleteDeviceGroup: empty,
  deleteProduct: async (ids, call) => {
    await empty(ids, call)
    await call('DELETE', `/devicegroups/${ids['devicegroup_id']}`)
  },
  // The minimum supported deployment cannot be deleted: a newer one takes its place.
  deleteDeployment: async (ids, call) => {
    const devicegroup = { type: 'development_devicegroup', id: ids['devicegroup_id'] }
    const attributes = { device_code: '', agent_code: '' }
    const answer = await call('POST', '/deployments', {
      type: 'deployment',
      attributes,
      relationships: { devicegroup },
    })
    const { data } = (await answer.json()) as { data: { id: string } }
    const path = `/devicegroups/${ids['devicegroup_id']}/relationships/min_supported_deployment`
    await call('PUT', path, { type: 'deployment', id: data.id })
  },
}

/** Whether the sample, given by its operation, goes on until it is ended: it reads a log stream. */
const endless = (source: string) => /--no-buffer|iter_lines|of stream\)/.test(source)

/** Runs a program; an endless one until it has printed something. */
function run(
  [command, ...args]: string[],
  env: Record<string, string>,
  until: boolean,
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command!, args, { env: { ...process.env, ...env }, timeout: 30_000, detached: true })
    let output = ''
    let done = false
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (until && !done && /opened|Boot/.test(output)) {
          done = true
          process.kill(-child.pid!, 'SIGKILL')
        }
      })
    }
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: until ? done : code === 0, output }))
  })
}

const programs: Record<CodeSample['lang'], (file: string, python: string) => string[]> = {
  Shell: (file) => ['bash', file],
  TypeScript: (file) => [process.execPath, file],
  Python: (file, python) => [python, file],
}
const endings: Record<CodeSample['lang'], string> = { Shell: 'sh', TypeScript: 'ts', Python: 'py' }

export interface SampleOptions {
  /** Where the samples are written. */
  folder: string
  /** A Python with `requests`. */
  python: string
  /** What TypeScript imports as `impcentral`. */
  library: string
}

/** The samples as files, with the library at its place: for the compiler too. */
export async function writeSamples(document: object, { folder, library }: SampleOptions) {
  await mkdir(folder, { recursive: true })
  return Promise.all(
    [...codeSamples(document)].flatMap(([operation, samples]) =>
      samples.map(async (sample) => {
        const file = join(folder, `${operation}.${endings[sample.lang]}`)
        await writeFile(file, sample.source.replace(`'impcentral'`, `'${library}'`))
        return { operation, file, ...sample }
      }),
    ),
  )
}

export async function runSamples(document: object, options: SampleOptions): Promise<Result[]> {
  const described = document as Documented
  const state = await exampleState(document)
  const samples = await writeSamples(document, options)
  const results: Result[] = []
  const work = samples.values()
  await Promise.all(
    [1, 2].map(async () => {
      for (const sample of work) results.push(await runSample(described, state, sample, options))
    }),
  )
  return results
}

async function runSample(
  document: Documented,
  state: Snapshot,
  { operation, file, lang }: Awaited<ReturnType<typeof writeSamples>>[number],
  { python }: SampleOptions,
): Promise<Result> {
  const find = router(document)
  const cloud = createImpCloud({ state })
  const answered: Answered[] = []
  const handle: ImpCloud['handle'] = async (...call) => {
    const response = await cloud.handle(...call)
    const { method, url } = call[0]
    answered.push({ operation: find(method, new URL(url).pathname), status: response.status })
    return response
  }
  const server = await listen(Object.create(cloud, { handle: { value: handle } }) as ImpCloud)
  const stop = new AbortController()
  try {
    const ids = Object.fromEntries(
      Object.values(document.components.parameters).map(({ name, example }) => [name, example]),
    )
    const { token, call } = await signedIn(server.url)
    await preparations[operation]?.(ids, call)
    let source = (await readFile(file, 'utf8'))
      .replaceAll(document.servers[0]!.url, server.url)
      .replace('createImpCentral({', `createImpCentral({ baseUrl: '${server.url}',`)
    if (lang !== 'TypeScript' && operation.endsWith('LogStream') && operation !== 'createLogStream') {
      const answer = (await (await call('POST', '/logstream')).json()) as {
        data: { id: string; attributes: { url: string } }
      }
      source = source.replaceAll(ids['logstream_id']!, answer.data.id)
      if (operation !== 'openLogStream') {
        await fetch(answer.data.attributes.url, { signal: stop.signal })
        const body = JSON.stringify({ type: 'device', id: ids['device'] })
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/vnd.api+json' }
        if (operation === 'removeDeviceFromLogStream')
          await fetch(`${answer.data.attributes.url}/${ids['device']}`, { method: 'PUT', headers, body })
      }
    }
    await writeFile(file, source)
    answered.length = 0
    const talking = setInterval(() => endless(source) && cloud.log(ids['device']!, { msg: 'Boot' }), 100)
    const env = { IMPCENTRAL_TOKEN: token }
    const ended = await run(programs[lang](file, python), env, endless(source)).finally(() => clearInterval(talking))
    const called = answered.some((answer) => answer.operation === operation && answer.status < 300)
    const why = ended.ok && !called ? `answered: ${JSON.stringify(answered)}\n` : ''
    return { name: `${operation} in ${lang}`, ok: ended.ok && called, output: why + ended.output }
  } finally {
    stop.abort()
    await server.close()
  }
}
