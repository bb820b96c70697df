/** webpack and Rollup, which bundle the page of the suite. They are installed beside the runtimes. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What is called of packages that are not there when the project is type-checked. */
interface Webpack {
  (
    options: object,
    done: (failure: Error | null, stats?: { hasErrors(): boolean; toString(kind: string): string }) => void,
  ): unknown
}
interface Rollup {
  rollup: (options: object) => Promise<{ write: (options: object) => Promise<unknown>; close: () => Promise<void> }>
}
interface NodeResolve {
  nodeResolve: (options: object) => object
}
const load = async <T>(name: string) => (await import(name)) as T

/** Bundles `page.js` of a folder into another folder, by what the bundler does unless told otherwise. */
export const bundlers: Record<string, (folder: string, out: string) => Promise<void>> = {
  async webpack(folder, out) {
    const { default: webpack } = await load<{ default: Webpack }>('webpack')
    const options = {
      mode: 'production',
      context: folder,
      entry: './page.js',
      output: { path: out, filename: 'page.js' },
    }
    await new Promise<void>((resolve, reject) => {
      webpack(options, (failure, stats) => {
        if (failure) reject(failure)
        else if (stats!.hasErrors()) reject(new Error(stats!.toString('errors-only')))
        else resolve()
      })
    })
  },

  async rollup(folder, out) {
    const { rollup } = await load<Rollup>('rollup')
    const { nodeResolve } = await load<NodeResolve>('@rollup/plugin-node-resolve')
    const bundle = await rollup({ input: join(folder, 'page.js'), plugins: [nodeResolve({ browser: true })] })
    await bundle.write({ dir: out, format: 'es' })
    await bundle.close()
  },
}

/** Bundles the page, looks at the files, and writes a page beside them that loads them. Returns its name. */
export async function bundledPage(name: string, folder: string): Promise<string> {
  const out = join(folder, name)
  await bundlers[name]!(folder, out)
  const files = await readdir(out)
  if (files.length < 2) throw new Error(`${name} put the log streams into the first download: ${files.join(', ')}`)
  if ((await readFile(join(out, 'page.js'), 'utf8')).includes('text/event-stream'))
    throw new Error(`${name} put the code of log streams into the first download`)
  const page = `${name}.html`
  await writeFile(join(folder, page), `<!doctype html>\n<script type="module" src="./${name}/page.js"></script>\n`)
  return page
}
