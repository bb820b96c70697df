/** The YAML of the description with the lines on which things stand, and its references followed across files. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'

/** A node of the YAML and where it stands. */
export interface Place {
  file: string
  line: number
  node: Node
}

export interface Sources {
  /** Every map of the description. */
  maps(): Generator<Place & { node: YAMLMap }>
  /** Every operation by its id. */
  operations: ReadonlyMap<string, Place>
  /** The value of a key as it stands there. */
  valueOf(place: Place, key: string): unknown
  /** The value of a key, with references followed. */
  child(place: Place | undefined, key: string): Place | undefined
}

/** The description in a folder. Files are named as from there. */
export function readSources(folder: string): Sources {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml') && !name.startsWith('released') && !name.includes('arazzo'))
      .toSorted()
      .map((name) => {
        const lines = new LineCounter()
        return [
          name,
          { lines, document: parseDocument(readFileSync(join(folder, name), 'utf8'), { lineCounter: lines }) },
        ]
      }),
  )
  const placeOf = (file: string, node: Node): Place => ({
    file,
    line: files.get(file)!.lines.linePos(node.range![0]).line,
    node,
  })
  const follow = (from: string, reference: string): Place | undefined => {
    const [path = '', pointer = ''] = reference.split('#')
    const file = path === '' ? from : posix.normalize(posix.join(dirname(from), path))
    const keys = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const node = files.get(file)?.document.getIn(keys, true) as Node | undefined
    return node && resolve(placeOf(file, node))
  }
  const resolve = (place: Place): Place => {
    const reference = isMap(place.node) ? place.node.get('$ref') : undefined
    return typeof reference === 'string' ? (follow(place.file, reference) ?? place) : place
  }
  function* walk(file: string, node: unknown): Generator<Place & { node: YAMLMap }> {
    if (isMap(node)) {
      yield { ...placeOf(file, node), node }
      for (const { value } of node.items) yield* walk(file, value)
    } else if (isSeq(node)) for (const item of node.items) yield* walk(file, item)
  }
  function* maps() {
    for (const [file, { document }] of files) yield* walk(file, document.contents)
  }
  const operations = new Map<string, Place>()
  for (const place of maps()) {
    const id = place.node.get('operationId')
    // A link names an operation too.
    if (typeof id === 'string' && place.node.has('responses')) operations.set(id, place)
  }
  return {
    maps,
    operations,
    valueOf({ file, node }, key) {
      const value = isMap(node) ? (node.get(key, true) as Node | undefined) : undefined
      return value?.toJS(files.get(file)!.document)
    },
    child(place, key) {
      if (!place || !isMap(place.node)) return undefined
      const node = place.node.get(key, true) as Node | undefined
      return node && resolve(placeOf(place.file, node))
    },
  }
}

/** The text of a scalar. */
export const textOf = (place: Place | undefined): string =>
  isScalar(place?.node) && typeof place.node.value === 'string' ? place.node.value.trim() : ''
