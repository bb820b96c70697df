/** The rows that are drawn: those in view and some around them, however long the table is. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core'

/** Rows drawn above and below those in view: a turn of the wheel must not meet an empty place. */
const overscan = 20

export interface RowWindow {
  /** Index of the first row that is drawn, and of the one behind the last. */
  start: number
  end: number
  /** Pixels that stand for the rows before and behind. */
  before: number
  after: number
}

export interface Rows {
  /** Which of `count` rows are drawn now. */
  window(count: number): RowWindow
  /** Indexes of the rows that can be seen now, without those around them. */
  inView(): [first: number, last: number] | undefined
  /** Looks anew where the rows begin in what is scrolled, and how high they are. Call it after each drawing. */
  measure(body: Element | null): void
  close(): void
}

/** @param onChange - called when other rows are to be drawn, in the frame in which somebody scrolls */
export function createRows(scroller: HTMLElement, onChange: () => void): Rows {
  let rowHeight = 48
  let scrollMargin = 0
  let count = 0
  const options = () => ({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    scrollMargin,
    overscan,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange,
  })
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>(options())
  // These two are how the library's own adapters begin.
  // oxlint-disable no-underscore-dangle
  const unmount = virtualizer._didMount()
  virtualizer._willUpdate()
  // oxlint-enable no-underscore-dangle
  // Another width may make other rows of them.
  const resizes = new ResizeObserver(onChange)
  resizes.observe(scroller)

  return {
    window(rows) {
      if (rows !== count) {
        count = rows
        virtualizer.setOptions(options())
      }
      const drawn = virtualizer.getVirtualItems()
      const [start, end] = drawn.length > 0 ? [drawn[0]!.index, drawn.at(-1)!.index + 1] : [0, 0]
      return { start, end, before: start * rowHeight, after: (count - end) * rowHeight }
    },
    inView() {
      const { range } = virtualizer
      return range ? [range.startIndex, range.endIndex] : undefined
    },
    measure(body) {
      if (!body) return
      const height = Number.parseFloat(getComputedStyle(body).getPropertyValue('--row-height'))
      const top = body.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
      const margin = Math.round(top)
      if (height === rowHeight && margin === scrollMargin) return
      rowHeight = height
      scrollMargin = margin
      virtualizer.setOptions(options())
      virtualizer.measure()
      onChange()
    },
    close() {
      resizes.disconnect()
      unmount()
    },
  }
}
