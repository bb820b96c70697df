/** The dashboard as one function: it signs in, shows the fleet, and lives in an element of any page. */
import { createImpCentral, type Clock, type Fetch, systemClock } from 'impcentral'
import { render } from 'lit-html'
import { firstView, readView, type View, writeView } from './address.ts'
import { signInSentence, wantsOtp } from './sentences.ts'
import { type Session, startSession } from './session.ts'
import type { Demo } from './state.ts'
import base from './style/base.css?raw'
import header from './style/header.css?raw'
import logs from './style/logs.css?raw'
import narrow from './style/narrow.css?raw'
import signInStyle from './style/sign-in.css?raw'
import table from './style/table.css?raw'
import toolbar from './style/toolbar.css?raw'
import { signIn, type SignInForm, type SignInState } from './view/sign-in.ts'

/** Where the page keeps its filter, its order and its followed devices. */
export interface Address {
  /** The query, with or without its question mark. */
  read(): string
  write(query: string): void
}

/** The address of the page itself, so that it can be reloaded and sent to somebody. */
export const pageAddress: Address = {
  read: () => location.search,
  write: (query) => history.replaceState(history.state, '', location.pathname + query + location.hash),
}

export interface DashboardOptions {
  /**
   * Where the dashboard is put, as a shadow tree: neither its styles nor those of the page reach the other. It fills the
   * element, whose height must come from the page, and scrolls in it; it is light or dark as the element's `color-scheme` is.
   * Its fonts are Inter and JetBrains Mono where the page has them (`page.css`), and those of the system elsewhere.
   */
  element: HTMLElement
  /** Where the impCloud is; somebody who signs in can name another. */
  baseUrl: string
  /** Sends the requests: `cloud.fetch` of an emulator in the page, for example. @default the global `fetch` */
  fetch?: Fetch | undefined
  /**
   * The account of a local demo. The sign-in shows it and has it filled in. Without `otp` the dashboard begins signed in.
   * @default none: somebody signs in
   */
  demo?: Demo | undefined
  /** Keeps the filter, the order and the followed devices; `null` for nowhere. @default `pageAddress` */
  address?: Address | null | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
}

export interface Dashboard {
  /** Ends all requests and log streams, and empties the element. */
  close(): void
}

const sheets = [base, header, toolbar, table, logs, signInStyle, narrow].map((text) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
})

/**
 * Puts the fleet dashboard into an element. Credentials stay in the memory of the page.
 *
 * @example
 * const cloud = createImpCloud({ devices: 200 })
 * const { email: id, password } = cloud.accounts[0]
 * const dashboard = mountDashboard({ element, baseUrl: cloud.baseUrl, fetch: cloud.fetch, demo: { id, password } })
 * // Later:
 * dashboard.close()
 */
export function mountDashboard(options: DashboardOptions): Dashboard {
  const { element, demo, fetch, clock = systemClock, address = pageAddress } = options
  const shadow = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  shadow.adoptedStyleSheets = sheets
  const page = document.createElement('div')
  page.className = 'page'
  shadow.replaceChildren(page)
  let session: Session | undefined
  let view = address ? readView(address.read()) : firstView
  const state: SignInState = {
    baseUrl: options.baseUrl,
    demo,
    problem: undefined,
    asking: false,
    otp: false,
    busy: false,
  }

  const draw = () =>
    render(
      signIn(state, (form) => void enter(form)),
      page,
    )

  const connect = ({ id, password, otp, baseUrl }: SignInForm, onOtp: () => void) => {
    const answer = () => {
      onOtp()
      return otp.trim()
    }
    const auth = { id: id.trim(), password, otp: otp.trim() ? answer : undefined }
    return createImpCentral({ auth, baseUrl: baseUrl.trim(), fetch, clock })
  }

  function show(imp: ReturnType<typeof connect>): void {
    const onView = (next: View) => {
      view = next
      address?.write(writeView(view, address.read()))
    }
    const onEnd = (reason?: string) => {
      session = undefined
      Object.assign(state, { problem: reason, asking: false, otp: false, busy: false })
      draw()
    }
    page.scrollTop = 0
    session = startSession({ imp, page, clock, view, onView, onEnd })
  }

  async function enter(form: SignInForm): Promise<void> {
    let otpSent = false
    Object.assign(state, { problem: undefined, busy: true })
    draw()
    try {
      const imp = connect(form, () => (otpSent = true))
      await imp.auth.login()
      if (page.isConnected) show(imp)
    } catch (error) {
      const problem = signInSentence(error, form.baseUrl.trim(), otpSent)
      const asking = wantsOtp(error) && !otpSent
      Object.assign(state, { problem, asking, busy: false, otp: state.otp || asking })
      draw()
      page.querySelector<HTMLInputElement>(`[name=${asking || otpSent ? 'otp' : 'password'}]`)?.select()
    }
  }

  if (demo && !demo.otp) show(connect({ ...demo, otp: '', baseUrl: options.baseUrl }, () => {}))
  else draw()
  return {
    close() {
      session?.close()
      shadow.replaceChildren()
    },
  }
}
