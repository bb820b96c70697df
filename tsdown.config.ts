import { existsSync } from 'node:fs'
import { defineConfig } from 'tsdown'

const entries = {
  index: 'src/index.ts',
  emulator: 'src/emulator/index.ts',
  'emulator-msw': 'src/emulator/msw.ts',
  'emulator-node': 'src/emulator/node.ts',
  cli: 'src/emulator/cli.ts',
}

export default defineConfig({
  entry: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
  // Not the description, which is in the same folder.
  clean: ['dist/*.*'],
  format: ['esm'],
  platform: 'neutral',
  target: 'es2023',
  // Its `isolatedDeclarations` lets the declarations be made without a type checker.
  tsconfig: 'tsconfig.base.json',
  dts: true,
  sourcemap: true,
  // How long the plugins took is a matter of the machine.
  inputOptions: { checks: { pluginTimings: false } },
  fixedExtension: false,
  deps: { neverBundle: [/^node:/, 'msw'] },
})
