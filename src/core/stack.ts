/**
 * The line of the caller in the stack of an error. Where many calls wait for one thing, or one call for something that began before it, the
 * stack of the error tells of that beginning only.
 */

import { isMarked } from './error.ts'

/** The lines of a stack that name places; each runtime has a form of its own. */
const placesOf = ({ stack = '' }: Error) => stack.split('\n').filter((line) => /^\s+at |@.*:\d/.test(line))

/** Adds to the stack of an error of the SDK the places that the trace has, and it has not. */
export function withCaller<T>(error: T, trace: Error): T {
  if (error instanceof Error && isMarked(error, 'ImpCentralError')) {
    const known = new Set(placesOf(error))
    const places = placesOf(trace).filter((place) => !known.has(place))
    if (places.length > 0) error.stack = [error.stack, ...places].join('\n')
  }
  return error
}

/** The same function with the caller's line in the stack of what it rejects with. */
export const traced =
  <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
  async (...args: Args): Promise<Result> => {
    try {
      return await work(...args)
    } catch (error) {
      throw withCaller(error, new Error())
    }
  }
