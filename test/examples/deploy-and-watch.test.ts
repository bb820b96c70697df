import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run, start, startCloud, temporaryFolder } from './support.ts'

/** A group of devices, and files of code. */
async function bench(code: { device?: string; agent?: string }, devices = 3) {
  const { cloud, env } = await startCloud()
  const folder = await temporaryFolder()
  const group = await cloud.create.deviceGroup({ name: 'Bench' })
  for (let number = 1; number <= devices; number++) {
    await cloud.create.device({ name: `Board ${number}`, devicegroup: group })
  }
  const args = ['--group', 'Bench']
  for (const [kind, source] of Object.entries(code)) {
    await writeFile(join(folder, `${kind}.nut`), source)
    args.push(`--${kind}`, join(folder, `${kind}.nut`))
  }
  return { cloud, env, folder, group, args }
}

it('deploys, restarts and follows the logs until every device is healthy', async () => {
  const { cloud, env, args } = await bench({ device: 'server.log("Sensor ready")', agent: 'server.log("Agent up")' })
  const { code, output, errors } = await run('deploy-and-watch.ts', [...args, '--settle', '0.3'], env)
  expect(errors).toBe('')
  expect(code).toBe(0)
  for (const name of ['Board 1', 'Board 2', 'Board 3']) {
    expect(output).toMatch(new RegExp(`${name}  server.log +Sensor ready`))
    expect(output).toMatch(new RegExp(`${name}  agent.log +Agent up`))
    expect(output).toContain(`${name}  is healthy`)
  }
  expect(output).toContain('All 3 devices are healthy.')
  const deployment = cloud.snapshot().deployments[0]![1]
  expect(deployment).toMatchObject({ device_code: 'server.log("Sensor ready")', agent_code: 'server.log("Agent up")' })
  expect(cloud.snapshot().devices.every(([, device]) => device.running === deployment.id)).toBe(true)
})

it('takes a line of the log for health', async () => {
  const { env, args } = await bench({ device: 'server.log("Self-test passed")' }, 2)
  const { code, output } = await run('deploy-and-watch.ts', [...args, '--expect', 'Self-test passed'], env)
  expect(code).toBe(0)
  expect(output).toContain('All 2 devices are healthy.')
})

it('fails when a device logs an error', async () => {
  const { env, args } = await bench({ device: 'server.log("Start")\nserver.error("No sensor found")' })
  const { code, output, errors } = await run('deploy-and-watch.ts', args, env)
  expect(output).toContain('server.error  No sensor found')
  expect(errors).toMatch(/Board \d logged an error\./)
  expect(code).toBe(1)
})

it('fails when the expected line does not come in time', async () => {
  const { env, args } = await bench({ device: 'server.log("Start")' }, 1)
  const { code, errors } = await run('deploy-and-watch.ts', [...args, '--expect', 'Ready', '--timeout', '0.5'], env)
  expect(errors).toContain('Not healthy after 0.5 s: Board 1.')
  expect(code).toBe(1)
})

it('shows where the code does not compile, and deploys nothing', async () => {
  const { cloud, env, args, folder } = await bench({
    device: 'function loop() {\n\tserver.log("x"];\n}\n',
    agent: 'server.log("fine")',
  })
  const { code, output, errors } = await run('deploy-and-watch.ts', args, env)
  expect(output).toBe('')
  expect(errors).toContain(`${join(folder, 'device.nut')}:2:16: error: expected ')'
     1 | function loop() {
     2 | \tserver.log("x"];
       | \t              ^
`)
  expect(errors).toContain('The code does not compile; nothing was deployed.')
  expect(code).toBe(1)
  expect(cloud.snapshot().deployments).toEqual([])
})

it('shows warnings about the code', async () => {
  const { env, args } = await bench({ agent: '#require "Old.class.nut:0.9.0"\n' }, 1)
  const { code, errors } = await run('deploy-and-watch.ts', [...args, '--settle', '0.1'], env)
  expect(errors).toMatch(/agent\.nut:1:10: warning: .*Old\.class\.nut/)
  expect(code).toBe(0)
})

it('does not wait for devices that are offline', async () => {
  const { cloud, env, args } = await bench({ device: 'server.log("Hello")' }, 2)
  cloud.setOnline(cloud.devices[0]!, false)
  const { code, output } = await run('deploy-and-watch.ts', [...args, '--settle', '0.1'], env)
  expect(output).toContain('2 devices, 1 offline, which load it later')
  expect(output).toContain('The device is healthy.')
  expect(code).toBe(0)
})

it('loses no line when the connection breaks', async () => {
  const { cloud, env, args } = await bench({ device: 'server.log("Hello")' }, 1)
  const program = start('deploy-and-watch.ts', [...args, '--expect', 'Ready'], env)
  await program.printed('Hello')
  cloud.faults.dropStreams('reset')
  cloud.log(cloud.devices[0]!, { msg: 'Ready' })
  expect(await program.ended).toBe(0)
  expect(program.output).toContain('(connection lost at ')
})
