/** What the emulator needs of the description: file name below src/generated → content. */
export async function generateEmulator(_document: object): Promise<Record<string, string>> {
  return {}
}
