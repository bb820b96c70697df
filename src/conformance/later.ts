/** Work that must not hold an answer up: it is done when the turn in which it was found is over. */

let waiting: (() => void)[] = []

const run = () => {
  const works = waiting
  waiting = []
  for (const work of works) {
    try {
      work()
    } catch {}
  }
}

/** Node has something lighter than a timer. */
const { setImmediate: soon = (work: () => void) => setTimeout(work, 0) } = globalThis as {
  setImmediate?: (work: () => void) => unknown
}

/** Once for all the work of a turn. */
export function later(work: () => void): void {
  if (waiting.push(work) === 1) soon(run)
}
