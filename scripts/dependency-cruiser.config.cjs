/** What may import what in `src/`. Run by `npm run check:structure`. */

const rooms = {
  core: '^src/core/',
  errors: '^src/errors/',
  extensions: '^src/extensions/',
  resources: '^src/resources/',
  generated: '^src/generated/',
}
/** Each with entry points of its own: not one byte of them in the bundle of who imports the client alone. */
const apart = '^src/(emulator|conformance|compat|cli)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-stands-on-nothing',
      severity: 'error',
      from: { path: rooms.core },
      to: { path: '^src/', pathNot: rooms.core },
    },
    {
      name: 'errors-stand-on-core',
      severity: 'error',
      from: { path: rooms.errors },
      to: { path: '^src/', pathNot: [rooms.core, rooms.errors] },
    },
    {
      name: 'extensions-stand-on-errors-and-core',
      severity: 'error',
      from: { path: rooms.extensions },
      to: {
        path: '^src/',
        pathNot: [rooms.core, rooms.errors, rooms.extensions, '^src/generated/(methods|schema)\\.ts$'],
      },
    },
    {
      name: 'resources-do-not-know-the-client',
      severity: 'error',
      from: { path: rooms.resources },
      to: { path: ['^src/client\\.ts$', '^src/index\\.ts$', apart] },
    },
    {
      name: 'generated-imports-types-only',
      severity: 'error',
      from: { path: '^src/generated/(methods|operations|schema)\\.ts$' },
      to: { path: '^src/', pathNot: [rooms.generated, '^src/resources/types\\.ts$'] },
    },
    {
      name: 'one-file-knows-openapi-fetch',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/resources/wire\\.ts$', apart] },
      to: { path: 'openapi-fetch' },
    },
    {
      name: 'apart',
      severity: 'error',
      // The types of the emulator's own tables.
      from: { path: '^src/', pathNot: [apart, '^src/generated/(emulator|compat|conformance|validation)\\.'] },
      to: { path: apart },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/generated/.*\\.js$' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.d.ts'] },
  },
}
