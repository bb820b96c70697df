import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

// The programs themselves are run by `npm run test:languages`.

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = await read('docs/other-languages.md')
const programs = {
  python: ['python-openapi-generator/drive.py', 'python-openapi-python-client/drive.py'],
  go: ['go-openapi-generator/main.go'],
  java: ['java-openapi-generator/Drive.java'],
  kotlin: ['kotlin-openapi-generator/Drive.kt'],
}

test.each(Object.entries(programs))(
  'what the page shows of %s is in a program that is run',
  async (language, files) => {
    const sources = await Promise.all(files.map((file) => read(`tools/languages/${file}`)))
    const lines = sources.map((source) => source.split('\n').map((line) => line.trim()))
    const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!)
    expect(blocks).toHaveLength(files.length)
    blocks.forEach((block, index) => {
      for (const line of block.trim().split('\n')) expect(lines[index]).toContain(line.trim())
    })
  },
)

test('the page names the versions that are installed', async () => {
  for (const file of ['openapi-generator', 'python-openapi-python-client']) {
    const pins = (await read(`tools/languages/${file}/requirements.txt`)).match(/^openapi-.*$/gm)!
    for (const pin of pins) {
      expect(page).toContain(`pip install ${pin}`)
      expect(page).toContain(pin.replace('-cli==', ' ').replace('==', ' '))
    }
  }
})

test('the page names the versions of the other generators too', async () => {
  const versions = {
    ogen: await read('tools/languages/go-ogen/generator.txt'),
    'oapi-codegen': await read('tools/languages/go-oapi-codegen/generator.txt'),
    '@hey-api/openapi-ts': await read('tools/languages/typescript-hey-api/package.json'),
  }
  for (const [name, text] of Object.entries(versions)) {
    const version = /@v([\d.]+)|openapi-ts": "([\d.]+)"/.exec(text)!
    expect(page).toContain(`${name} ${version[1] ?? version[2]}`)
  }
})

test('the page about assistants shows what its server does', async () => {
  const block = /^```python\n(.*?)^```/ms.exec(await read('docs/mcp.md'))![1]!
  expect(await read('tools/languages/mcp-fastmcp/server.py')).toContain(block.trim())
})

test('llms.txt leads to every page', async () => {
  const links = (await read('docs/llms.txt')).match(/\(([\w-]+\.md)\)/g)!.map((link) => link.slice(1, -1))
  const pages = (await readdir(new URL('../../docs/', import.meta.url))).filter((name) => name.endsWith('.md'))
  expect(links.toSorted()).toEqual(pages.toSorted())
})
