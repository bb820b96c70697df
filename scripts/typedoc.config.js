import { OptionDefaults } from 'typedoc'

/** The API reference, made of the docstrings. */
export default {
  entryPoints: [
    '../src/index.ts',
    '../src/conformance/index.ts',
    '../src/emulator/index.ts',
    '../src/emulator/node.ts',
    '../src/emulator/msw.ts',
  ],
  tsconfig: '../tsconfig.json',
  out: '../dist/api',
  name: 'impcentral',
  readme: '../README.md',
  projectDocuments: ['../docs/*.md'],
  excludeInternal: true,
  // TypeScript 7 has checked the sources; typedoc reads them with an older one.
  skipErrorChecking: true,
  // openapi-typescript writes it.
  blockTags: [...OptionDefaults.blockTags, '@description', '@constant'],
  validation: { notExported: false, invalidLink: true, notDocumented: false },
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'python', 'go', 'java'],
  treatWarningsAsErrors: true,
}
