/** Answers held against the description: for whoever wants to know when the API differs from it. */
export type { Difference, DifferenceKind } from './difference.ts'
export { observe, type Exchange, type ObserveOptions, type Observer } from './observe.ts'
export type { Recording } from './record.ts'
export type { OperationId } from '../generated/emulator.js'
