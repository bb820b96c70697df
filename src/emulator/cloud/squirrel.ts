/**
 * As much of the Squirrel language as the emulator needs: it reads tokens, notices what cannot compile because brackets do
 * not match or a string or comment does not end, and finds the literals that `server.log()` and `server.error()` write.
 */

/** A compiler message, as the `meta` of a compile error carries it. Rows and columns count from 1. */
export interface CompilerMessage {
  file: 'agent_code' | 'device_code'
  row: number
  column: number
  type: 'error'
  text: string
}

export interface Program {
  file: CompilerMessage['file']
  problems: CompilerMessage[]
  /** What the code logs with literals, in the order of the source. */
  logs: { error: boolean; text: string }[]
  /** What it asks for with `#require`. */
  libraries: { name: string; version: string; row: number; column: number }[]
  /** Has a shutdown handler, so that the code itself chooses when it makes way for new code. */
  handlesShutdown: boolean
}

/** Both sides of a deployment. */
export type Programs = Record<CompilerMessage['file'], Program>

export const readPrograms = (code: Record<CompilerMessage['file'], string>): Programs => ({
  agent_code: readProgram('agent_code', code.agent_code),
  device_code: readProgram('device_code', code.device_code),
})

interface Token {
  kind: 'name' | 'string' | 'symbol'
  text: string
  at: number
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', v: '\v', b: '\b', f: '\f', 0: '\0' }
const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

function readProgram(file: CompilerMessage['file'], source: string): Program {
  const tokens: Token[] = []
  const program: Program = { file, problems: [], logs: [], libraries: [], handlesShutdown: false }
  const open: { bracket: string; at: number }[] = []
  /** Goes through everything before it, and is therefore asked only where somebody wants to know. */
  const rowAt = (at: number) => source.slice(0, at).split('\n').length
  const fail = (at: number, text: string) => {
    const column = at - source.slice(0, at).lastIndexOf('\n')
    program.problems.push({ file, row: rowAt(at), column, type: 'error', text })
  }
  let at = 0

  /** Reads a string from its opening quote on; `false` when it does not end. */
  const string = (verbatim: boolean): boolean => {
    const start = at
    const quote = source[at++]!
    let text = ''
    for (;;) {
      const character = source[at]
      if (character === undefined || (character === '\n' && !verbatim)) {
        fail(start, character === undefined ? 'unfinished string' : 'newline in a constant')
        return false
      }
      at++
      if (character === quote) {
        if (!verbatim || source[at] !== quote) break
        at++
        text += quote
      } else if (character === '\\' && !verbatim) {
        const next = source[at++] ?? ''
        const code = next === 'x' || next === 'u' ? /^[0-9a-fA-F]{1,4}/.exec(source.slice(at))?.[0] : undefined
        text += code === undefined ? (escapes[next] ?? next) : String.fromCharCode(parseInt(code, 16))
        at += code?.length ?? 0
      } else {
        text += character
      }
    }
    tokens.push({ kind: 'string', text, at: start })
    return true
  }

  while (at < source.length) {
    const character = source[at]!
    const rest = source.slice(at, at + 2)
    if (rest === '//' || character === '#') {
      const end = source.indexOf('\n', at)
      const line = source.slice(at, end < 0 ? source.length : end)
      const [, name, version] = /^#require\s+"([^":]+):([^"]+)"/.exec(line) ?? []
      if (name && version) program.libraries.push({ name, version, row: rowAt(at), column: line.indexOf('"') + 1 })
      at += line.length
    } else if (rest === '/*') {
      const end = source.indexOf('*/', at + 2)
      if (end < 0) {
        fail(at, 'missing "*/" in comment')
        return program
      }
      at = end + 2
    } else if (character === '"' || rest === '@"') {
      if (character === '@') at++
      if (!string(character === '@')) return program
    } else if (character === "'") {
      const end = /^'(?:[^'\\\n]|\\.)+'/.exec(source.slice(at, at + 12))
      if (!end) {
        fail(at, 'unfinished character constant')
        return program
      }
      at += end[0].length
      tokens.push({ kind: 'symbol', text: 'char', at })
    } else if (/[A-Za-z_]/.test(character)) {
      const name = /^\w+/.exec(source.slice(at, at + 256))![0]
      tokens.push({ kind: 'name', text: name, at })
      at += name.length
    } else {
      if (character in closing) open.push({ bracket: character, at })
      if (character === ')' || character === ']' || character === '}') {
        const opened = open.pop()
        if (!opened || closing[opened.bracket] !== character) {
          fail(at, opened ? `expected '${closing[opened.bracket]}'` : 'expression expected')
          return program
        }
      }
      if (!/\s/.test(character)) tokens.push({ kind: 'symbol', text: character, at })
      at++
    }
  }
  const unclosed = open.pop()
  if (unclosed) fail(source.length, `expected '${closing[unclosed.bracket]}'`)
  const astray = loneOperator(tokens)
  if (astray) fail(astray.at, 'expression expected')
  readCalls(tokens, program)
  return program
}

/** Operators that always stand between two operands, or before an assignment: `x /= 2`. */
const between = new Set(['/', '*', '%'])

/** An operator without anything before it or behind it. The brackets of attributes, `</ key = value />`, are none. */
function loneOperator(tokens: readonly Token[]): Token | undefined {
  return tokens.find(({ kind, text }, index) => {
    if (kind !== 'symbol' || !between.has(text)) return false
    const [before, after] = [tokens[index - 1], tokens[index + 1]]
    if (text === '/' && (isSymbol(before, '<') || isSymbol(after, '>'))) return false
    return !before || isSymbol(before, '([{;,=/*%') || !after || isSymbol(after, ')]};,/*%')
  })
}

const isSymbol = (token: Token | undefined, texts: string) =>
  token?.kind === 'symbol' && token.text.length === 1 && texts.includes(token.text)

function readCalls(tokens: Token[], program: Program): void {
  tokens.forEach((token, index) => {
    if (token.kind !== 'name' || token.text !== 'server' || tokens[index - 1]?.text === '.') return
    const [dot, name, bracket, argument, end] = tokens.slice(index + 1, index + 6)
    if (dot?.text !== '.' || bracket?.text !== '(') return
    if (name?.text === 'onshutdown') program.handlesShutdown = true
    if (name?.text !== 'log' && name?.text !== 'error') return
    if (argument?.kind === 'string' && end?.text === ')') {
      program.logs.push({ error: name.text === 'error', text: argument.text })
    }
  })
}
