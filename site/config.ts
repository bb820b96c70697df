import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type DefaultTheme } from 'vitepress'
import { packageAlias } from './package-alias.ts'
import { navigation } from './pages.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const programs = readdirSync(path('../examples')).filter((name) => name.endsWith('.ts'))
const groups = navigation(
  readFileSync(path('../docs/llms.txt'), 'utf8'),
  programs.map((name) => name.replace(/\.ts$/, '')),
)

const kindOfPage = /^(.+)\/(classes|enumerations|functions|interfaces|type-aliases|variables)\/(\w+)\.md$/

/** The pages of the reference: a group for each entry of the package, and in it one for each kind of thing. */
function referenceSidebar(folder: string): DefaultTheme.SidebarItem[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  const entries = new Map<string, Map<string, DefaultTheme.SidebarItem[]>>()
  for (const file of files.toSorted()) {
    const [, entry, kind, name] = kindOfPage.exec(file) ?? []
    if (!entry || !kind) continue
    const kinds = entries.get(entry) ?? new Map<string, DefaultTheme.SidebarItem[]>()
    entries.set(entry, kinds.set(kind, [...(kinds.get(kind) ?? []), { text: name!, link: `/api/${file}` }]))
  }
  return [...entries].map(([entry, kinds]) => ({
    text: entry,
    link: `/api/${entry}/`,
    items: [...kinds].map(([kind, items]) => ({
      text: `${kind[0]!.toUpperCase()}${kind.slice(1).replace('-', ' ')}`,
      collapsed: true,
      items,
    })),
  }))
}

export default defineConfig({
  title: 'impcentral',
  description: 'TypeScript SDK for the Electric Imp impCentral API',
  lang: 'en',
  base: process.env['SITE_BASE'] ?? '/',
  srcDir: '.pages',
  outDir: '../dist/site',
  head: [['link', { rel: 'icon', href: `${process.env['SITE_BASE'] ?? '/'}icon.svg` }]],
  // Files beside the pages, of which the site's router knows nothing. The test follows these links.
  ignoreDeadLinks: [/^\/(openapi|live)\//],
  vite: {
    publicDir: path('./public'),
    build: { chunkSizeWarningLimit: 4000 },
    resolve: { alias: packageAlias },
    worker: { format: 'es' },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: groups.map(({ text, items }) => ({
      text,
      items: items.map(({ text, link, target }) => ({ text, link, target })),
    })),
    sidebar: {
      '/': groups,
      '/api/': referenceSidebar(path('./.pages/api')),
    },
  },
})
