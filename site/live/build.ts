import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { packageAlias } from '../package-alias.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const dashboard = join(here, '../../examples/dashboard')

/** Lets the script of a page wait for another one, which imports it as `dashboard`. */
function startedBy(script: string): Plugin {
  let entry: string | undefined
  return {
    name: 'started-by',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { filename }) => {
        const [tag, source] = /<script type="module" src="(.+?)"><\/script>/.exec(html) ?? []
        if (!tag || !source) throw new Error(`${filename} has no script of type module: expected one to start`)
        entry = join(dirname(filename), source)
        return html.replace(tag, `<script type="module">import ${JSON.stringify(script)}</script>`)
      },
    },
    resolveId: (id) => (id === 'dashboard' ? entry : undefined),
  }
}

/** The dashboard of the examples over a local impCloud in the page: files that need no server but a static one. */
export async function buildLivePage(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: dashboard,
    base: './',
    logLevel: 'warn',
    resolve: { alias: packageAlias },
    plugins: [startedBy(join(here, 'cloud.ts'))],
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2000 },
  })
}
