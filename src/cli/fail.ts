/** Ends the program with a sentence and an exit code, once everything under way is done. */
export function fail(message: string, exitCode = 1): void {
  console.error(`impcentral: ${message}`)
  process.exitCode = exitCode
}
