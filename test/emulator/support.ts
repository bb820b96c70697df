import { createImpCloud, defaultAccount, type ImpCloud, type ImpCloudOptions } from 'impcentral/emulator'
import { theOracle } from './oracle.ts'

export interface Answered {
  status: number
  // The tests look into bodies of every shape; what they look at, they assert.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
  headers: Headers
  response: Response
}

/** Calls a cloud over plain fetch: the tests of the emulator must not lean on the SDK. */
export type Api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>

/** Every answer is held against the description on its way. */
export function createApi(baseUrl: string, fetch: ImpCloud['fetch'], token?: string): Api {
  return async (method, path, body, headers = {}) => {
    const type = path.startsWith('/auth') ? 'application/json' : 'application/vnd.api+json'
    const url = path.startsWith('http') ? path : baseUrl + path
    const response = await fetch(url, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': type }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const streaming = response.headers.get('Content-Type') === 'text/event-stream'
    const text = streaming ? '' : await response.text()
    const oracle = await theOracle()
    oracle.check(method, new URL(url).pathname, response, text)
    return {
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: response.headers,
      response,
    }
  }
}

export async function logIn(
  cloud: { baseUrl: string; fetch: ImpCloud['fetch'] },
  { email, password }: { email: string; password: string } = defaultAccount,
): Promise<Api> {
  const { body } = await createApi(cloud.baseUrl, cloud.fetch)('POST', '/auth', { id: email, password })
  return createApi(cloud.baseUrl, cloud.fetch, body.access_token)
}

/** A cloud with somebody logged in to its first account. */
export async function startCloud(options: ImpCloudOptions = {}): Promise<{ cloud: ImpCloud; api: Api }> {
  const cloud = createImpCloud(options)
  return { cloud, api: await logIn(cloud, cloud.accounts[0]) }
}

export async function createProduct(api: Api, name = 'Fridge'): Promise<{ type: string; id: string }> {
  const { body } = await api('POST', '/products', { data: { type: 'product', attributes: { name } } })
  return { type: 'product', id: body.data.id }
}

export async function createGroup(
  api: Api,
  product: { type: string; id: string },
  attributes: Record<string, unknown> = { name: 'dev' },
  type = 'development_devicegroup',
  targets: Record<string, unknown> = {},
): Promise<{ type: string; id: string }> {
  const relationships = { product, ...targets }
  const { body } = await api('POST', '/devicegroups', { data: { type, attributes, relationships } })
  return { type, id: body.data.id }
}

export async function deploy(api: Api, { type, id }: { type: string; id: string }, code: Record<string, unknown> = {}) {
  const attributes = {
    device_code: 'server.log("Hello from the device")',
    agent_code: 'server.log("Hello from the agent")',
    ...code,
  }
  return api('POST', '/deployments', {
    data: { type: 'deployment', attributes, relationships: { devicegroup: { type, id } } },
  })
}

/** Reads a stream until it holds what is waited for; returns everything read. */
export async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  wanted: string,
  before = '',
): Promise<string> {
  const decoder = new TextDecoder()
  let text = before
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read()
    if (done) throw new Error(`The stream ended before "${wanted}": ${text}`)
    text += decoder.decode(value, { stream: true })
  }
  return text
}
