/** What a program in the worker is told by the page, and what it tells. */
export interface Run {
  code: string
}

export interface Output {
  type: 'output'
  level: 'log' | 'error'
  text: string
}

/** A call that was answered, or to which no answer came. */
export interface Call {
  type: 'call'
  method: string
  /** Below the base URL, with the query. */
  path: string
  /** `undefined` where no answer came. */
  status: number | undefined
  milliseconds: number
}

/** The program has come to its end, or has failed. */
export interface End {
  type: 'end'
  failed: boolean
}

export type Message = Output | Call | End
