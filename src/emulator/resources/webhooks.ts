import { groupByReference, mustManage, ofGroup, ofWebhook, sees, webhookById } from '../cloud/access.ts'
import {
  created,
  noContent,
  ok,
  page,
  type Call,
  type Operation,
  type Operations,
  type Schemas,
} from '../cloud/call.ts'
import { invalidUrl } from '../cloud/failures.ts'
import type { Webhook } from '../cloud/state.ts'
import { timestamp } from '../cloud/world.ts'
import { matching, mustMatch, relation } from './common.ts'

function render(call: Call, webhook: Webhook): unknown {
  const { id, group, creator, ...attributes } = webhook
  const its = call.world.state.groups.get(group)
  return {
    type: 'webhook',
    id,
    links: { self: `${call.base}/webhooks/${id}` },
    attributes,
    relationships: { devicegroup: its && relation(its.type, group), creator: relation('account', creator) },
  }
}

const find = (call: Call) => webhookById(call, call.path['webhook_id']!, { parameter: 'webhook_id' })

function mustBeUrl(text: string): void {
  if (!URL.canParse(text) || !/^https?:\/\/./i.test(text)) throw invalidUrl()
}

const listWebhooks: Operation = (call) => {
  const matches = matching<Webhook>(call, { 'devicegroup.id': (webhook) => webhook.group })
  return page(
    call,
    call.world.state.webhooks.values(),
    (webhook) => matches(webhook) && sees(call, ofWebhook(call, webhook)),
    (webhook) => render(call, webhook),
  )
}

const getWebhook: Operation = (call) => ok(render(call, find(call)))

const createWebhook: Operation = (call) => {
  const { attributes, relationships } = (call.body as Schemas['WebhookCreateDocument']).data
  const { url, event, content_type = 'application/json' } = attributes
  const source = { pointer: '/data/relationships/devicegroup' }
  mustBeUrl(url)
  const group = groupByReference(call, relationships.devicegroup, source.pointer)
  mustManage(call, ofGroup(group), source)
  const now = timestamp(call.world)
  const webhook: Webhook = {
    id: call.world.random.uuid(),
    url,
    event,
    content_type,
    created_at: now,
    updated_at: now,
    group: group.id,
    creator: call.account.id,
  }
  call.world.state.webhooks.set(webhook.id, webhook)
  return created(render(call, webhook))
}

const updateWebhook: Operation = (call) => {
  const webhook = find(call)
  const { data } = call.body as Schemas['WebhookUpdateDocument']
  mustManage(call, ofWebhook(call, webhook))
  mustMatch(data, { id: webhook.id, type: 'webhook' })
  const { url = webhook.url, content_type = webhook.content_type } = data.attributes
  mustBeUrl(url)
  Object.assign(webhook, { url, content_type, updated_at: timestamp(call.world) })
  return ok(render(call, webhook))
}

const deleteWebhook: Operation = (call) => {
  const webhook = find(call)
  mustManage(call, ofWebhook(call, webhook))
  call.world.state.webhooks.delete(webhook.id)
  return noContent
}

export const webhookOperations: Operations<
  'listWebhooks' | 'getWebhook' | 'createWebhook' | 'updateWebhook' | 'deleteWebhook'
> = { listWebhooks, getWebhook, createWebhook, updateWebhook, deleteWebhook }
