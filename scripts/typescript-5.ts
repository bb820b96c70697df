/** dependency-cruiser reads TypeScript by the JavaScript API of its compiler, which the TypeScript of the root, 7, does not have. */
import { registerHooks } from 'node:module'

const [compiler, version] = ['typescript', 'typescript/package.json'].map((name) => import.meta.resolve(name))

registerHooks({
  // Whoever asks for the compiler gets that of this workspace.
  resolve(specifier, context, nextResolve) {
    if (specifier === 'typescript') return { url: compiler!, format: 'commonjs', shortCircuit: true }
    if (specifier === 'typescript/package.json') return { url: version!, format: 'json', shortCircuit: true }
    return nextResolve(specifier, context)
  },
})
