/** Where a path leads: what its methods do, and the parameters that it carries. */
export interface Match<T> {
  methods: Map<string, T>
  parameters: Record<string, string>
}

interface Node<T> {
  literals: Map<string, Node<T>>
  parameter: Node<T> | undefined
  /** Present where a path of the description ends. */
  end: { methods: Map<string, T>; names: string[] } | undefined
}

/** Finds the operations of a path. A literal segment wins over a parameter: `me` is not an account id. */
export function createRouter<T extends { method: string; path: string }>(
  routes: readonly T[],
): (path: string) => Match<T> | undefined {
  const root: Node<T> = { literals: new Map(), parameter: undefined, end: undefined }
  for (const route of routes) {
    let node = root
    const names: string[] = []
    for (const segment of segmentsOf(route.path)) {
      const name = /^\{(.+)\}$/.exec(segment)?.[1]
      if (name) names.push(name)
      const next = name ? node.parameter : node.literals.get(segment)
      const child: Node<T> = next ?? { literals: new Map(), parameter: undefined, end: undefined }
      if (name) node.parameter = child
      else node.literals.set(segment, child)
      node = child
    }
    node.end ??= { methods: new Map(), names }
    node.end.methods.set(route.method, route)
  }

  const walk = (node: Node<T>, segments: string[], at: number, values: string[]): Match<T> | undefined => {
    const segment = segments[at]
    if (segment === undefined) {
      if (!node.end) return undefined
      const { methods, names } = node.end
      return { methods, parameters: Object.fromEntries(names.map((name, index) => [name, values[index]!])) }
    }
    const literal = node.literals.get(segment)
    const found = literal && walk(literal, segments, at + 1, values)
    if (found || !node.parameter || segment === '') return found
    return walk(node.parameter, segments, at + 1, [...values, segment])
  }

  return (path) => {
    try {
      return walk(root, segmentsOf(path).map(decodeURIComponent), 0, [])
    } catch {
      // A percent sign that encodes nothing.
      return undefined
    }
  }
}

const segmentsOf = (path: string) => path.split('/').slice(1)
