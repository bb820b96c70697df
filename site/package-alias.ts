import { fileURLToPath } from 'node:url'

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** What runs in a page of the site imports the package by its name, and gets the sources. */
export const packageAlias: { find: RegExp; replacement: string }[] = [
  { find: /^impcentral$/, replacement: source('index.ts') },
  { find: /^impcentral\/emulator$/, replacement: source('emulator/index.ts') },
]
