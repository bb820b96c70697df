import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineConfig, type UserConfig } from 'tsdown'
import { packageOf, thirdPartyNotices } from './scripts/third-party-notices.ts'

const entries = {
  index: 'src/index.ts',
  emulator: 'src/emulator/index.ts',
  'emulator-msw': 'src/emulator/msw.ts',
  'emulator-node': 'src/emulator/node.ts',
  'emulator-preload': 'src/emulator/preload.ts',
  conformance: 'src/conformance/index.ts',
  cli: 'src/cli/index.ts',
}

const config = {
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
  outputOptions: {
    // The docstrings are in the declarations. Node keeps the text of a module in memory as long as it runs.
    comments: { annotation: true, jsdoc: false, legal: true },
    // Each file more costs an import its time: what the entries share, and log streams with them, is one.
    codeSplitting: {
      groups: [{ name: 'shared', test: /src\/(core|errors)\/[\w-]+\.ts$/ }],
    },
  },
  plugins: [
    {
      name: 'command-imports-the-client',
      // As users do: sharing its code with the command would cut `impcentral` into more files.
      resolveId: (source: string, importer?: string) =>
        /^(\.\.\/)+index\.ts$/.test(source) && /\/src\/(cli|conformance\/check)\//.test(importer ?? '')
          ? { id: './index.js', external: true }
          : undefined,
    },
    {
      name: 'no-declaration-maps',
      // The declarations name maps that nobody writes: their sources are not published.
      generateBundle(_, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && file.fileName.endsWith('.d.ts'))
            file.code = file.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
      },
    },
    {
      name: 'third-party-notices',
      async writeBundle({ dir }, bundle) {
        const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
        const packages = modules.map(packageOf).filter((name) => name !== undefined)
        await writeFile(join(dir!, 'THIRD-PARTY-NOTICES'), await thirdPartyNotices(packages))
      },
    },
  ],
  deps: { neverBundle: [/^node:/, 'msw'] },
} satisfies UserConfig

/** A build of its own: sharing the client's code with this entry would cut `impcentral` into more files. It imports the client as users do. */
const compat: UserConfig = {
  ...config,
  entry: { compat: 'src/compat/index.ts' },
  clean: false,
  plugins: [
    {
      name: 'client-is-external',
      resolveId: (source, importer) =>
        /^\.\.\/index\.ts$|^\.\/schema\.ts$/.test(source) && importer
          ? { id: './index.js', external: true }
          : undefined,
    },
    // Not the notices: they stand in the other build, whose code this one imports.
    config.plugins[1],
  ],
}

export default defineConfig([config, compat])
