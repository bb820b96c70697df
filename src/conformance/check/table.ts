/** A report as people read it. */
import { operations } from '../../generated/conformance.js'
import { questions } from '../../generated/questions.ts'
import type { Difference } from '../difference.ts'
import type { Report } from './report.ts'

const columns = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  )
}

export const differenceLine = ({
  operation,
  method,
  path,
  status,
  place,
  kind,
  described,
  came,
  count,
}: Difference): string =>
  `${operation ?? 'unknown operation'} (${method} ${path}, ${status}) ${place}: ${kind}; described: ${described}; came: ${came} (${count}×)`

const list = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines])

/** Operations with what became of them, the differences, the questions that are answered, and a summary. */
export function printReport({ operations: results, differences, questions: answers, failures, write }: Report): string {
  const rows = operations.map(({ operation, method, path }) => {
    const { result, statuses, why = '' } = results[operation]
    return [operation, `${method} ${path}`, result, result === 'not tried' ? why : statuses.join(' ')]
  })
  const count = (wanted: string) => rows.filter(([, , result]) => result === wanted).length
  const given = Object.entries(answers)
  const answered = (wanted: string) => given.filter(([, { answer }]) => answer === wanted)
  return [
    ...columns([['Operation', 'Call', 'Result', 'Statuses, or why not'], ...rows]),
    ...list('Differences', differences.map(differenceLine)),
    ...list(
      'Questions that are answered by no',
      answered('no').map(
        ([id, { came }]) =>
          `${id}: ${questions[id as keyof typeof questions]} No${came === undefined ? '' : `: ${came}`}.`,
      ),
    ),
    ...list(
      'Steps that failed',
      failures.map(({ step, why }) => `${step}: ${why}`),
    ),
    '',
    `${count('confirmed')} operations confirmed, ${count('differs')} differ, ${count('not tried')} not tried${write ? '' : ' (read-only: --write tries more)'}.`,
    `${answered('yes').length} questions answered by yes, ${answered('no').length} by no, ${answered('unknown').length} stay open.`,
  ].join('\n')
}
