import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { run, startCloud } from './support.ts'

const folder = new URL('../../examples/', import.meta.url)
const programs = ['fleet-report.ts', 'factory.ts', 'deploy-and-watch.ts', 'log-archiver.ts', 'webhook-receiver.ts']
const argumentsOf: Record<string, string[]> = {
  'fleet-report.ts': [],
  'factory.ts': ['--product', 'Fridge'],
  'deploy-and-watch.ts': ['--group', 'Bench', '--device', '/dev/null'],
  'log-archiver.ts': ['--group', 'Bench', '--out', '/dev/null'],
}

describe('every example', () => {
  it('stands in the list of examples/README.md', async () => {
    const list = await readFile(new URL('README.md', folder), 'utf8')
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'support.ts')
    expect(names.filter((name) => !list.includes(`](${name})`))).toEqual([])
  })

  it.each(programs)('%s tells how it is used', async (name) => {
    const { code, output } = await run(name, ['--help'])
    expect(output).toMatch(`Usage: npx node examples/${name}`)
    expect(code).toBe(0)
  })

  it.each(programs)('%s refuses an option that it does not have', async (name) => {
    const { code, errors } = await run(name, ['--nonsense'])
    expect(errors).toContain(`Unknown option '--nonsense'`)
    expect(errors).toContain('Usage:')
    expect(code).toBe(2)
  })

  it.each(Object.keys(argumentsOf))('%s asks for credentials', async (name) => {
    const { code, errors } = await run(name, argumentsOf[name])
    expect(errors).toContain('Set IMPCENTRAL_LOGIN_KEY')
    expect(code).toBe(2)
  })

  it.each(programs)('%s wants the whole of an account', async (name) => {
    const { code, errors } = await run(name, argumentsOf[name], { IMPCENTRAL_ID: 'me@example.com' })
    expect(errors).toContain('IMPCENTRAL_PASSWORD is not set.')
    expect(code).toBe(2)
  })

  it.each(Object.keys(argumentsOf))('%s tells of refused credentials in a sentence', async (name) => {
    const { env } = await startCloud()
    const { code, errors } = await run(name, argumentsOf[name], { ...env, IMPCENTRAL_PASSWORD: 'wr0ng-one' })
    expect(errors).toMatch(/^401 .*PX100/)
    expect(errors).not.toContain('wr0ng-one')
    expect(errors.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })
})

it.each(['deploy-and-watch.ts', 'log-archiver.ts'])('%s tells which device group there is not', async (name) => {
  const { env } = await startCloud()
  const { code, errors } = await run(name, argumentsOf[name], env)
  expect(errors).toContain('There is no device group "Bench".')
  expect(code).toBe(2)
})
