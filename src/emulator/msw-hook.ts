import type { ImpCloud } from './cloud.ts'

/**
 * Where `impcentral/emulator/msw` leaves its function for `cloud.handlers`. The emulator itself must not import msw,
 * which is for the users who want it.
 */
export const mswHook: { handlers?: (cloud: ImpCloud) => never[] } = {}
