// Generated from openapi/ by `npm run generate`. Never edited by hand.
/** What a compiled validator says about a value that does not fit. */
export interface Violation {
  /** JSON pointer to the value. */
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  message?: string
  /** The name at fault, where it is names that do not fit. */
  propertyName?: string
}

/** A schema of the description, compiled. It leaves what it found in `errors`. */
export interface Validate {
  (data: unknown): boolean
  errors?: Violation[] | null
}

/** One operation of the description, as far as the emulator needs it to take a request. */
export interface Route {
  operation: OperationId
  method: string
  path: string
  /** Media type of its JSON answers, errors included. */
  answer: string
  /** No access token is needed. */
  open?: boolean
  /** Absent when the operation takes no query parameters. */
  query?: { validate: Validate; integers: string[]; lists: string[] }
  /** Absent when the operation looks at no headers of its own. */
  headers?: { validate: Validate; names: string[] }
  /** Absent when the operation takes no request body. */
  body?: { validate: Validate; types: string[]; required: boolean }
}

export type OperationId =
  | "login"
  | "createAccessToken"
  | "listAccounts"
  | "getAccount"
  | "listLoginKeys"
  | "createLoginKey"
  | "getLoginKey"
  | "updateLoginKey"
  | "deleteLoginKey"
  | "listRefreshTokens"
  | "deleteRefreshToken"
  | "listProducts"
  | "createProduct"
  | "getProduct"
  | "updateProduct"
  | "deleteProduct"
  | "listDeviceGroups"
  | "createDeviceGroup"
  | "getDeviceGroup"
  | "updateDeviceGroup"
  | "deleteDeviceGroup"
  | "restartDeviceGroup"
  | "conditionalRestartDeviceGroup"
  | "addDevicesToDeviceGroup"
  | "removeDevicesFromDeviceGroup"
  | "setMinSupportedDeploymentOfDeviceGroup"
  | "listDevices"
  | "getDevice"
  | "updateDevice"
  | "deleteDevice"
  | "restartDevice"
  | "conditionalRestartDevice"
  | "listDeviceLogs"
  | "listDeployments"
  | "createDeployment"
  | "getDeployment"
  | "updateDeployment"
  | "deleteDeployment"
  | "createLogStream"
  | "openLogStream"
  | "addDeviceToLogStream"
  | "removeDeviceFromLogStream"
  | "listWebhooks"
  | "createWebhook"
  | "getWebhook"
  | "updateWebhook"
  | "deleteWebhook"

export declare const routes: readonly Route[]
