/**
 * Which pages the site has, and where they stand in its navigation. The groups are those of docs/llms.txt; what is not in
 * docs/ is added here.
 */
export interface Entry {
  text: string
  /** Path of the page in the site, or the address of something that is no page. */
  link: string
  target?: '_self'
  /** Pages below it. */
  items?: Entry[]
  collapsed?: boolean
}

export interface Group {
  text: string
  items: Entry[]
}

/** Sources of pages that are not in docs/, by their place in the repository. */
export const pagesElsewhere: Record<string, string> = {
  'README.md': 'index.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'ARCHITECTURE.md': 'architecture.md',
  'SECURITY.md': 'security.md',
  'examples/README.md': 'examples/index.md',
}

const additions: Record<string, Entry[]> = {
  Start: [
    { text: 'Playground', link: '/playground' },
    { text: 'Live dashboard', link: '/live' },
  ],
  Reference: [
    { text: 'API of the package', link: '/api/' },
    // The reference is a page of its own making, beyond the reach of the site's router.
    { text: 'HTTP API (OpenAPI)', link: '/openapi/reference.html', target: '_self' },
    { text: 'Changelog', link: '/changelog' },
  ],
  Contribute: [
    { text: 'Contributing', link: '/contributing' },
    { text: 'Releasing', link: '/contributing#releasing' },
    { text: 'Architecture', link: '/architecture' },
    { text: 'Security', link: '/security' },
  ],
}

/**
 * The groups of docs/llms.txt, with what is not in docs/.
 *
 * @param programs Names of the examples.
 */
export function navigation(llms: string, programs: string[]): Group[] {
  const examples = programs.map((name) => ({ text: name, link: `/examples/${name}` }))
  const groups = llms.split(/^## /m).slice(1)
  return groups.map((section) => {
    const text = section.slice(0, section.indexOf('\n'))
    const items = [...section.matchAll(/^- \[(.+?)\]\(([\w-]+)\.md(#[\w-]+)?\)/gm)]
    return {
      text,
      items: [
        ...items.map(([, text, page, heading = '']) => ({ text: text!, link: `/${page}${heading}` })),
        ...(additions[text] ?? []),
        ...(text === 'Use' ? [{ text: 'Examples', link: '/examples/', collapsed: true, items: examples }] : []),
      ],
    }
  })
}
