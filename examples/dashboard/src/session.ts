/** The page of somebody who is signed in: holds its state, and draws it when something has changed. */
import { render } from 'lit-html'
import { type Clock, type ImpCentral, isAuthenticationError } from 'impcentral'
import type { View } from './address.ts'
import { arrange, resort } from './arrange.ts'
import { createFollowing } from './following.ts'
import { createTail } from './logs.ts'
import { createRows } from './rows.ts'
import { sentence } from './sentences.ts'
import type { Actions, State } from './state.ts'
import { dashboard } from './view/dashboard.ts'
import { samplesKept } from './view/gauge.ts'
import { watchFleet } from './watch.ts'

export interface SessionOptions {
  imp: ImpCentral
  /** Is drawn into, and scrolls. */
  page: HTMLElement
  clock: Clock
  /** What to begin with. */
  view: View
  /** Told when the filter, the order or the followed devices have changed. */
  onView: (view: View) => void
  /** Told when the session is over, and why unless somebody signed out. */
  onEnd: (reason?: string) => void
}

export interface Session {
  /** Ends everything that is under way. */
  close(): void
}

/** Milliseconds between two samples of the rate limit. They cost no request. */
const sampleInterval = 500

export function startSession({ imp, page, clock, view, onView, onEnd }: SessionOptions): Session {
  const stop = new AbortController()
  const { signal } = stop
  let scheduled = false
  /** True until there is all that drawing takes. */
  let isDrawing = true
  const update = () => {
    if (scheduled || signal.aborted) return
    scheduled = true
    requestAnimationFrame(draw)
  }
  // At once, so that no frame is painted without rows, unless this comes out of drawing itself.
  const rows = createRows(page, () => (isDrawing ? update() : draw()))
  const tail = createTail(imp, update)
  const following = createFollowing(tail, view.followed)

  const state: State = {
    account: undefined,
    fleet: undefined,
    view,
    shown: [],
    rows: rows.window(0),
    followed: following.colours,
    problem: undefined,
    hint: undefined,
    samples: [],
    waiting: 0,
    tail,
    folded: false,
    now: clock.now(),
  }

  /** What `state.shown` was made of. */
  let arranged: unknown[] = []
  function arrangeAgain(): void {
    const { fleet, view } = state
    if (!fleet) return
    const parts = [fleet.devices, fleet.groups, view.filter, view.sort]
    if (parts.every((part, index) => part === arranged[index])) return
    arranged = parts
    state.shown = arrange(fleet, view.filter, view.sort, state.shown)
  }

  function draw(): void {
    scheduled = false
    if (signal.aborted) return
    isDrawing = true
    state.now = clock.now()
    state.hint = following.hint
    arrangeAgain()
    state.rows = rows.window(state.shown.length)
    const log = page.querySelector('.tail')
    // Whoever has scrolled up wants to read.
    const atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 40
    render(dashboard(state, actions), page)
    const drawn = page.querySelector('.tail')
    if (atEnd && drawn) drawn.scrollTop = drawn.scrollHeight
    rows.measure(page.querySelector('tbody'))
    isDrawing = false
  }

  const change = (part: Partial<View>) => {
    state.view = { ...state.view, ...part }
    onView(state.view)
    update()
  }
  const changeFollowed = () => change({ followed: [...following.colours.keys()] })

  const actions: Actions = {
    filter: (part) => change({ filter: { ...state.view.filter, ...part } }),
    sortBy: (column) => change({ sort: resort(state.view.sort, column) }),
    follow(device) {
      following.toggle(device)
      changeFollowed()
    },
    fold() {
      state.folded = !state.folded
      update()
    },
    clear: () => tail.clear(),
    signOut() {
      close()
      imp.auth.logout().catch(() => {})
      onEnd()
    },
  }

  function sample(): void {
    const { limit, remaining, waiting } = imp.rateLimiter.snapshot()
    state.waiting = waiting
    if (limit && remaining !== undefined)
      state.samples = [...state.samples.slice(-samplesKept + 1), { limit, remaining }]
    update()
  }
  let sampling: unknown
  const keepSampling = () => {
    sample()
    sampling = clock.setTimeout(keepSampling, sampleInterval)
  }

  function close(): void {
    stop.abort()
    clock.clearTimeout(sampling)
    tail.close()
    rows.close()
  }

  const fail = (error: unknown) => {
    if (signal.aborted) return
    if (isAuthenticationError(error)) {
      close()
      onEnd(sentence(error))
    }
    state.problem = sentence(error)
    update()
  }

  imp.accounts
    .get('me', { signal })
    .then(({ id, attributes }) => (state.account = attributes.username ?? id))
    .then(update, fail)
  void watchFleet(imp, {
    clock,
    signal,
    inView() {
      const [first, last] = rows.inView() ?? [0, -1]
      return state.shown.slice(first, last + 1).map(({ id }) => id)
    },
    onFleet(fleet) {
      const first = !state.fleet
      state.fleet = fleet
      state.problem = undefined
      const before = following.colours.size
      following.meet(fleet)
      if (following.colours.size !== before) changeFollowed()
      if (first) sample()
      update()
    },
    onError: fail,
  })
  keepSampling()
  update()
  return { close }
}
