/**
 * What is added to the description where it is published, and is made of the description itself: code samples, and the
 * list of error codes as a table in the introduction.
 */
import { withCodeSamples } from './code-samples.ts'
import { type ErrorCode, errorCodes } from './generate-emulator.ts'

const mark = '<!-- error codes -->'

export function toPublication<Document extends { info: object }>(description: Document): Document {
  const document = withCodeSamples(description)
  const info = document.info as { description: string }
  if (!info.description.includes(mark)) throw new Error(`The introduction has no place for the error codes: ${mark}`)
  info.description = info.description.replace(mark, () => table(errorCodes(document)))
  return document
}

/** What is on record is bold. Four columns: the page is read on telephones too. */
function table(codes: Record<string, ErrorCode>): string {
  const bold = (text: string, is: boolean) => (is ? `**${text}**` : text)
  const rows = Object.entries(codes).map(([code, { status, title, onRecord, when }]) => {
    const both = onRecord === 'both'
    return `| ${bold(code, both || onRecord === 'code')} | ${bold(title, both || onRecord === 'title')} | ${status} | ${when} |`
  })
  return ['| Code | Title | Status | When |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
