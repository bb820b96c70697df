import { createImpCloud, type ImpCloud, type ImpCloudOptions } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { describe, expect, test } from 'vitest'

const account = { email: 'me@example.com', password: 'secret' }

describe('createImpCloud refuses', () => {
  test.each<[unknown, string]>([
    [{ device: 3 }, 'createImpCloud: unknown option "device"; expected accounts, devices, baseUrl, clock, seed, '],
    [{ toString: 1 }, 'unknown option "toString"'],
    [[], 'createImpCloud must be an object, got an array'],
    [null, 'createImpCloud must be an object, got null'],
    [{ devices: '3' }, 'createImpCloud: devices must be a whole number, 0 or more, got "3"'],
    [{ devices: -1 }, 'devices must be a whole number, 0 or more, got -1'],
    [{ devices: Infinity }, 'devices must be a whole number, 0 or more, got Infinity'],
    [
      { baseUrl: 'impcloud.test/v5' },
      'baseUrl must be an http: or https: URL without user name, query and fragment, got "impcloud.test/v5"',
    ],
    [{ baseUrl: 'http:impcloud.test' }, 'baseUrl must be an http: or https: URL'],
    [{ baseUrl: 'https://impcloud.test/v5?key=1' }, 'baseUrl must be an http: or https: URL'],
    [{ baseUrl: 'https://impcloud.test/v5#top' }, 'baseUrl must be an http: or https: URL'],
    [{ baseUrl: 'https://me@impcloud.test/v5' }, 'baseUrl must be an http: or https: URL'],
    [{ clock: { now: Date.now } }, 'clock must be an object with now, setTimeout and clearTimeout, got an object'],
    [{ seed: NaN }, 'seed must be a number, got NaN'],
    [{ rateLimit: 0 }, 'rateLimit must be a number, 1 or more, or { limit, perSecond }, got 0'],
    [{ rateLimit: 0.5 }, 'rateLimit must be a number, 1 or more, or { limit, perSecond }, got 0.5'],
    [{ unbondLimit: { limit: 0.5 } }, 'unbondLimit: limit must be a number, 1 or more, got 0.5'],
    [{ accounts: [] }, 'createImpCloud: accounts must be at least one account, got an array'],
    [{ accounts: [{ ...account, password: '' }] }, 'accounts[0]: password must be a string that is not empty, got ""'],
    [{ accounts: [{ email: 'a@x.test', password: 'p', id: 'mine' }] }, 'id must be a UUID, got "mine"'],
    [{ rateLimit: { perSecond: 5 } }, 'createImpCloud: rateLimit: limit is missing'],
    [{ unbondLimit: { limit: 5, persecond: 1 } }, 'unbondLimit: unknown option "persecond"; expected limit, perSecond'],
    [{ unbondLimit: { limit: 5, perSecond: 0 } }, 'unbondLimit: perSecond must be a number above 0, got 0'],
    [{ state: 'cloud.json' }, 'state must be an object, got "cloud.json"'],
    [{ deliver: true }, 'deliver must be a function, got true'],
    [{ accounts: account }, 'accounts must be an array of accounts, got an object'],
    [
      { accounts: [account, { ...account, opt: '1' }] },
      'accounts[1]: unknown option "opt"; expected email, password, ',
    ],
    [{ accounts: [{ email: 'me@example.com' }] }, 'accounts[0]: password is missing'],
    [{ accounts: [{ ...account, otp: 123456 }] }, 'accounts[0]: otp must be a string that is not empty, got 123456'],
    [{ accounts: [undefined] }, 'accounts[0] is missing'],
  ])('%j', (options, message) => {
    expect(() => createImpCloud(options as ImpCloudOptions)).toThrow(message)
  })

  test('nothing that has its default', () => {
    const nothing = Object.fromEntries(
      ['accounts', 'devices', 'baseUrl', 'clock', 'seed', 'rateLimit', 'unbondLimit', 'state', 'deliver'].map(
        (name) => [name, undefined],
      ),
    )
    expect(createImpCloud(nothing).accounts).toHaveLength(1)
  })
})

describe('a cloud refuses', () => {
  const cloud = createImpCloud({ devices: 1 })
  // As JavaScript calls it, where no type is in the way.
  // oxlint-disable-next-line typescript/no-explicit-any
  type Loose = { [key in keyof ImpCloud]: any }
  test.each<[string, (loose: Loose) => unknown, string]>([
    [
      'an unknown scope',
      ({ faults }) => faults.reset({ time: 1 }),
      'faults.reset: unknown option "time"; expected operation, times, after, probability, executed',
    ],
    [
      'headers that no answer can have',
      ({ faults }) => faults.status(500, { headers: { 'Retry After': '1' } }),
      'faults.status: headers must be an object of strings that headers can be, got an object',
    ],
    [
      'a log entry that is only its text',
      ({ log, devices }) => log(devices[0], 'Boot'),
      'log: entry must be an object, got "Boot"',
    ],
    [
      'a log entry whose text is misspelt',
      ({ log, devices }) => log(devices[0], { message: 'Boot' }),
      'log: entry: msg is missing',
    ],
    [
      'a log entry whose text is none',
      ({ log, devices }) => log(devices[0], { msg: 5 }),
      'entry: msg must be a string',
    ],
    ['no log entry', ({ log, devices }) => log(devices[0]), 'log: entry is missing'],
    [
      'a state of a device that is a word',
      ({ setOnline, devices }) => setOnline(devices[0], 'no'),
      'setOnline: online must be true or false, got "no"',
    ],
    ['a blessing of nothing', ({ bless }) => bless(), 'There is no device undefined in this cloud'],
    [
      'a scope of another fault',
      ({ faults }) => faults.garble({ body: 'html' }),
      'faults.garble: unknown option "body"',
    ],
    [
      'a scope that is a name',
      ({ faults }) => faults.status(500, 'listDevices'),
      'faults.status must be an object, got "listDevices"',
    ],
    ['no status', ({ faults }) => faults.status(), 'faults.status is missing'],
    [
      'a status that is none',
      ({ faults }) => faults.status('500'),
      'faults.status must be an HTTP status from 200 to 599, got "500"',
    ],
    ['a status out of range', ({ faults }) => faults.status(99), 'got 99'],
    [
      'a body of another form',
      ({ faults }) => faults.status(500, { body: 'xml' }),
      "body must be 'json' or 'html' or 'empty', got \"xml\"",
    ],
    [
      'headers that are no strings',
      ({ faults }) => faults.status(429, { headers: { 'Retry-After': 1 } }),
      'headers must be an object of strings',
    ],
    [
      'no latency',
      ({ faults }) => faults.latency({ times: 1 }),
      'faults.latency must be milliseconds, from 0 to 2147483647, got an object',
    ],
    [
      'a negative pause',
      ({ faults }) => faults.slowBody(-1),
      'faults.slowBody must be milliseconds, from 0 to 2147483647, got -1',
    ],
    [
      'a latency that no timer holds',
      ({ faults }) => faults.latency(2 ** 31),
      'faults.latency must be milliseconds, from 0 to 2147483647, got 2147483648',
    ],
    [
      'a probability in percent',
      ({ faults }) => faults.truncate({ probability: 30 }),
      'probability must be a number from 0 to 1, got 30',
    ],
    [
      'times that are no number',
      ({ faults }) => faults.breakOff({ times: '1' }),
      'times must be a whole number, 1 or more, got "1"',
    ],
    [
      'a fault that never strikes',
      ({ faults }) => faults.reset({ times: 0 }),
      'times must be a whole number, 1 or more, got 0',
    ],
    [
      'an entry of no time',
      ({ log, devices }) => log(devices[0], { msg: 'x', ts: '2026-04-14' }),
      'log: entry: ts must be a time like 2026-04-14T15:42:23.929Z, got "2026-04-14"',
    ],
    [
      'a device id of another form',
      ({ create }) => create.device({ id: 'fridge' }),
      'create.device: id must be 16 hexadecimal digits, got "fridge"',
    ],
    [
      'a MAC address of another form',
      (it) => it.blinkUp({ mac_address: '0c2a69050d62' }),
      'blinkUp: device: mac_address must be six pairs of hexadecimal digits with colons, got "0c2a69050d62"',
    ],
    [
      'a signal strength in words',
      ({ create }) => create.device({ rssi: 'strong' }),
      'create.device: rssi must be a whole number or null, got "strong"',
    ],
    [
      'a device group by its bare id',
      ({ create }) => create.device({ devicegroup: 'x' }),
      'create.device: devicegroup must be an object with the id of what is meant, got "x"',
    ],
    [
      'a product by its bare id',
      ({ create }) => create.deviceGroup({ product: 'x' }),
      'create.deviceGroup: product must be an object with the id of what is meant, got "x"',
    ],
    [
      'an account that is a number',
      ({ create }) => create.session({ account: 5 }),
      'create.session: account must be a string, got 5',
    ],
    [
      'a plan without a name',
      (it) => it.blinkUp(cloud.devices[0], { planId: '' }),
      'planId must be a string that is not empty',
    ],
    [
      'operations that are no names',
      ({ faults }) => faults.emptyPage({ operation: 5 }),
      'operation must be an operation id of the description, or an array of them, got 5',
    ],
    [
      'an end that it does not know',
      ({ faults }) => faults.endStream({ how: 'slowly' }),
      "how must be 'end' or 'reset', got \"slowly\"",
    ],
    ['events that are no number', ({ faults }) => faults.muteStream({ events: -1 }), 'events must be a whole number'],
    [
      'a scope for tokens that is none',
      ({ faults }) => faults.expireTokens({ operatoin: 'getDevice' }),
      'faults.expireTokens: unknown option "operatoin"',
    ],
    [
      'another way of dropping streams',
      ({ faults }) => faults.dropStreams('open'),
      "faults.dropStreams must be 'closed' or 'reset', got \"open\"",
    ],
    [
      'an unknown option of a factory',
      ({ create }) => create.product({ nam: 'Fridge' }),
      'create.product: unknown option "nam"; expected account, name, description',
    ],
    [
      'an unknown option of a device',
      ({ create }) => create.device({ online: false }),
      'create.device: unknown option "online"',
    ],
    [
      'an unknown option of a new account',
      ({ create }) => create.account({ mail: 'a@b.c' }),
      'create.account: unknown option "mail"',
    ],
    [
      'an unknown option of a BlinkUp',
      (it) => it.blinkUp(cloud.devices[0], { plan: '1' }),
      'blinkUp: unknown option "plan"; expected account, planId, token, fixture',
    ],
    ['an unknown option of a new device', (it) => it.blinkUp({ mac: '1' }), 'blinkUp: device: unknown option "mac"'],
    [
      'to share a product that is not there',
      (it) => it.share({ from: 'dev@example.com', with: 'dev@example.com', products: ['zz'] }),
      'share: there is no product zz',
    ],
    ['to share with nobody', (it) => it.share({ from: 'dev@example.com' }), 'share: with is missing'],
    [
      'to share in another way',
      (it) => it.share({ from: 'a', with: 'b', access: 'edit' }),
      "access must be 'view' or 'manage', got \"edit\"",
    ],
  ])('%s', (_, act, message) => {
    expect(() => act(cloud)).toThrow(message)
  })
})

test.each([
  [{ prot: 80 }, 'listen: unknown option "prot"; expected port, host, exposeHeaders'],
  [{ port: '80' }, 'listen: port must be a port from 0 to 65535, got "80"'],
])('listen refuses %j', async (options, message) => {
  await expect(listen(createImpCloud(), options as object)).rejects.toThrow(message)
})
