import { Converter, OptionDefaults } from 'typedoc'

/** Entries of the package, and what users import. */
const names = {
  index: 'impcentral',
  'compat/index': 'impcentral/compat',
  'conformance/index': 'impcentral/conformance',
  'emulator/index': 'impcentral/emulator',
  'emulator/node': 'impcentral/emulator/node',
  'emulator/msw': 'impcentral/emulator/msw',
}

/** What the description compiles to: thousands of lines, which the reference of the HTTP API says better. */
const ofTheDescription = new Set(['components', 'operations', 'paths'])

/** @param {import('typedoc').Application} app */
function asUsersSeeIt(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const entry of project.children ?? []) {
      const unwanted = entry.children?.filter((child) => ofTheDescription.has(child.name)) ?? []
      for (const child of unwanted) project.removeReflection(child)
      // typedoc names them by their files, the index files by their folders.
      entry.name = names[entry.name] ?? names[`${entry.name}/index`] ?? entry.name
    }
  })
}

/** The API reference, made of the docstrings: Markdown, which the documentation site (site/) shows and searches. */
export default {
  plugin: ['typedoc-plugin-markdown', asUsersSeeIt],
  entryPoints: Object.keys(names).map((name) => `../src/${name}.ts`),
  tsconfig: '../tsconfig.json',
  out: '../dist/api',
  name: 'API of the package',
  readme: 'none',
  excludeInternal: true,
  disableSources: true,
  // TypeScript 7 has checked the sources; typedoc reads them with an older one.
  skipErrorChecking: true,
  // openapi-typescript writes it.
  blockTags: [...OptionDefaults.blockTags, '@description', '@constant'],
  validation: { notExported: false, invalidLink: true, notDocumented: false },
  treatWarningsAsErrors: true,
  logLevel: 'Warn',
  entryFileName: 'index.md',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  sanitizeComments: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
}
