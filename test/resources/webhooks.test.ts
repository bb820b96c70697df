import { ArgumentError, ParseError, parseWebhook } from 'impcentral'
import { describe, expect, it } from 'vitest'

const blinkup = { device_id: '5000d8c46a56cfca', plan_id: 'a6d01f2c97e483b5', token: 'd4f7a02e' }
const blessing = { device_id: '5000d8c46a56cfca', imp_id: '0c2a69050d62c3f1' }

describe('parseWebhook', () => {
  it.each([
    ['blessing', blessing],
    ['blinkup', blinkup],
    ['deployment', { anything: 'at all' }],
  ])('tells a %s in both content types, as a request or a body', async (event, data) => {
    const json = JSON.stringify(data)
    const form = new URLSearchParams(data).toString()
    const expected = { event, data }
    expect(await parseWebhook(json, 'application/json')).toEqual(expected)
    expect(await parseWebhook(form, 'application/x-www-form-urlencoded')).toEqual(expected)
    expect(await parseWebhook(new TextEncoder().encode(json), 'Application/JSON; charset=utf-8')).toEqual(expected)
    const request = new Request('https://example.com/hook', {
      method: 'POST',
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    })
    expect(await parseWebhook(request)).toEqual(expected)
  })

  it('keeps what the deployment payload holds', async () => {
    const data = { deployment: { id: 'x' }, count: 2 }
    expect(await parseWebhook(JSON.stringify(data), 'application/json')).toEqual({ event: 'deployment', data })
  })

  it.each([
    ['text/plain', 'hello'],
    ['', '{}'],
    [null, '{}'],
    [undefined, '{}'],
  ])('refuses the content type %s', async (contentType, body) => {
    await expect(parseWebhook(body, contentType)).rejects.toThrow(ArgumentError)
    await expect(parseWebhook(body, contentType)).rejects.toThrow(/expected application\/json or/)
  })

  it('reads past a byte order mark', async () => {
    const expected = { event: 'blessing', data: blessing }
    expect(await parseWebhook(`\uFEFF${JSON.stringify(blessing)}`, 'application/json')).toEqual(expected)
  })

  it.each([null, undefined, new ArrayBuffer(2), { headers: {}, method: 'POST' }])('refuses %o', async (delivery) => {
    await expect(parseWebhook(delivery as never, 'application/json')).rejects.toThrow(/expected a Request, or a body/)
  })

  it.each([
    ['application/json', '{'],
    ['application/json', '[]'],
    ['application/json', '{}'],
    ['application/json', '[{}]'],
    ['application/json', '"text"'],
    ['application/json', 'null'],
    ['application/json', ''],
    ['application/x-www-form-urlencoded', ''],
  ])('refuses a body that is no %s object with fields: %s', async (contentType, body) => {
    await expect(parseWebhook(body, contentType)).rejects.toThrow(ParseError)
  })
})
