/**
 * How each operation is called with curl, with this SDK and with Python, made of the operation and its examples. All of
 * them run against a local impCloud: tools/languages/samples.ts.
 */
import { type OpenApiDocument, verbs } from './document.ts'
import { createModel, type MethodModel } from './model.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  example: unknown
}

interface Operation {
  operationId: string
  tags: string[]
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { examples: Record<string, { value: unknown }> }> }
  responses: Record<string, { content?: object }>
}

export interface CodeSample {
  lang: 'Shell' | 'TypeScript' | 'Python'
  label: string
  source: string
}

/** An operation with the values of its examples, ready to be written down. */
interface Call {
  operation: Operation
  verb: string
  url: string
  path: Record<string, string>
  query: Record<string, unknown>
  headers: Record<string, string>
  body: unknown
  mediaType: string | undefined
  /** Answers with a body, as a stream, or with none. */
  answer: 'json' | 'stream' | 'none'
}

/** A copy of the description with `x-codeSamples` in each operation. */
export function withCodeSamples<Document extends object>(document: Document): Document {
  const copy = structuredClone(document)
  for (const [id, samples] of codeSamples(copy)) {
    for (const item of Object.values((copy as unknown as OpenApiDocument).paths)) {
      for (const verb of verbs) {
        if (item[verb]?.operationId === id) Object.assign(item[verb], { 'x-codeSamples': samples })
      }
    }
  }
  return copy
}

/** Operation id → its samples. */
export function codeSamples(document: object): Map<string, CodeSample[]> {
  const { paths, servers } = document as { paths: Record<string, Record<string, unknown>>; servers: { url: string }[] }
  const methods = new Map(
    createModel(document as OpenApiDocument)
      .flatMap((namespace) => namespace.methods)
      .map((method) => [method.operationId, method] as const),
  )
  return new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      verbs.flatMap((verb) => {
        if (!item[verb]) return []
        const operation = inlined(document, item[verb]) as Operation
        const shared = inlined(document, item['parameters'] ?? []) as Parameter[]
        const call = toCall(servers[0]!.url, path, verb, operation, shared)
        const samples: CodeSample[] = [
          { lang: 'Shell', label: 'curl', source: curl(call) },
          { lang: 'TypeScript', label: 'TypeScript', source: typeScript(call, methods.get(operation.operationId)) },
          { lang: 'Python', label: 'Python', source: python(call) },
        ]
        return [[operation.operationId, samples] as const]
      }),
    ),
  )
}

/** Without references, but for those of schemas: samples need none. */
function inlined(document: object, value: unknown): unknown {
  const text = JSON.stringify(value, (_, found: unknown) => {
    const reference = (found as { $ref?: string } | null)?.$ref
    if (!reference || reference.includes('/schemas/')) return found
    return reference
      .slice(2)
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document)
  })
  return JSON.parse(text)
}

/** Parameters without which a call says nothing, or fails: the required ones, a page size, a filter, a key. */
function isShown({ name, in: where, required }: Parameter, filters: Parameter[]): boolean {
  if (where === 'path' || required || name === 'page[size]' || name === 'format') return true
  // That of the resource's own kind, if there is one: it narrows a list most.
  const filter = filters.find((parameter) => parameter.name === 'filter[devicegroup.id]') ?? filters[0]
  return name === filter?.name || name === 'X-Electricimp-Key'
}

function toCall(server: string, path: string, verb: string, operation: Operation, shared: Parameter[]): Call {
  const parameters = [...shared, ...(operation.parameters ?? [])]
  const filters = parameters.filter(({ name }) => name.startsWith('filter['))
  const shown = parameters.filter((parameter) => isShown(parameter, filters))
  const valuesIn = (where: string) =>
    Object.fromEntries(shown.filter((parameter) => parameter.in === where).map(({ name, example }) => [name, example]))
  const [mediaType, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const answers = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))![1].content
  const pathValues = valuesIn('path') as Record<string, string>
  return {
    operation,
    verb,
    url: server + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(pathValues[name]!)),
    path: pathValues,
    query: valuesIn('query'),
    headers: valuesIn('header') as Record<string, string>,
    body: media && Object.values(media.examples)[0]!.value,
    mediaType,
    answer: !answers ? 'none' : 'text/event-stream' in answers ? 'stream' : 'json',
  }
}

const needsToken = ({ operation }: Call) => operation.security?.length !== 0

function curl(call: Call): string {
  const { verb, url, query, headers, body, mediaType, answer } = call
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
  const address = `'${url}${search && `?${search}`}'`
  const method = verb === 'get' || (verb === 'post' && body) ? '' : ` --request ${verb.toUpperCase()}`
  const lines = [`curl${answer === 'stream' ? ' --no-buffer' : ''}${method} ${address}`]
  if (needsToken(call)) lines.push(`--header "Authorization: Bearer $IMPCENTRAL_TOKEN"`)
  for (const [name, value] of Object.entries(headers)) lines.push(`--header '${name}: ${value}'`)
  if (body) {
    lines.push(`--header 'Content-Type: ${mediaType}'`)
    lines.push(`--data '${JSON.stringify(body, null, 2).replaceAll("'", `'\\''`)}'`)
  }
  return `${lines.join(' \\\n  ')}\n`
}

/** A value as a literal; what fits into a line stays there. */
function literal(value: unknown, style: 'TypeScript' | 'Python', indent = '', width = 76): string {
  const python = style === 'Python'
  if (value === null) return python ? 'None' : 'null'
  if (typeof value === 'boolean') return python ? (value ? 'True' : 'False') : String(value)
  if (typeof value === 'string') return python ? JSON.stringify(value) : quoted(value)
  if (typeof value === 'number') return String(value)
  const inner = `${indent}${python ? '    ' : '  '}`
  if (typeof value !== 'object') throw new Error(`An example has a ${typeof value}`)
  const key = (name: string) => (python ? JSON.stringify(name) : /^[A-Za-z_]\w*$/.test(name) ? name : quoted(name))
  const [open, close] = Array.isArray(value) ? ['[', ']'] : python ? ['{', '}'] : ['{ ', ' }']
  const parts = (nested: string) =>
    Array.isArray(value)
      ? value.map((item) => literal(item, style, nested, width))
      : Object.entries(value).map(([name, item]) => `${key(name)}: ${literal(item, style, nested, width)}`)
  const line = `${open}${parts(inner).join(', ')}${close}`
  if (!line.includes('\n') && indent.length + line.length < width) return line
  return `${open.trim()}\n${parts(inner)
    .map((part) => `${inner}${part},\n`)
    .join('')}${indent}${close.trim()}`
}

const quoted = (text: string) => (text.includes("'") ? JSON.stringify(text) : `'${text}'`)

function python(call: Call): string {
  const { verb, url, query, headers, body, mediaType, answer } = call
  const all: string[] = []
  if (needsToken(call)) all.push(`"Authorization": f"Bearer {os.environ['IMPCENTRAL_TOKEN']}"`)
  for (const [name, value] of Object.entries(headers)) all.push(`${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  if (body && mediaType !== 'application/json') all.push(`"Content-Type": ${JSON.stringify(mediaType)}`)
  const args = [JSON.stringify(url)]
  if (all.length === 1) args.push(`headers={${all[0]}}`)
  if (all.length > 1) args.push(`headers={\n${all.map((line) => `        ${line},\n`).join('')}    }`)
  if (Object.keys(query).length > 0) args.push(`params=${literal(query, 'Python', '    ')}`)
  if (body) args.push(`json=${literal(body, 'Python', '    ')}`)
  if (answer === 'stream') args.push('stream=True')
  const read = {
    json: 'print(response.json())\n',
    none: '',
    stream: 'for line in response.iter_lines():\n    print(line.decode(), flush=True)\n',
  }[answer]
  return (
    `${needsToken(call) ? 'import os\n\n' : ''}import requests\n\n` +
    `response = requests.${verb}(\n${args.map((argument) => `    ${argument},\n`).join('')})\n` +
    `response.raise_for_status()\n${read}`
  )
}

const client = `import { createImpCentral } from 'impcentral'\n\n`
const withToken = `${client}const imp = createImpCentral({ auth: { accessToken: process.env.IMPCENTRAL_TOKEN! } })\n`

function typeScript(call: Call, method: MethodModel | undefined): string {
  if (!method) return handwritten(call)
  const options: Record<string, unknown> = {}
  const filter = Object.entries(call.query).flatMap(([name, value]) => {
    const field = /^filter\[(.+)\]$/.exec(name)?.[1]
    return field ? [[field, value]] : []
  })
  if (filter.length > 0) options['filter'] = Object.fromEntries(filter)
  if ('page[size]' in call.query) options['page'] = { size: call.query['page[size]'] }
  for (const { name, option } of method.options) if (name in call.headers) options[option] = call.headers[name]

  const values: unknown[] = method.pathParameters.map(({ name }) => call.path[name])
  if (method.body) values.push(argument(call.body, method.body))
  if (Object.keys(options).length > 0) values.push(options)
  const called = `imp.${method.namespace}.${method.method}`
  const name = method.returns.kind === 'none' ? '' : camel(method.returns.schema)
  const expression = `${called}(${written(values, `${name && `const ${name} = `}await ${called}()`)})`
  switch (method.returns.kind) {
    case 'list':
      return `${withToken}for await (const ${name} of ${expression}) {\n  console.log(${name})\n}\n`
    case 'one':
      return `${withToken}const ${name} = await ${expression}\nconsole.log(${name})\n`
    default:
      return `${withToken}await ${expression}\n`
  }
}

/** Arguments: in one line with what stands around them, or one in each, or the only one over several. */
function written(values: unknown[], around: string): string {
  const line = values.map((value) => literal(value, 'TypeScript', '', Infinity)).join(', ')
  if (around.length + line.length < 100) return line
  if (values.length === 1) return literal(values[0], 'TypeScript')
  return `\n${values.map((value) => `  ${literal(value, 'TypeScript', '  ')},\n`).join('')}`
}

const camel = (name: string) => name.replace(/^./, (first) => first.toLowerCase())

/** What the method takes of a request body: not the envelope, and not what the method knows. */
function argument(body: unknown, { kind, type, id }: NonNullable<MethodModel['body']>): unknown {
  const { data } = body as { data: Record<string, unknown> | { id: string }[] }
  if (kind === 'identifiers') return (data as { id: string }[]).map((item) => item.id)
  const { type: _, id: itsId, ...rest } = data as Record<string, unknown>
  if (kind === 'identifier') return itsId
  return type || id ? { ...(type ? {} : { type: _ }), ...rest } : data
}

/** Where the SDK has no method for the one operation, but something that does more. */
function handwritten({ operation, path, body }: Call): string {
  const open = (device: string | undefined) =>
    `${withToken}await using stream = await imp.logStreams.open({ devices: [${device ? quoted(device) : ''}] })\n`
  const read = `for await (const event of stream) console.log(event)\n`
  switch (operation.operationId) {
    case 'login':
      return `${client}const imp = createImpCentral(${literal({ auth: body }, 'TypeScript')})\nawait imp.auth.login()\nconsole.log(await imp.auth.token())\n`
    case 'createAccessToken': {
      const { token } = body as { token: string }
      return `${client}const imp = createImpCentral({\n  auth: { refreshToken: ${quoted(token)} },\n})\nconsole.log(await imp.auth.token())\n`
    }
    case 'createLogStream':
    case 'openLogStream':
      return `${open('5000d8c46a56cfca')}${read}`
    case 'addDeviceToLogStream':
      return `${open(undefined)}await stream.add(${quoted(path['device']!)})\n${read}`
    case 'removeDeviceFromLogStream':
      return `${open(path['device'])}await stream.remove(${quoted(path['device']!)})\n`
    default:
      throw new Error(`${operation.operationId}: its tag is handwritten, so say here how the SDK does it`)
  }
}
