import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

// The programs themselves are run by `npm run test:languages`.

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = await read('docs/other-languages.md')
const programs = {
  python: ['python-openapi-generator/drive.py', 'python-openapi-python-client/drive.py'],
  go: ['go-openapi-generator/main.go'],
  java: ['java-openapi-generator/Drive.java'],
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
