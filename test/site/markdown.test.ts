import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { programPage, relink, withoutTestMarks, withPlayground } from '../../site/markdown.ts'
import { navigation } from '../../site/pages.ts'

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('relink', () => {
  const pages = new Map([
    ['docs/lists.md', 'lists.md'],
    ['docs/errors.md', 'errors.md'],
    ['docs/picture.png', 'picture.png'],
    ['examples/README.md', 'examples/index.md'],
    ['examples/factory.ts', 'examples/factory.md'],
    ['CONTRIBUTING.md', 'contributing.md'],
  ])

  it.each([
    ['to another page', 'docs/lists.md', '[Errors](errors.md)', '[Errors](./errors.md)'],
    ['to a heading', 'docs/lists.md', '[it](errors.md#a-name)', '[it](./errors.md#a-name)'],
    ['on the same page', 'docs/lists.md', '[it](#pages)', '[it](#pages)'],
    ['to a picture', 'docs/lists.md', '![A table](picture.png)', '![A table](./picture.png)'],
    ['out of docs', 'docs/lists.md', '[all](../examples/README.md)', '[all](./examples/index.md)'],
    ['into docs', 'CONTRIBUTING.md', '[Lists](docs/lists.md)', '[Lists](./lists.md)'],
    ['to a program', 'examples/README.md', '[factory.ts](factory.ts)', '[factory.ts](./factory.md)'],
    ['up from a folder', 'examples/factory.ts', '[Lists](../docs/lists.md)', '[Lists](../lists.md)'],
    ['to what has no page', 'docs/lists.md', 'see [`a.py`](../tools/a.py).', 'see `a.py`.'],
    [
      'in a block of code, which is none',
      'docs/lists.md',
      '```ts\ncall[name](errors.md)\n```',
      '```ts\ncall[name](errors.md)\n```',
    ],
    ['to elsewhere', 'docs/lists.md', '[MSW](https://mswjs.io)', '[MSW](https://mswjs.io)'],
  ])('a link %s', (_, from, text, expected) => {
    expect(relink(text, from, pages)).toBe(expected)
  })
})

it('what the tests are told of a block of code is not shown', () => {
  expect(withoutTestMarks('a\n```ts endless prints Tick: 1\nb\n```\n```sh\n')).toBe('a\n```ts\nb\n```\n```sh\n')
})

it('a recipe of the playground has a link that leads there', () => {
  const page = '# Recipes\n\n## One, two\n\n```ts playground prints 1\none()\n```\n\n## Three\n\n```ts\nthree()\n```\n'
  expect(withoutTestMarks(withPlayground(page))).toBe(
    page
      .replace(' playground prints 1', '')
      .replace('one()\n```\n', (block) => `${block}\n[Run it in the playground](./playground.html?recipe=one-two)\n`),
  )
})

it('a program becomes a page', () => {
  expect(programPage('factory', 'start()\n')).toBe('---\naside: false\n---\n\n# factory\n\n```ts\nstart()\n```\n')
})

it('the navigation has five groups, and in them every page of docs/', async () => {
  const groups = navigation(await read('docs/llms.txt'), ['factory'])
  expect(groups.map(({ text }) => text)).toEqual(['Start', 'Use', 'Test', 'Reference', 'Contribute'])
  const links = groups.flatMap(({ items }) => items.map(({ link }) => link))
  const docs = (await readdir(new URL('../../docs/', import.meta.url))).filter((name) => name.endsWith('.md'))
  for (const name of docs) expect(links).toContain(`/${name.replace(/\.md$/, '')}`)
  expect(new Set(links).size).toBe(links.length)
})
