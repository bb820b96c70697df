import { deviceByIdentifier } from '../cloud/access.ts'
import { created, noContent, type Call, type Operation, type Operations, type Schemas } from '../cloud/call.ts'
import { findDevice } from '../cloud/fleet.ts'
import { mismatch } from './common.ts'

const createLogStream: Operation = (call) => {
  const id = call.world.streams.create(call.account.id)
  return created({ type: 'logstream', id, attributes: { url: `${call.base}/logstream/${id}` } })
}

const openLogStream: Operation = (call) => {
  const format = call.query.get('format') === 'json' ? 'json' : 'text'
  const stream = call.world.streams.open(call.path['logstream_id']!, format, call.request.signal())
  return { status: 200, stream }
}

/** The body, where there is one, repeats the device of the path. */
function find(call: Call) {
  const device = deviceByIdentifier(call, call.path['device']!, { parameter: 'device' })
  const reference = call.body as Schemas['DeviceReference'] | undefined
  if (reference && findDevice(call.world, reference.id) !== device) throw mismatch('/id')
  return device
}

const addDeviceToLogStream: Operation = (call) => {
  call.world.streams.add(call.account.id, call.path['logstream_id']!, find(call).id)
  return noContent
}

const removeDeviceFromLogStream: Operation = (call) => {
  call.world.streams.remove(call.account.id, call.path['logstream_id']!, find(call).id)
  return noContent
}

export const logStreamOperations: Operations<
  'createLogStream' | 'openLogStream' | 'addDeviceToLogStream' | 'removeDeviceFromLogStream'
> = {
  createLogStream,
  openLogStream,
  addDeviceToLogStream,
  removeDeviceFromLogStream,
}
