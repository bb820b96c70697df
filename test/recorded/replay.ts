/** Plays recorded exchanges against the local impCloud, and says where it answers otherwise than the service did. */
import type { ImpCloud } from 'impcentral/emulator'
import type { Recording } from 'impcentral/conformance'
import { operations, propertyNames } from '../../src/generated/conformance.js'
import { account, fullCloud } from '../conformance/deviating-cloud.ts'

/** The types of what stands at each place of an answer, by JSON pointer. Items share a place, and so do the names of a map. */
type Shape = Map<string, Set<string>>

function addShape(shape: Shape, value: unknown, pointer = ''): void {
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
  shape.set(pointer, (shape.get(pointer) ?? new Set()).add(type))
  if (Array.isArray(value)) for (const item of value) addShape(shape, item, `${pointer}/*`)
  else if (typeof value === 'object' && value !== null)
    for (const [name, child] of Object.entries(value))
      addShape(shape, child, `${pointer}/${propertyNames.has(name) ? name : '*'}`)
}

/** Where two shapes of one operation cannot both be right. */
function* compare(operation: string, recorded: Shape, ours: Shape): Generator<string> {
  for (const [pointer, types] of recorded) {
    // The compiler's warnings are gone with the code that they were about.
    if (/^\/meta(\/|$)/.test(pointer)) continue
    const own = ours.get(pointer)
    // Where the object around it never came, there was nothing to compare.
    const around = ours.has(pointer.replace(/\/[^/]*$/, ''))
    if (!own) {
      if (around && !pointer.endsWith('/*'))
        yield `${operation} ${pointer}: the service sends it, the emulator does not`
    } else if (!own.has('null') && !types.has('null') && [...types].every((type) => !own.has(type)))
      yield `${operation} ${pointer}: ${[...types].join(' or ')} of the service, ${[...own].join(' or ')} of the emulator`
  }
}

/** What a recording cannot bring back: source code is not code any more, and a session is the emulator's own. */
const isLost = ({ operation, status }: Recording) =>
  operation === 'login' || operation === 'createAccessToken' || (operation === 'createDeployment' && status >= 400)

/** Ids of the recording → the ids that stand for them in the emulator. */
function pair(known: Map<string, string>, recorded: unknown, ours: unknown): void {
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    for (const [index, item] of recorded.entries()) if (ours.length > 0) pair(known, item, ours[index % ours.length])
  } else if (typeof recorded === 'object' && typeof ours === 'object' && recorded && ours)
    for (const [name, child] of Object.entries(recorded)) {
      const own = (ours as Record<string, unknown>)[name]
      if (name !== 'id' && name !== 'sha') pair(known, child, own)
      else if (typeof child === 'string' && typeof own === 'string' && !known.has(child)) known.set(child, own)
    }
}

const translated = (known: ReadonlyMap<string, string>, value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, child: unknown) =>
    typeof child === 'string' ? (known.get(child) ?? child) : child,
  )

async function signIn(cloud: ImpCloud): Promise<string> {
  const body = JSON.stringify({ id: account.email, password: account.password })
  const headers = { 'content-type': 'application/json' }
  const response = await cloud.fetch(`${cloud.baseUrl}/auth`, { method: 'POST', headers, body })
  return ((await response.json()) as { access_token: string }).access_token
}

/** Where the emulator answers otherwise. Empty where it agrees. */
export async function replay(recordings: readonly Recording[]): Promise<string[]> {
  const cloud = await fullCloud()
  const token = await signIn(cloud)
  const known = new Map<string, string>()
  const shapes = new Map<string, { recorded: Shape; ours: Shape }>()
  const different: string[] = []
  let stream: Response | undefined
  for (const recording of recordings) {
    if (isLost(recording)) continue
    const { operation, parameters, query, request, status, answer } = recording
    const { method, path } = operations.find((described) => described.operation === operation)!
    const target = new URL(
      cloud.baseUrl +
        path.replace(/\{([^}]+)\}/g, (_, name: string) => {
          const value = parameters[name]!
          // An id is the same in capitals.
          return encodeURIComponent(known.get(value) ?? known.get(value.toLowerCase()) ?? value)
        }),
    )
    for (const [name, value] of Object.entries(query)) target.searchParams.set(name, known.get(value) ?? value)
    const response = await cloud.fetch(target.href, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-electricimp-password': account.password,
        ...(request !== undefined && { 'content-type': 'application/vnd.api+json' }),
      },
      ...(request !== undefined && { body: JSON.stringify(translated(known, request)) }),
    })
    if (response.status !== status)
      different.push(`${operation}: ${status} of the service, ${response.status} of the emulator`)
    if (operation === 'openLogStream' && response.ok) {
      // It stays open for the calls that follow.
      await stream?.body?.cancel()
      stream = response
      continue
    }
    const text = await response.text()
    const own: unknown = text === '' ? undefined : JSON.parse(text)
    if (response.status !== status) continue
    pair(known, answer, own)
    const key = `${operation} ${status}`
    const shape = shapes.get(key) ?? { recorded: new Map(), ours: new Map() }
    shapes.set(key, shape)
    addShape(shape.recorded, answer)
    addShape(shape.ours, own)
  }
  await stream?.body?.cancel()
  for (const [key, { recorded, ours }] of shapes) different.push(...compare(key, recorded, ours))
  return [...new Set(different)]
}
