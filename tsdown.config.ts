import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    emulator: 'src/emulator/index.ts',
    'emulator-msw': 'src/emulator/msw.ts',
    'emulator-node': 'src/emulator/node.ts',
    cli: 'src/emulator/cli.ts',
  },
  format: ['esm'],
  platform: 'neutral',
  target: 'es2023',
  dts: true,
  sourcemap: true,
  fixedExtension: false,
  external: [/^node:/, 'msw'],
})
