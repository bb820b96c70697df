/** Everything that `src/errors` has, for tests that look at many of its parts. */
export { ArgumentError, ImpCentralError } from '../../src/core/error.ts'
export * from '../../src/errors/classes.ts'
export * from '../../src/errors/from-answer.ts'
export * from '../../src/errors/guards.ts'
export * from '../../src/errors/network.ts'
export * from '../../src/errors/objects.ts'
export * from '../../src/errors/redaction.ts'
