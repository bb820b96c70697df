// Generated from openapi/ by `npm run generate`. Never edited by hand.
import type { Validate } from './validation.js'

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

/** The operations of the API, by their ids in the description: what a fault can be about. */
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

/** The title that goes with each code. */
export interface ErrorTitles {
  VX000: "Invalid Request"
  VX001: "Malformed JSON"
  VX002: "Invalid Value"
  VX003: "Invalid Parameter"
  VX004: "Invalid URL"
  CX000: "Constraint Violated"
  CX001: "Duplicate Resource"
  CX002: "Dependent Devicegroups Exist"
  CX003: "Flagged Deployments Exist"
  CX004: "Resource Flagged"
  CX005: "Compilation Error"
  CX006: "Account Limit Reached"
  CX007: "Devices Assigned"
  CX008: "Target Of Another Devicegroup"
  CX010: "Target In Another Product"
  CX011: "Assignment Refused"
  CX012: "Deployment Of Another Devicegroup"
  CX013: "Deployment Too Old"
  CX014: "Device Assigned"
  CX015: "Device Not Assigned"
  CX016: "Deployment Supported"
  CX017: "Identifier Mismatch"
  CX020: "Log Stream Not Open"
  CX021: "Log Stream In Use"
  NF001: "Resource Not Found"
  NF002: "Path Not Found"
  NF003: "Device Not In Devicegroup"
  PX001: "Invalid Permission"
  PX100: "Invalid Credentials"
  PX200: "One-Time Password Required"
  WA001: "Unsupported Library Version"
  XX403: "HTTPS Required"
  XX405: "Method Not Allowed"
  XX413: "Request Too Large"
  XX415: "Unsupported Media Type"
  XX429: "Rate Limit Exceeded"
  XX500: "Internal Error"
}

export declare const routes: readonly Route[]
