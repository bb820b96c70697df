import { html, nothing, type TemplateResult } from 'lit-html'
import type { Demo } from '../state.ts'
import { logo } from './logo.ts'

export interface SignInState {
  baseUrl: string
  /** The account of a local demo: shown, and filled in. */
  demo: Demo | undefined
  /** Why the last attempt failed, as a sentence. */
  problem: string | undefined
  /** That sentence asks for more, and nothing went wrong. */
  asking: boolean
  /** The service has asked for a one-time password. */
  otp: boolean
  /** An attempt is under way. */
  busy: boolean
}

export interface SignInForm {
  id: string
  password: string
  otp: string
  baseUrl: string
}

const demoNote = ({ id, password, otp }: Demo) =>
  html`<p class="demo">
    Local demo: <code>${id}</code>, password
    <code>${password}</code>${otp ? html`, one-time password <code>${otp}</code>` : nothing}
  </p>`

export function signIn(state: SignInState, enter: (form: SignInForm) => void): TemplateResult {
  const { baseUrl, demo, problem, asking, otp, busy } = state
  return html`<div class="sign-in">
    <form
      class="panel"
      aria-labelledby="sign-in-title"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        const fields = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as unknown as SignInForm
        enter({ ...fields, otp: fields.otp ?? '' })
      }}
    >
      ${logo}
      <h1 id="sign-in-title">Sign in to your fleet</h1>
      ${demo ? demoNote(demo) : nothing}
      <label> E-mail or user name <input name="id" autocomplete="username" value=${demo?.id ?? ''} required /> </label>
      <label>
        Password
        <input name="password" type="password" autocomplete="current-password" value=${demo?.password ?? ''} required />
      </label>
      ${
        otp
          ? html`<label>
              One-time password
              <input name="otp" inputmode="numeric" autocomplete="one-time-code" />
            </label>`
          : nothing
      }
      <label>impCloud <input name="baseUrl" inputmode="url" value=${baseUrl} required /></label>
      <p class="hint ${asking ? 'asking' : ''}" role="alert">${problem ?? ''}</p>
      <button type="submit" ?disabled=${busy}>${busy ? 'Signing in …' : 'Sign in'}</button>
    </form>
  </div>`
}
