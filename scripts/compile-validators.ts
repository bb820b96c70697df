/** Schemas of the description → validators in plain JavaScript, so that neither a schema nor a validator library is needed at run time. */
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import formats from 'ajv-formats'
import { build } from 'esbuild'

export const header = '// Generated from openapi/ by `npm run generate`. Never edited by hand.\n'

/** File name below src/generated → content: what every table of validators is typed by. */
export const validationTypes: Record<string, string> = {
  'validation.d.ts': `${header}/** What a compiled validator says about a value that does not fit. */
export interface Violation {
  /** JSON pointer to the value. */
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  message?: string
  /** The name at fault, where it is names that do not fit. */
  propertyName?: string
}

/** A schema of the description, compiled. It leaves what it found in \`errors\`. */
export interface Validate {
  (data: unknown): boolean
  errors?: Violation[] | null
}
`,
}

/**
 * A module of validators and a table that uses them.
 * @param validators Name of a validator → where its schema is, as \`api.json#/…\`.
 * @param table Code that exports the table; nothing else is exported, so that the bundler names the rest as shortly as it likes.
 * @param allErrors Whether a validator goes on after the first violation.
 */
export async function compileTable(
  document: object,
  validators: Record<string, string>,
  table: string,
  allErrors = false,
): Promise<{ code: string; packages: string[] }> {
  const prepared = structuredClone(document)
  prepareUnions(prepared)
  const ajv = new Ajv2020({
    strict: false,
    discriminator: true,
    inlineRefs: false,
    allErrors,
    code: { source: true, esm: true, lines: false },
  })
  formats.default(ajv)
  ajv.addSchema(prepared, 'api.json')
  const compiled = standalone.default(ajv, validators).replace(/export const/g, 'const')
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `${compiled}\n${table}\n`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
      loader: 'js',
    },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
    minify: true,
    legalComments: 'none',
  })
  return {
    code: `${header}${outputFiles[0]!.text}`,
    packages: packagesOf(Object.values(metafile.outputs)[0]!.inputs),
  }
}

/**
 * Ajv finds the member of a union by the constant that each one declares. It refuses the mapping that says the same, and
 * lets pass whatever is no object.
 */
function prepareUnions(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const union = value as { discriminator?: { mapping?: unknown }; type?: unknown }
  if (union.discriminator) {
    delete union.discriminator.mapping
    union.type = 'object'
  }
  for (const child of Object.values(value)) prepareUnions(child)
}

/** Names of the packages whose code is in a bundle, given what became of each of its files. */
function packagesOf(inputs: Record<string, { bytesInOutput: number }>): string[] {
  const names = Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []) : [],
  )
  return [...new Set(names)].toSorted()
}

/** What a JSON pointer of the bundled description points to. */
export function lookUp(document: object, reference: string): unknown {
  const keys = reference.replace(/^#\//, '').split('/')
  return keys.reduce<unknown>((value, key) => {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
    return (value as Record<string, unknown> | undefined)?.[name]
  }, document)
}
