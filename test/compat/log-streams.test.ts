/** Log streams of the published imp-central-api 1.7.0 and of ours: what the handlers are told, and in which order. */
import { describe, expect, it } from 'vitest'
import { createSide, describeError, type Loose, type Outcome, outcomeOf, owner, type Side } from './sides.ts'

type Format = 'text' | 'json'

interface Watched {
  /** What the handlers were told, and what became of the calls, in order. */
  log: string[]
  id: string
}

interface Scenario {
  name: string
  run: (side: Side, format: Format) => Promise<unknown>
  meant?: { reason: string; ours: unknown } | undefined
}

const until = async (condition: () => unknown) => {
  await expect.poll(() => Boolean(condition()), { interval: 5 }).toBe(true)
}

/** Waits until the log has a line that contains the text, and lets what comes right behind it come. */
const said = async (log: string[], text: string, times = 1) => {
  await until(() => log.filter((line) => line.includes(text)).length >= times)
  await new Promise((resolve) => setTimeout(resolve, 30))
}

/** The order of the keys is nobody's promise. */
const sorted = (message: string) =>
  message[0] === '{'
    ? JSON.stringify(JSON.parse(message), ['device_id', 'log_type', 'msg', 'state', 'ts', 'type'])
    : message

async function watch({ api }: Side, format: Format): Promise<Watched> {
  const log: string[] = []
  const body = await api.logStreams.create(
    (message: string) => log.push(`message: ${sorted(message)}`),
    (state: string) => log.push(`state: ${state}`),
    (error: Loose) => log.push(`error: ${error.constructor.name} ${error.statusCode} ${error.message} ${error.body}`),
    format,
  )
  log.push(`created: ${Object.keys(body.data).join()}`)
  await said(log, 'opened')
  return { log, id: body.data.id }
}

const tell = async (side: Side, log: string[], promise: Promise<unknown>) => {
  await promise.then(
    (value) => log.push(`resolved: ${JSON.stringify(value)}`),
    (error) => log.push(`rejected: ${JSON.stringify(describeError(side, error))}`),
  )
  await new Promise((resolve) => setTimeout(resolve, 30))
}

const scenarios: Scenario[] = [
  {
    name: 'what create resolves with',
    run: async ({ api }, format) => api.logStreams.create(() => {}, null, null, format),
  },
  {
    name: 'every state, and entries between them',
    run: async (side, format) => {
      const { api, cloud, v } = side
      const [one, two] = v.devices
      const { log, id } = await watch(side, format)
      cloud.log(one, { msg: 'nobody hears it' })
      await tell(side, log, api.logStreams.addDevice(id, one))
      side.advance(1000)
      cloud.log(one, { msg: 'first' })
      await said(log, 'first')
      await tell(side, log, api.logStreams.addDevice(id, two))
      for (const msg of ['  indented', 'two\nlines', 'ünï ✓ 🎈', '{"json": true}', ' ', ''])
        cloud.log(two, { type: 'agent.log', msg })
      cloud.log(one, { type: 'status', msg: 'Agent restarted: reload.' })
      await said(log, 'restarted')
      await tell(side, log, api.logStreams.removeDevice(id, one))
      cloud.log(one, { msg: 'not any more' })
      cloud.log(two, { msg: 'but this one' })
      await said(log, 'but this one')
      await tell(side, log, api.logStreams.removeDevice(id, one))
      cloud.faults.dropStreams('closed')
      await said(log, 'error: ')
      await tell(side, log, api.logStreams.addDevice(id, one))
      await tell(side, log, api.logStreams.removeDevice(id, two))
      await tell(side, log, api.logStreams.close(id))
      await tell(side, log, api.logStreams.close(id))
      return log
    },
  },
  {
    name: 'devices that are not there',
    run: async (side, format) => {
      const { log, id } = await watch(side, format)
      await tell(side, log, side.api.logStreams.addDevice(id, 'ffffffffffffffff'))
      await tell(side, log, side.api.logStreams.addDevice(id, 'nonsense'))
      await tell(side, log, side.api.logStreams.removeDevice(id, side.v.devices[0]))
      await tell(side, log, side.api.logStreams.addDevice('0123456789', side.v.devices[0]))
      await tell(side, log, side.api.logStreams.close(id))
      return log
    },
  },
  {
    name: 'a device by its MAC address',
    run: async (side, format) => {
      const { data } = await side.api.devices.get(side.v.devices[3])
      const { log, id } = await watch(side, format)
      await tell(side, log, side.api.logStreams.addDevice(id, data.attributes.mac_address))
      side.cloud.log(side.v.devices[3], { msg: 'hello' })
      await said(log, 'hello')
      await tell(side, log, side.api.logStreams.removeDevice(id, data.attributes.mac_address))
      await tell(side, log, side.api.logStreams.close(id))
      return log
    },
  },
  {
    name: 'a ninth device, and one twice',
    run: async (side, format) => {
      const { log, id } = await watch(side, format)
      for (const device of side.v.devices.slice(0, 9)) await tell(side, log, side.api.logStreams.addDevice(id, device))
      for (const device of side.v.devices.slice(0, 9)) side.cloud.log(device, { msg: 'all of us' })
      await said(log, 'all of us', 8)
      await tell(side, log, side.api.logStreams.close(id))
      return log
    },
  },
  {
    name: 'a device that leaves the account',
    run: async (side, format) => {
      const { log, id } = await watch(side, format)
      await tell(side, log, side.api.logStreams.addDevice(id, side.v.devices[5]))
      await side.api.devices.delete(side.v.devices[5])
      await said(log, 'unsubscribed')
      await tell(side, log, side.api.logStreams.close(id))
      return log
    },
    meant: {
      reason:
        'The original keeps a stream without devices open, and says nothing. Ours ends with the last device, and says why.',
      ours: expect.arrayContaining([
        expect.stringContaining('unsubscribed'),
        expect.stringContaining('The service has taken the last device out of the log stream'),
      ]),
    },
  },
  {
    name: 'close, and nothing more',
    run: async (side, format) => {
      const { log, id } = await watch(side, format)
      await tell(side, log, side.api.logStreams.addDevice(id, side.v.devices[0]))
      await tell(side, log, side.api.logStreams.close(id))
      side.cloud.log(side.v.devices[0], { msg: 'too late' })
      await new Promise((resolve) => setTimeout(resolve, 100))
      return log
    },
  },
  {
    name: 'a stream of messages only',
    run: async ({ api, cloud, v }, format) => {
      const log: string[] = []
      const { data } = await api.logStreams.create((message: string) => log.push(sorted(message)), null, null, format)
      await api.logStreams.addDevice(data.id, v.devices[0])
      cloud.log(v.devices[0], { msg: 'only me' })
      await said(log, 'only me')
      await api.logStreams.close(data.id)
      return log
    },
  },
  {
    name: 'the text format is the default',
    run: async ({ api }) => {
      const log: string[] = []
      const { data } = await api.logStreams.create(
        () => {},
        (state: string) => log.push(state),
      )
      await said(log, 'opened')
      await api.logStreams.close(data.id)
      return log
    },
  },
  {
    name: 'nine streams: the first is closed',
    run: async (side, format) => {
      const first = await watch(side, format)
      const others: Watched[] = []
      for (let i = 0; i < 8; i++) others.push(await watch(side, format))
      await said(first.log, 'error: ')
      for (const { id } of [first, ...others]) await side.api.logStreams.close(id)
      return [first.log, ...others.map(({ log }) => log)]
    },
  },
  {
    name: 'a stream that cannot be made',
    run: async (side, format) => {
      side.cloud.faults.status(403, { operation: 'createLogStream', times: 1 })
      const log: string[] = []
      const made = side.api.logStreams.create(
        () => {},
        null,
        (error: Loose) => log.push(error.message),
        format,
      )
      await tell(side, log, made)
      return log
    },
  },
  ...[401, 403, 404, 500].map((status) => ({
    name: `a stream that cannot be opened: ${status}`,
    run: async (side: Side, format: Format) => {
      // A token that nothing renews, so that 401 is the last word.
      const { access_token } = await side.api.auth.refreshAccessToken(side.v.refreshToken)
      side.api.auth.accessToken = 'another'
      side.api.auth.accessToken = access_token
      side.cloud.faults.status(status, { operation: 'openLogStream', times: 1 })
      const log: string[] = []
      const made = side.api.logStreams.create(
        () => {},
        null,
        (error: Loose) => log.push(`error: ${JSON.stringify(describeError(side, error))}`),
        format,
      )
      await tell(side, log, made)
      return log
    },
    meant:
      status > 403
        ? {
            reason: 'A stream that the service does not know, or fails to open, is given up for a new one.',
            ours: [expect.stringContaining('resolved: {"data":')],
          }
        : undefined,
  })),
  {
    name: 'with a wrong token',
    run: (side, format) => {
      side.api.auth.accessToken = 'wrong'
      return side.api.logStreams.create(() => {}, null, null, format)
    },
  },
  {
    name: 'a connection that is lost',
    run: async (side, format) => {
      const { log, id } = await watch(side, format)
      await tell(side, log, side.api.logStreams.addDevice(id, side.v.devices[0]))
      side.cloud.log(side.v.devices[0], { msg: 'before' })
      await said(log, 'before')
      side.cloud.faults.dropStreams('reset')
      side.cloud.log(side.v.devices[0], { msg: 'in between' })
      await until(() => log.some((line) => /error|in between/.test(line)))
      if (side.name === 'ours') {
        side.cloud.log(side.v.devices[0], { msg: 'after' })
        await said(log, 'after')
        await tell(side, log, side.api.logStreams.addDevice(id, side.v.devices[1]))
      }
      await tell(side, log, side.api.logStreams.close(id))
      return log.map((line) =>
        line.replace(/^message.*(before|in between|after).*$/, '$1').replaceAll(/[0-9a-f]{16}/g, 'device'),
      )
    },
    meant: {
      reason:
        'The original connects to the same stream again, which is gone. Ours opens a new one with the same devices, and fetches what was missed.',
      ours: expect.arrayContaining(['before', 'in between', 'after']),
    },
  },
]

const formats: Format[] = ['text', 'json']

async function both({ run }: Scenario, format: Format): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {}
  for (const name of ['theirs', 'ours'] as const) {
    const side = await createSide(name)
    try {
      side.v.refreshToken = (await side.api.auth.login(owner.email, owner.password)).refresh_token
      outcomes[name] = await outcomeOf(side, () => run(side, format))
    } finally {
      await side.close()
    }
  }
  return outcomes
}

describe.each(formats)('in the format %s', (format) => {
  it.each(scenarios.filter(({ meant }) => !meant).map((scenario) => [scenario.name, scenario] as const))(
    'the same: %s',
    async (_, scenario) => {
      const { theirs, ours } = await both(scenario, format)
      expect(ours).toEqual(theirs)
    },
  )

  it.each(scenarios.filter(({ meant }) => meant).map((scenario) => [scenario.name, scenario] as const))(
    'meant to differ: %s',
    async (_, scenario) => {
      const { theirs, ours } = await both(scenario, format)
      expect(ours).toEqual({ resolved: scenario.meant!.ours })
      expect(theirs).not.toEqual(ours)
    },
  )
})
