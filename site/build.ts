/**
 * The documentation site in dist/site: `npm run site`, which makes the references before. VitePress renders what is
 * gathered in site/.pages: docs/, the reference of the package, the changelog, the examples and the site's own pages.
 *
 * SITE_BASE names the path at which the site is served, `/` unless told otherwise.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { buildLivePage } from './live/build.ts'
import { programPage, relink, withoutTestMarks, withPlayground } from './markdown.ts'
import { pagesElsewhere } from './pages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const gathered = join(root, 'site/.pages')
const site = join(root, 'dist/site')

const markdownIn = async (folder: string) =>
  (await readdir(join(root, folder), { recursive: true })).filter((name) => name.endsWith('.md'))

/** Each file of the repository that becomes a page, or a picture on one. */
async function sources(): Promise<Map<string, string>> {
  const docs = (await readdir(join(root, 'docs'))).filter((name) => /\.(md|png|svg)$/.test(name))
  const programs = (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.ts'))
  const reference = await markdownIn('dist/api')
  return new Map([
    ...docs.map((name) => [`docs/${name}`, name] as const),
    ...programs.map((name) => [`examples/${name}`, `examples/${name.replace(/\.ts$/, '.md')}`] as const),
    ...reference.map((name) => [`dist/api/${name}`, `api/${name}`] as const),
    ...Object.entries(pagesElsewhere),
    ['examples/dashboard', 'live.md'],
  ])
}

async function gather(pages: ReadonlyMap<string, string>): Promise<void> {
  await rm(gathered, { recursive: true, force: true })
  await cp(join(root, 'site/pages'), gathered, { recursive: true })
  for (const [file, page] of pages) {
    const target = join(gathered, page)
    // The site has a first page and a live page of its own.
    if (file === 'README.md' || file === 'examples/dashboard') continue
    await mkdir(dirname(target), { recursive: true })
    if (!/\.(md|ts)$/.test(file)) await cp(join(root, file), target)
    else {
      const text = await readFile(join(root, file), 'utf8')
      const markdown = file.endsWith('.ts') ? programPage(page.replace(/.*\/|\.md$/g, ''), text) : text
      await writeFile(target, withoutTestMarks(withPlayground(relink(markdown, file, pages))))
    }
  }
}

/** What is no page: the description with its reference, and, for programs that read, the list of the pages in Markdown. */
async function addFiles(pages: ReadonlyMap<string, string>): Promise<void> {
  await cp(join(root, 'dist/openapi'), join(site, 'openapi'), { recursive: true })
  await cp(join(root, 'docs/llms.txt'), join(site, 'llms.txt'))
  await cp(join(root, 'docs/dashboard.png'), join(site, 'dashboard.png'))
  for (const [file, page] of pages) if (/^docs\/.*\.md$/.test(file)) await cp(join(gathered, page), join(site, page))
}

const pages = await sources()
await gather(pages)
await build(join(root, 'site'))
await addFiles(pages)
await buildLivePage(join(site, 'live'))
