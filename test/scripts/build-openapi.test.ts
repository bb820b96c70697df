import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { errorCodes } from '../../scripts/generate-emulator.ts'
import { bundle, redocly } from '../../scripts/generate.ts'
import { toOpenApi30 } from '../../scripts/openapi-30.ts'
import { publishedFiles } from '../../scripts/published-files.ts'
import { launchOptions, withChromium } from '../support/chromium.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const names = [...publishedFiles.map(({ name }) => name), 'reference.html']

let folder: string
const first: Record<string, string> = {}

async function build(out: string): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build-openapi.ts'), '--out', out], { cwd: root })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
  await build(join(folder, 'first'))
  for (const name of names) first[name] = await readFile(join(folder, 'first', name), 'utf8')
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

test('the list names every file that is made, and the package exports each but the page', async () => {
  expect((await readdir(join(folder, 'first'))).toSorted()).toEqual(names.toSorted())
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string>
  }
  const exported = Object.entries(exports).filter(([, file]) => file.startsWith('./dist/openapi/'))
  expect(exported).toEqual(publishedFiles.map(({ name }) => [`./${name}`, `./dist/openapi/${name}`]))
})

test('a second build gives the same bytes', async () => {
  await build(join(folder, 'second'))
  for (const name of names)
    expect((await readFile(join(folder, 'second', name), 'utf8')) === first[name], name).toBe(true)
}, 60_000)

test('YAML and JSON are the same description, in OpenAPI 3.1', () => {
  const document = JSON.parse(first['openapi.json']!) as object
  expect(parse(first['openapi.yaml']!)).toEqual(document)
  expect(document).toMatchObject({ openapi: expect.stringMatching(/^3\.1\.\d$/), webhooks: expect.anything() })
})

test('the 3.0 version has the same operations and schemas, and no word of 3.1', () => {
  const document = JSON.parse(first['openapi.json']!) as { paths: object; components: { schemas: object } }
  const old = JSON.parse(first['openapi-3.0.json']!) as typeof document
  expect(old).toMatchObject({
    openapi: '3.0.3',
    info: { license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' } },
  })
  const operations = ({ paths }: typeof document) =>
    Object.entries(paths).map(([path, item]) => [path, Object.keys(item as object)])
  expect(operations(old)).toEqual(operations(document))
  expect(Object.keys(old.components.schemas)).toEqual(Object.keys(document.components.schemas))
  expect(old).not.toHaveProperty('webhooks')
  expect(first['openapi-3.0.json']).not.toMatch(/"(const|propertyNames|readOnly)":|"type": (\[|"null")/)
})

test('every operation has samples in three languages, and the introduction the list of error codes', async () => {
  const { paths, info } = JSON.parse(first['openapi.json']!) as {
    paths: Record<string, Record<string, { operationId?: string; 'x-codeSamples'?: { lang: string }[] }>>
    info: { description: string }
  }
  const operations = Object.values(paths).flatMap((item) =>
    Object.values(item).filter(({ operationId }) => operationId),
  )
  expect(operations).toHaveLength(47)
  for (const { operationId, 'x-codeSamples': samples } of operations) {
    expect(
      samples?.map(({ lang }) => lang),
      operationId,
    ).toEqual(['Shell', 'TypeScript', 'Python'])
  }
  const codes = errorCodes(await bundle(join(root, 'openapi/openapi.yaml')))
  const rows = info.description.match(/^\| \**[A-Z]{2}\d{3}\** \|/gm)!
  expect(rows.map((row) => row.replaceAll(/[^A-Z\d]/g, ''))).toEqual(Object.keys(codes))
  expect(first['openapi-3.0.json']).not.toContain('x-codeSamples')
})

test('the variant for assistants has plain names with the real ones beside them, and no union of device groups', () => {
  const variant = JSON.parse(first['openapi-mcp.json']!) as {
    paths: Record<string, Record<string, { operationId?: string }>>
    components: {
      parameters: Record<string, Record<string, unknown>>
      schemas: Record<string, { properties?: Record<string, Record<string, unknown>> }>
    }
  }
  for (const { name, in: where } of Object.values(variant.components.parameters)) {
    if (where === 'query') expect(name).toMatch(/^\w+$/)
  }
  expect(variant.components.parameters['FilterDeviceGroupOwnerId']).toMatchObject({
    name: 'filter_devicegroup_owner_id',
    'x-impcentral-name': 'filter[devicegroup.owner.id]',
  })
  expect(first['openapi-mcp.json']).not.toContain('discriminator')
  const create = variant.components.schemas['DeviceGroupCreate']!
  expect(create.properties!['type']!['enum']).toHaveLength(7)
  const ids = Object.values(variant.paths).flatMap((item) =>
    Object.values(item).flatMap(({ operationId }) => operationId ?? []),
  )
  expect(ids).toHaveLength(34)
  expect(ids).not.toContain('login')
})

test('the 3.0 version has the webhooks as callbacks of the operation that sets them up, and no empty tag', () => {
  const { webhooks } = JSON.parse(first['openapi.json']!) as {
    webhooks: Record<string, { post: { operationId: string } }>
  }
  const old = JSON.parse(first['openapi-3.0.json']!) as {
    paths: Record<string, Record<string, { tags?: string[]; callbacks?: object }>>
    tags: { name: string }[]
  }
  expect(old.paths['/webhooks']!['post']!.callbacks).toMatchObject(
    Object.fromEntries(
      Object.entries(webhooks).map(([event, { post }]) => [
        event,
        { '{$request.body#/data/attributes/url}': { post: { operationId: post.operationId, tags: ['Webhooks'] } } },
      ]),
    ),
  )
  const used = Object.values(old.paths).flatMap((item) => Object.values(item).flatMap(({ tags }) => tags ?? []))
  expect(old.tags.map(({ name }) => name)).toEqual([...new Set(used)])
})

test.runIf(withChromium)(
  'the reference page shows everything and loads nothing from elsewhere',
  async () => {
    const browser = await chromium.launch(launchOptions)
    try {
      const page = await browser.newPage()
      const trouble: string[] = []
      page.on('request', (request) => {
        if (/^(https?|ws|wss):/.test(request.url())) trouble.push(request.url())
      })
      page.on('console', (message) => {
        if (message.type() === 'error') trouble.push(message.text())
      })
      const file = pathToFileURL(join(folder, 'first/reference.html')).href
      await page.goto(`${file}#operation/removeDevicesFromDeviceGroup`)
      await page.getByRole('heading', { name: 'Remove devices from a device group' }).waitFor()
      await page.getByAltText('redocly logo').waitFor()
      await page.goto(`${file}#section/Error-codes`)
      await page.getByRole('heading', { name: 'Error codes' }).waitFor()
      await page.getByRole('cell', { name: 'Target Of Another Devicegroup' }).waitFor()
      await page.goto(`${file}#operation/onBlinkup`)
      await page.getByRole('heading', { name: 'Device activated' }).waitFor()
      // The headings of the introduction are sections of the menu.
      const { description } = (JSON.parse(first['openapi.json']!) as { info: { description: string } }).info
      const sections = [...description.matchAll(/^## (.+)$/gm)].map(([, title]) => title!)
      expect(sections.length).toBeGreaterThan(5)
      const menu = await page.locator('a li').allInnerTexts()
      expect(menu.map((text) => text.trim())).toEqual(expect.arrayContaining(sections))
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 })
        await page.goto(`${file}#section/Error-codes`)
        await page.getByRole('heading', { name: 'Error codes' }).waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing beside the page').toBe(width)
      }
      expect(trouble).toEqual([])
    } finally {
      await browser.close()
    }
  },
  120_000,
)

test('the lint finds what is not converted', async () => {
  const document = await bundle(join(root, 'openapi/openapi.yaml'))
  const schemas = {
    union: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    three: { type: ['string', 'integer', 'null'] },
    constant: { const: false },
    tuple: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'string' } },
  }
  Object.assign(document.components.schemas['PageLinks']!.properties!, schemas)
  const file = join(folder, 'defects.json')
  await writeFile(file, JSON.stringify(toOpenApi30(document)))
  const report = await redocly('lint', file).then(String, String)
  for (const name of Object.keys(schemas)) {
    expect(report.includes(`#/components/schemas/PageLinks/properties/${name}/`), name).toBe(true)
  }
}, 30_000)

test('converts what the library leaves: a summary, a license, a reference with siblings', async () => {
  const converted = toOpenApi30({
    openapi: '3.1.1',
    info: { title: 'T', version: '1', summary: 'S', license: { name: 'MIT', identifier: 'MIT' } },
    paths: {},
    components: {
      schemas: {
        A: { type: 'object', properties: { b: { $ref: '#/components/schemas/B', description: 'D' } } },
        B: {},
      },
    },
  })
  expect(JSON.parse(JSON.stringify(converted))).toEqual({
    openapi: '3.0.3',
    info: { title: 'T', version: '1', license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' } },
    paths: {},
    components: {
      schemas: {
        A: {
          type: 'object',
          properties: { b: { allOf: [{ $ref: '#/components/schemas/B' }], description: 'D' } },
        },
        B: {},
      },
    },
  })
})
