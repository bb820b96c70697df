import type { Operations } from './call.ts'
import { accountOperations } from './resources/accounts.ts'
import { authOperations } from './resources/auth.ts'
import { deploymentOperations } from './resources/deployments.ts'
import { deviceGroupOperations } from './resources/device-groups.ts'
import { deviceOperations } from './resources/devices.ts'
import { logStreamOperations } from './resources/log-streams.ts'
import { loginKeyOperations } from './resources/login-keys.ts'
import { productOperations } from './resources/products.ts'
import { webhookOperations } from './resources/webhooks.ts'

/** What each operation of the description does. */
export const operations: Operations = {
  ...authOperations,
  ...accountOperations,
  ...loginKeyOperations,
  ...productOperations,
  ...deviceGroupOperations,
  ...deviceOperations,
  ...deploymentOperations,
  ...logStreamOperations,
  ...webhookOperations,
}
