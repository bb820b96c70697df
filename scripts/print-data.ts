/** What the methods take of a resource: the table of names by which the SDK goes at run time, and the types. */
import { type FormModel, partNames } from './forms.ts'
import type { MethodModel, NamespaceModel } from './model.ts'
import { docComment, list, quote, record, schemaType } from './text.ts'

type Part = NonNullable<FormModel['parts']['attributes']>
type Field = Part['fields'][number]

const isCreate = (method: MethodModel) => !method.body!.id

/** In a create `!` marks what must be there, and `?` what may be null: a null that it does not take is left out. A change sends every null. */
const mark = (field: Field, create: boolean) =>
  !create ? field.name : `${field.name}${field.nullable ? '?' : field.required ? '!' : ''}`

/** The entry of the operation table, by type: what can be written of each part, and then what else the answer has in each. */
export function tableOfForms(method: MethodModel): string {
  const create = isCreate(method)
  return record(
    method.body!.forms.map(({ type, parts, read }) => {
      const fields = (part: (typeof partNames)[number]) => parts[part]?.fields ?? []
      const written = partNames.map((part) => fields(part).map((field) => mark(field, create)))
      const kept = partNames.map((part) => read[part].filter((name) => !fields(part).some((its) => its.name === name)))
      return [type, list([...written, ...kept].map((words) => words.join(' ')))]
    }),
  )
}

/** What is null or absent in an answer can be given as it was read. */
function partType({ schema, readSchema, fields }: Part, create: boolean): string {
  const nulls = fields.filter(({ required, nullable, read }) => read.nullable && !nullable && !(required && create))
  const type = nulls.length
    ? `OrNull<${schemaType(schema)}, ${nulls.map(({ name }) => quote(name)).join(' | ')}>`
    : schemaType(schema)
  const mayLack = fields.some(
    ({ required, nullable, read }) => required && (!read.required || (create && read.nullable && !nullable)),
  )
  return mayLack && readSchema ? `${type} | ${schemaType(readSchema)}` : type
}

function printForm(form: FormModel, many: boolean, create: boolean): string {
  const type = `  type${many ? '' : '?'}: ${quote(form.type)}${many ? '' : ' | undefined'}\n`
  const id = create
    ? 'Of a resource that is read; the new one gets its own.'
    : 'The id in the path, once more; that one counts.'
  const parts = partNames.flatMap((name) => {
    const part = form.parts[name]
    if (!part) return []
    const optional = !part.required
    return [
      `${docComment(part.description, '  ')}  ${name}${optional ? '?' : ''}: ${partType(part, create)}${optional ? ' | undefined' : ''}\n`,
    ]
  })
  return (
    `${docComment(form.description)}export interface ${form.schema}Data {\n` +
    `${docComment(many ? 'The type, by which the other parts go.' : 'The type, which the SDK knows.', '  ')}${type}` +
    `${docComment(id, '  ')}  id?: string | undefined\n${parts.join('')}}\n`
  )
}

/** The types of `data`, one for each schema, and one more for each member of a union. */
export function printData(namespaces: NamespaceModel[]): string[] {
  const printed = new Map<string, string>()
  for (const method of namespaces.flatMap(({ methods }) => methods)) {
    const { schema, forms = [] } = method.body ?? {}
    const many = forms.length > 1
    for (const form of forms) printed.set(form.schema, printForm(form, many, isCreate(method)))
    if (many)
      printed.set(
        schema!,
        `${docComment('What `data` of the request holds, by its type.')}export type ${schema}Data = ${forms.map((form) => `${form.schema}Data`).join(' | ')}\n`,
      )
  }
  return [...printed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
}
