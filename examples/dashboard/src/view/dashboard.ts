import { html, nothing, type TemplateResult } from 'lit-html'
import { count } from '../format.ts'
import type { Actions, State } from '../state.ts'
import { gauge } from './gauge.ts'
import { logo } from './logo.ts'
import { logs } from './logs.ts'
import { table } from './table.ts'
import { toolbar } from './toolbar.ts'

const tile = (label: string, value: number | undefined, kind = '', note = '') =>
  html`<div class="tile ${kind}">
    <dt>${label}</dt>
    <dd><span class="number">${value === undefined ? '–' : count(value)}</span><span class="note">${note}</span></dd>
  </div>`

function tiles({ fleet }: State): TemplateResult {
  const total = fleet?.devices.length
  const online = fleet?.devices.filter((device) => device.online).length
  const share = total ? `${Math.round((online! / total) * 100)} %` : ''
  return html`<dl class="tiles">
    ${tile('Devices', total, '', fleet && !fleet.complete ? 'reading …' : '')}
    ${tile('Online', online, online ? 'online' : '', share)}
    ${tile('Offline', total === undefined ? undefined : total - online!, total === online ? '' : 'offline')}
    ${tile('Device groups', fleet?.groups.size)}
  </dl>`
}

export function dashboard(state: State, actions: Actions): TemplateResult {
  return html`<header class="bar">
      <div class="brand">
        ${logo}
        <div>
          <h1>Fleet</h1>
          <span class="label">${state.account ?? ' '}</span>
        </div>
      </div>
      ${gauge(state.samples, state.waiting)}
      <button type="button" class="plain sign-out" @click=${actions.signOut}>Sign out</button>
    </header>
    <main>
      ${tiles(state)}
      <div class="problem" role="alert">
        ${state.problem ? html`<strong>Not refreshed.</strong> ${state.problem} Trying again …` : nothing}
      </div>
      <section class="fleet panel" aria-label="Fleet">${toolbar(state, actions)} ${table(state, actions)}</section>
      ${logs(state, actions)}
    </main>`
}
