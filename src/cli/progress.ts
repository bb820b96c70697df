/** A line on stderr that says how far the check is: a bar on a terminal, a line for each step elsewhere. */

const width = 24

export function createProgress(out: NodeJS.WriteStream): (step: string, done: number, of: number) => void {
  return (step, done, of) => {
    if (!out.isTTY) {
      out.write(`${done}/${of} ${step}\n`)
      return
    }
    const filled = Math.round((done / of) * width)
    const line = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${of} ${step}`
    // Erases what the line said before.
    out.write(`\r\u001B[2K${line.slice(0, out.columns - 1)}${done === of ? '\n' : ''}`)
  }
}
