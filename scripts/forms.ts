/** The forms of a resource in requests: which of its parts can be written, and which the service keeps to itself. */
import type { Schema } from './document.ts'

/** One form of a resource in a request: what its parts may hold, beside what the same parts of the answer hold. */
export interface FormModel {
  /** Schema of this form. */
  schema: string
  description: string
  type: string
  parts: Partial<Record<PartName, PartModel>>
  /** Names that the answer has in its parts. */
  read: Record<PartName, string[]>
}

export const partNames = ['attributes', 'relationships'] as const
type PartName = (typeof partNames)[number]

export interface PartModel {
  description: string
  schema: string
  /** It must be there, as something in it must. */
  required: boolean
  /** Schema of the part in the answer. */
  readSchema: string | undefined
  fields: { name: string; required: boolean; nullable: boolean; read: { required: boolean; nullable: boolean } }[]
}

type Resolve = (schema: Schema) => Schema

export function createForms(resolve: Resolve) {
  const schemaName = (schema: Schema | undefined, where: string): string => {
    const name = schema?.$ref?.replace('#/components/schemas/', '')
    if (!name) throw new Error(`${where}: name this schema in components/schemas, so that the SDK can name its type`)
    return name
  }
  const constants = (schema: Schema): unknown[] => {
    const s = resolve(schema)
    return s.oneOf ? s.oneOf.flatMap(constants) : s.const === undefined ? (s.enum ?? []) : [s.const]
  }
  const members = (schema: Schema): Schema[] => resolve(schema).oneOf?.flatMap(members) ?? [resolve(schema)]

  const fieldsOf = (schema: Schema | undefined) => {
    const { properties = {}, required = [] } = schema ? resolve(schema) : {}
    return Object.entries(properties).map(([name, property]) => {
      const { type } = resolve(property)
      return { name, required: required.includes(name), nullable: [type].flat().includes('null') }
    })
  }

  /** The forms of a resource in a request, each beside the same form of the answer. */
  function formModels(item: Schema, answer: Schema | undefined, where: string): FormModel[] {
    const typeOf = (form: Schema) => constants(form.properties?.['type'] ?? {})[0]
    const answers = answer ? members(answer) : []
    return (resolve(item).oneOf ?? [item]).map((reference) => {
      const form = resolve(reference)
      const read = answers.find((member) => typeOf(member) === typeOf(form))
      const parts: FormModel['parts'] = {}
      for (const name of partNames) {
        const part = form.properties?.[name]
        if (!part) continue
        const readPart = read?.properties?.[name]
        const known = fieldsOf(readPart)
        const fields = fieldsOf(part).map(({ name, required, nullable }) => {
          const read = known.find((field) => field.name === name) ?? { required: true, nullable: false }
          return { name, required, nullable, read }
        })
        parts[name] = {
          description: resolve(part).description ?? name,
          schema: schemaName(part, where),
          required: (form.required ?? []).includes(name) && fields.some((field) => field.required),
          readSchema: readPart && schemaName(readPart, where),
          fields,
        }
      }
      const names = (name: PartName) => fieldsOf(read?.properties?.[name]).map((field) => field.name)
      return {
        schema: schemaName(reference, where),
        description: form.description ?? '',
        type: String(typeOf(form)),
        parts,
        read: { attributes: names('attributes'), relationships: names('relationships') },
      }
    })
  }

  return { constants, members, schemaName, formModels }
}
