/** What an editor shows over a method: the language service is asked as an editor asks it. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as TypeScript from 'typescript-6'
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../src/generated/operations.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// TypeScript 7 has no language service in JavaScript yet.
const ts = createRequire(join(root, 'scripts/package.json'))('typescript-6') as typeof TypeScript
const file = join(root, 'test/types/methods.ts')

/** Over the last letter of this text, or of a part of it. */
let quickInfo: (text: string, part?: string) => { signature: string; documentation: string; tags: string }

beforeAll(() => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  })
  const source = ts.sys.readFile(file)!
  quickInfo = (text, part = text) => {
    const at = source.indexOf(text) + text.indexOf(part) + part.length - 1
    const info = service.getQuickInfoAtPosition(file, at)!
    return {
      signature: ts.displayPartsToString(info.displayParts),
      documentation: ts.displayPartsToString(info.documentation),
      tags: (info.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`).join('\n'),
    }
  }
}, 30_000)

describe('an editor', () => {
  it('shows what each method does, its endpoint and its errors', () => {
    for (const [namespace, methods] of Object.entries(operations)) {
      for (const [method, { verb, path }] of Object.entries(methods)) {
        const { documentation, tags } = quickInfo(`imp.${namespace}.${method}`)
        expect(documentation, `${namespace}.${method}`).toContain(`${verb} ${path}`)
        expect(documentation.length, `${namespace}.${method}`).toBeGreaterThan(60)
        expect(tags, `${namespace}.${method}`).toContain('@throws AuthenticationError on 401')
        // What the client has done already, or does by itself, is no advice to its caller.
        expect(tags, `${namespace}.${method}`).not.toMatch(/expired|Repeat the call|on 415/)
      }
    }
  })

  it('shows short signatures with names from the API', () => {
    expect(quickInfo('imp.devices.get').signature).toBe(
      '(method) Devices.get(device: string, options?: RequestOptions): Promise<Device>',
    )
    expect(quickInfo('const fleet').signature).toBe('const fleet: Device[]')
    expect(quickInfo('const fleetPage').signature).toBe('const fleetPage: Page<Device>')
    expect(quickInfo('imp.products.list').signature).toContain('ListOptions<ProductsListFilter>')
  })

  it('says each thing once, and nothing about how the types were made', async () => {
    const types = await readFile(join(root, 'src/generated/schema.ts'), 'utf8')
    expect(types).not.toContain('enum property replaced')
    expect(types).not.toMatch(/(@example .*)\n\s*\* \1\n/)
    const { documentation, tags } = quickInfo("type: 'development_devicegroup',", 'type')
    expect(documentation).toContain('The type, by which the other parts go.')
    expect(tags).not.toContain('enum')
  })

  it('shows what the parts of auth are', () => {
    expect(quickInfo("auth: { id: 'me', password", 'password').documentation).toContain('The password of the account')
    expect(quickInfo("auth: { loginKey: 'k', otp", 'otp').documentation).toContain('one-time password')
  })

  it('shows what data of a method holds', () => {
    expect(quickInfo('imp.products.create').signature).toContain('data: ProductCreateData')
    expect(quickInfo('imp.deviceGroups.create').signature).toContain(
      'create<"development_devicegroup">(data: DevelopmentDeviceGroupCreateData & {',
    )
    expect(quickInfo('imp.deviceGroups.create').signature).toContain('Promise<DevelopmentDeviceGroup>')
    expect(quickInfo("imp.client.GET('/devices/{device}'", 'GET').signature).toContain('"/devices/{device}"')
  })
})
