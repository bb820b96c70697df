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

/** One timer for all the work of a turn. */
export function later(work: () => void): void {
  if (waiting.push(work) === 1) setTimeout(run, 0)
}
