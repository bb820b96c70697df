/** From the bundled description to the text of src/generated/schema.ts: what openapi-typescript makes of it, to a caller's liking. */
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { type OpenApiDocument, requestSchemas } from './document.ts'

const docs: Record<string, string> = {
  paths: 'Every path of the description, with its operations by verb. The typed wire (`WireClient`) goes by it.',
  components: "What the description names, above all `components['schemas']`: every object of the API.",
  operations: 'Every operation of the description by its id: parameters, request body and responses.',
}

/** Openapi-typescript documents the members of these interfaces, but not the interfaces. */
const withDocs = (text: string) =>
  text.replace(/^export interface (\w+)/gm, (line, name: string) =>
    docs[name] ? `/** ${docs[name]} */\n${line}` : line,
  )

/** What openapi-typescript says about itself in the texts, and examples that it takes from two places. */
const withoutNoise = (text: string) =>
  text.replaceAll(' (enum property replaced by openapi-typescript)', '').replace(/^( *\* @example .*\n)\1+/gm, '$1')

const nameOf = (node: ts.TypeElement) => (node.name && 'text' in node.name ? node.name.text : '')

/**
 * Under `exactOptionalPropertyTypes` an optional property takes `undefined` only where its type says so. A filter does not: without its value it would
 * list everything. What only requests hold takes read-only arrays as well.
 */
function adapt(nodes: ts.Node[], requestOnly: ReadonlySet<string>): ts.Node[] {
  const undefinedType = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword)
  const visit =
    (path: string[]): ts.Visitor =>
    (node) => {
      const name = ts.isPropertySignature(node) || ts.isInterfaceDeclaration(node) ? nameOf(node as never) : ''
      const inner = name ? [...path, name] : path
      const inRequest = path.includes('parameters') || (path[1] === 'schemas' && requestOnly.has(path[2] ?? inner[2]!))
      const visited = ts.visitEachChild(node, visit(inner), undefined)
      if (ts.isArrayTypeNode(visited) && inRequest)
        return ts.factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, visited)
      if (!inRequest || !ts.isPropertySignature(visited) || !visited.questionToken || !visited.type) return visited
      if (visited.type.kind === ts.SyntaxKind.NeverKeyword || name.startsWith('filter[')) return visited
      const members = ts.isUnionTypeNode(visited.type) ? visited.type.types : [visited.type]
      const type = ts.factory.createUnionTypeNode([...members, undefinedType])
      return ts.factory.updatePropertySignature(visited, visited.modifiers, visited.name, visited.questionToken, type)
    }
  return nodes.map((node) => ts.visitNode(node, visit([]))!)
}

export async function printSchema(document: OpenApiDocument): Promise<string> {
  const nodes = await openapiTS(JSON.parse(JSON.stringify(document)) as never, {
    alphabetize: false,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
  })
  const text = astToString(adapt(nodes, requestSchemas(document)))
  return `// Generated from openapi/ by \`npm run generate\`. Never edited by hand.\n${withoutNoise(withDocs(text))}`
}
