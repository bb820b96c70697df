/** A fleet in the browser. State lives here; `view.ts` draws it. */
import { render } from 'lit-html'
import { createImpCentral, type ImpCentral, isImpCentralError } from 'impcentral'
import { type Fleet, watchFleet } from './fleet.ts'
import { createTail, type Tail, watchLimit } from './logs.ts'
import { dashboard, signIn } from './view.ts'

/** Put in by Vite: where the impCloud is and, for a local one, who may enter. */
declare const PRESET: { baseUrl: string; id: string; password: string; local: boolean }

export interface Filter {
  text: string
  status: 'all' | 'online' | 'offline'
  /** Id of a device group, or an empty text for all. */
  group: string
}

export interface Sample {
  remaining: number
  limit: number
}

export interface State {
  fleet: Fleet | undefined
  filter: Filter
  /** Chosen devices, each with the number of its colour. */
  chosen: Map<string, number>
  /** What went wrong at the last refresh. */
  problem: string | undefined
  /** Why the last choice was not taken. */
  hint: string | undefined
  /** The bucket of requests, the latest sample last. */
  samples: Sample[]
  /** Calls that wait for the rate limit. */
  waiting: number
  tail: Tail
  now: number
}

export interface Actions {
  filter: (change: Partial<Filter>) => void
  toggle: (device: string) => void
  clear: () => void
  signOut: () => void
}

const refreshInterval = 2500
const samplesKept = 48

const message = (error: unknown) => (isImpCentralError(error) ? error.message : String(error))

function start(imp: ImpCentral): void {
  const stop = new AbortController()
  let scheduled = false
  const update = () => {
    if (scheduled || stop.signal.aborted) return
    scheduled = true
    requestAnimationFrame(() => {
      scheduled = false
      if (stop.signal.aborted) return
      state.now = Date.now()
      const log = document.querySelector('.tail')
      // Whoever has scrolled up wants to read.
      const following = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 40
      render(dashboard(state, actions), document.body)
      const drawn = document.querySelector('.tail')
      if (following && drawn) drawn.scrollTop = drawn.scrollHeight
    })
  }

  const state: State = {
    fleet: undefined,
    filter: { text: '', status: 'all', group: '' },
    chosen: new Map(),
    problem: undefined,
    hint: undefined,
    samples: [],
    waiting: 0,
    tail: createTail(imp, update),
    now: Date.now(),
  }

  const actions: Actions = {
    filter(change) {
      Object.assign(state.filter, change)
      update()
    },
    toggle(device) {
      const { chosen, tail } = state
      state.hint = undefined
      if (chosen.delete(device)) tail.unwatch(device)
      else if (chosen.size >= watchLimit) state.hint = `A log stream carries ${watchLimit} devices at most.`
      else {
        const taken = new Set(chosen.values())
        chosen.set(
          device,
          [...Array(watchLimit).keys()].find((colour) => !taken.has(colour))!,
        )
        tail.watch(device)
      }
      update()
    },
    clear: () => state.tail.clear(),
    signOut() {
      stop.abort()
      state.tail.close()
      imp.auth.logout().catch(() => {})
      showSignIn()
    },
  }

  const sample = () => {
    const { limit, remaining, waiting } = imp.rateLimiter.snapshot()
    state.waiting = waiting
    if (limit && remaining !== undefined) {
      state.samples = [...state.samples.slice(-samplesKept + 1), { limit, remaining }]
    }
    update()
  }
  const sampling = setInterval(sample, 500)
  stop.signal.addEventListener('abort', () => clearInterval(sampling))

  void watchFleet(imp, {
    interval: refreshInterval,
    signal: stop.signal,
    onFleet(fleet) {
      state.fleet = fleet
      state.problem = undefined
      for (const id of state.chosen.keys()) if (!fleet.devices.some((device) => device.id === id)) actions.toggle(id)
      sample()
    },
    onError(error) {
      state.problem = message(error)
      update()
    },
  })
  update()
}

/** Asks for an account; credentials stay in the memory of the page. */
function showSignIn(problem?: string): void {
  const enter = async (form: FormData) => {
    const { baseUrl, id, password } = Object.fromEntries(form) as Record<string, string>
    try {
      const imp = createImpCentral({ auth: { id: id!, password: password! }, baseUrl })
      await imp.auth.login()
      start(imp)
    } catch (error) {
      showSignIn(message(error))
    }
  }
  render(signIn(PRESET, problem, enter), document.body)
}

if (PRESET.local) {
  const { baseUrl, id, password } = PRESET
  start(createImpCentral({ auth: { id, password }, baseUrl }))
} else showSignIn()
