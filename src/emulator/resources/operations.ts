import type { Operations } from '../cloud/call.ts'
import { accountOperations } from './accounts.ts'
import { authOperations } from './auth.ts'
import { deploymentOperations } from './deployments.ts'
import { deviceGroupOperations } from './device-groups.ts'
import { groupDeviceOperations } from './group-devices.ts'
import { deviceOperations } from './devices.ts'
import { logStreamOperations } from './log-streams.ts'
import { loginKeyOperations } from './login-keys.ts'
import { productOperations } from './products.ts'
import { webhookOperations } from './webhooks.ts'

/** What each operation of the description does. */
export const operations: Operations = {
  ...authOperations,
  ...accountOperations,
  ...loginKeyOperations,
  ...productOperations,
  ...deviceGroupOperations,
  ...groupDeviceOperations,
  ...deviceOperations,
  ...deploymentOperations,
  ...logStreamOperations,
  ...webhookOperations,
}
