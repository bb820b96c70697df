/** Loaded before a program of the repository: the package's name leads to its sources, so that nothing need be built. */
import { registerHooks } from 'node:module'

const sources: Record<string, string> = {
  impcentral: '../../src/index.ts',
  'impcentral/emulator': '../../src/emulator/index.ts',
  'impcentral/emulator/node': '../../src/emulator/node.ts',
}

registerHooks({
  resolve: (specifier, context, next) =>
    Object.hasOwn(sources, specifier)
      ? { url: new URL(sources[specifier]!, import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})
