/** Questions that no probe answers, and operations that no step calls: each with the reason. */
import type { OperationId } from '../../generated/emulator.js'
import type { QuestionId } from '../../generated/questions.ts'

const device = 'it would change a device, and the check changes only what it has made'
const delivery = 'a delivery goes to the URL of a webhook, where the check does not listen'
const silence = 'it would take minutes of a stream, and a device that speaks at the right time'

export const unprobedQuestions: Partial<Record<QuestionId, string>> = {
  'assigned-device-deletion': device,
  'deleted-device': device,
  'delivery-form-fields': delivery,
  'delivery-success-statuses': delivery,
  'deployment-delivery-properties': delivery,
  'device-group-regions': 'no answer lists the possible regions, and that of a device group cannot be changed',
  'device-name-limit': device,
  'free-memory-unit': 'a number does not tell its unit',
  'last-event-id': silence,
  'login-key-two-factor': 'it needs an account with two-factor authentication, and its login key',
  'repeated-assignment': device,
  'status-conditionalRestartDevice-202': device,
  'status-conditionalRestartDevice-204': device,
  'status-conditionalRestartDevice-409': device,
  'status-createLoginKey-409': 'it would take ten login keys',
  'status-deleteDevice-204': device,
  'status-deleteDevice-409': device,
  'status-removeDevicesFromDeviceGroup-204': device,
  'status-restartDevice-202': device,
  'status-restartDevice-204': device,
  'status-restartDevice-409': device,
  'status-updateDevice-200': device,
  'stream-comments': silence,
  'stream-end': silence,
  'stream-expired-token': 'an access token lives for an hour',
  'stream-missed-entries': silence,
  'token-other-ip': 'the check has one IP address',
}

export const untriedOperations: Partial<Record<OperationId, string>> = {
  conditionalRestartDevice: device,
  deleteDevice: device,
  restartDevice: device,
  updateDevice: device,
}
