// Generated from openapi/ by `npm run generate`. Never edited by hand.
import type { Route } from '../emulator/route.ts'

export declare const routes: readonly Route[]
