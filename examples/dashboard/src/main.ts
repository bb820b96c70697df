/** The dashboard as a page of its own. */
import { mountDashboard } from './mount.ts'
import type { Demo } from './state.ts'

/** Put in by Vite: where the impCloud is and, for a local one, who may enter. */
declare const PRESET: { baseUrl: string; demo?: Demo }

mountDashboard({ element: document.querySelector<HTMLElement>('#dashboard')!, ...PRESET })
