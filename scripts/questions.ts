/**
 * The open questions of the description: whatever it marks *Unconfirmed* has an id in `x-impcentral-unconfirmed`, with a
 * question that is answered by yes or no. An id with `{operation}` and `{status}` stands for one question in each operation
 * that gives the answer beside it.
 */
import { header } from './compile-validators.ts'
import { type OpenApiDocument, resolver, verbs } from './document.ts'

export type Questions = Record<string, string>

export const extension = 'x-impcentral-unconfirmed'

export const isTemplate = (id: string): boolean => id.includes('{operation}')

export const fill = (template: string, operation: string, status: string): string =>
  template.replaceAll('{operation}', operation).replaceAll('{status}', status)

/** The questions of the statuses: id → operation and status. */
export function statusQuestions(document: OpenApiDocument): Record<string, { operation: string; status: number }> {
  const resolve = resolver(document)
  const found: Record<string, { operation: string; status: number }> = {}
  for (const item of Object.values(document.paths))
    for (const verb of verbs) {
      const { operationId, responses = {} } = item[verb] ?? {}
      for (const [status, response] of Object.entries(responses))
        for (const id of Object.keys((resolve(response) as { [extension]?: Questions })[extension] ?? {}))
          if (isTemplate(id))
            found[fill(id, operationId!, status)] = { operation: operationId!, status: Number(status) }
    }
  return found
}

/** Every question by its id. */
export function questions(document: OpenApiDocument): Questions {
  const found: Questions = {}
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [id, question] of Object.entries((value as { [extension]?: Questions })[extension] ?? {})) {
      if (isTemplate(id)) continue
      if ((found[id] ??= question) !== question) throw new Error(`${extension} asks ${id} in two ways`)
    }
    for (const child of Object.values(value)) walk(child)
  }
  walk(document)
  for (const [id, { operation, status }] of Object.entries(statusQuestions(document)))
    found[id] = `Does ${operation} answer ${status} in this case?`
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** File name below src/generated → content. */
export function generateQuestions(document: OpenApiDocument): Record<string, string> {
  const entries = (values: object) =>
    Object.entries(values)
      .map(([id, value]) => `  ${JSON.stringify(id)}: ${JSON.stringify(value)},`)
      .join('\n')
  return {
    'questions.ts': `${header}
/** The open questions of the description. */
export const questions = {
${entries(questions(document))}
} as const

export type QuestionId = keyof typeof questions

/** Those about the status of one operation. */
export const statusQuestions = {
${entries(statusQuestions(document))}
} as const
`,
  }
}
