/** What the page looks like, as functions of its state. */
import { html, nothing, svg, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { FleetDevice } from './fleet.ts'
import type { TailEntry } from './logs.ts'
import type { Actions, Filter, Sample, State } from './main.ts'

const relative = new Intl.RelativeTimeFormat('en', { style: 'narrow' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

function ago(time: number | undefined, now: number): string {
  if (time === undefined) return '–'
  const [unit, length] = units.find(([, length]) => now - time >= length) ?? ['minute', Infinity]
  return length === Infinity ? 'just now' : relative.format(-Math.floor((now - time) / length), unit)
}

const timeOf = (iso: string) => clock.format(new Date(iso))

function visible({ fleet, filter }: Pick<State, 'fleet' | 'filter'>): FleetDevice[] {
  const wanted = filter.text.trim().toLowerCase()
  return (fleet?.devices ?? []).filter((device) => {
    const text =
      `${device.name} ${device.id} ${device.mac} ${device.impType} ${fleet!.groups.get(device.groupId ?? '') ?? ''}`.toLowerCase()
    return (
      (filter.status === 'all' || device.online === (filter.status === 'online')) &&
      (filter.group === '' || device.groupId === filter.group) &&
      text.includes(wanted)
    )
  })
}

// ---- Parts ----

const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="9" />
  <path d="M9 21v-5M16 21V11M23 21v-8" />
</svg>`

/** Four bars, as on a telephone. */
function signal(rssi: number | undefined): TemplateResult {
  const bars = rssi === undefined ? 0 : rssi > -50 ? 4 : rssi > -62 ? 3 : rssi > -74 ? 2 : 1
  return html`<span class="signal" title=${rssi === undefined ? 'No signal' : `${rssi} dBm`}>
    <svg viewBox="0 0 18 14" aria-hidden="true">
      ${[0, 1, 2, 3].map(
        (bar) =>
          svg`<rect class=${bar < bars ? 'on' : ''} x=${bar * 5} y=${10 - bar * 3} width="3" height=${4 + bar * 3} rx="1" />`,
      )}
    </svg>
    <span class="number">${rssi === undefined ? '–' : `−${-rssi} dBm`}</span>
  </span>`
}

const status = (online: boolean) =>
  html`<span class="status ${online ? 'online' : 'offline'}">${online ? 'Online' : 'Offline'}</span>`

function gauge(samples: Sample[], waiting: number): TemplateResult {
  const last = samples.at(-1)
  const share = last ? last.remaining / last.limit : 1
  const level = share > 0.5 ? 'good' : share > 0.2 ? 'low' : 'empty'
  const width = 120
  const points = samples.map(({ remaining, limit }, index) => {
    const x = width - (samples.length - 1 - index) * (width / 47)
    return `${x.toFixed(1)},${(25 - (remaining / limit) * 22).toFixed(1)}`
  })
  return html`<div class="gauge ${level}">
    <div class="gauge-text">
      <span class="label">Rate limit</span>
      <span
        ><strong class="number remaining">${last?.remaining ?? '–'}</strong
        ><span class="of number"> of ${last?.limit ?? '–'} left</span></span
      >
      <span class="label number waiting">${waiting} waiting</span>
    </div>
    <svg class="spark" viewBox="0 0 ${width} 28" preserveAspectRatio="none" aria-hidden="true">
      ${
        points.length > 1
          ? svg`<polygon points="${points[0]!.split(',')[0]},28 ${points.join(' ')} ${width},28" />
              <polyline points=${points.join(' ')} />`
          : nothing
      }
    </svg>
    <div
      class="meter"
      role="meter"
      aria-label="Requests left in the rate limit"
      aria-valuemin="0"
      aria-valuemax=${last?.limit ?? 0}
      aria-valuenow=${last?.remaining ?? 0}
    >
      <div style="inline-size: ${(share * 100).toFixed(1)}%"></div>
    </div>
  </div>`
}

const tile = (label: string, value: number | undefined, kind = '', note = '') =>
  html`<div class="tile ${kind}">
    <dt>${label}</dt>
    <dd><span class="number">${value ?? '–'}</span><span class="note">${note}</span></dd>
  </div>`

function tiles({ fleet }: State): TemplateResult {
  const total = fleet?.devices.length
  const online = fleet?.devices.filter((device) => device.online).length
  const share = total ? `${Math.round((online! / total) * 100)} %` : ''
  return html`<dl class="tiles">
    ${tile('Devices', total)} ${tile('Online', online, 'online', share)}
    ${tile('Offline', total === undefined ? undefined : total - online!, 'offline')}
    ${tile('Device groups', fleet?.groups.size)}
  </dl>`
}

function toolbar({ fleet, filter }: State, shown: number, { filter: change }: Actions): TemplateResult {
  const choices: [Filter['status'], string][] = [
    ['all', 'All'],
    ['online', 'Online'],
    ['offline', 'Offline'],
  ]
  return html`<form class="toolbar" role="search" @submit=${(event: Event) => event.preventDefault()}>
    <label class="search">
      <span class="hidden">Filter devices</span>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="9" cy="9" r="5.5" />
        <path d="m13.2 13.2 4 4" />
      </svg>
      <input
        type="search"
        placeholder="Name, id, MAC or group"
        autocomplete="off"
        .value=${filter.text}
        @input=${(event: Event) => change({ text: (event.target as HTMLInputElement).value })}
      />
    </label>
    <fieldset class="segments">
      <legend class="hidden">State</legend>
      ${choices.map(
        ([value, label]) =>
          html`<label
            ><input
              type="radio"
              name="status"
              .checked=${filter.status === value}
              @change=${() => change({ status: value })}
            /><span>${label}</span></label
          >`,
      )}
    </fieldset>
    <label class="select">
      <span class="hidden">Device group</span>
      <select @change=${(event: Event) => change({ group: (event.target as HTMLSelectElement).value })}>
        <option value="">All device groups</option>
        ${[...(fleet?.groups ?? [])].map(
          ([id, name]) => html`<option value=${id} ?selected=${filter.group === id}>${name}</option>`,
        )}
      </select>
    </label>
    <output class="number count">${fleet ? `${shown} of ${fleet.devices.length}` : ''}</output>
  </form>`
}

function row(device: FleetDevice, state: State, actions: Actions): TemplateResult {
  const colour = state.chosen.get(device.id)
  const chosen = colour !== undefined
  return html`<tr role="row" class=${chosen ? `chosen colour-${colour}` : ''} data-id=${device.id}>
    <td role="cell" class="choose">
      <input
        type="checkbox"
        aria-label="Follow the logs of ${device.name}"
        .checked=${chosen}
        @change=${(event: Event) => {
          actions.toggle(device.id)
          // Where the choice was not taken, the box must not say so.
          ;(event.target as HTMLInputElement).checked = state.chosen.has(device.id)
        }}
      />
    </td>
    <th role="rowheader" scope="row" class="device">
      <span class="name">${device.name}</span><span class="id">${device.id}</span>
    </th>
    <td role="cell" class="state">${status(device.online)}</td>
    <td role="cell" class="group">${state.fleet!.groups.get(device.groupId ?? '') ?? 'Unassigned'}</td>
    <td role="cell" class="type">${device.impType}</td>
    <td role="cell" class="rssi">${signal(device.online ? device.rssi : undefined)}</td>
    <td role="cell" class="since number">${ago(device.since, state.now)}</td>
  </tr>`
}

function table(state: State, devices: FleetDevice[], actions: Actions): TemplateResult {
  const head = ['Device', 'State', 'Device group', 'Type', 'Signal', 'Since']
  const placeholder = html`<tr class="placeholder" role="row" aria-hidden="true">
    <td role="cell" colspan="7"><span></span></td>
  </tr>`
  return html`<table role="table" aria-label="Devices" aria-busy=${!state.fleet}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col"><span class="hidden">Logs</span></th>
          ${head.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${
          state.fleet
            ? repeat(
                devices,
                ({ id }) => id,
                (device) => row(device, state, actions),
              )
            : Array.from({ length: 14 }, () => placeholder)
        }
      </tbody>
    </table>
    ${state.fleet && devices.length === 0 ? html`<p class="none">No device matches the filter.</p>` : nothing}`
}

function entry(item: TailEntry, names: Map<string, string>, chosen: Map<string, number>): TemplateResult {
  if (item.kind === 'gap') {
    const { from, to, filled } = item.gap
    const outcome = !filled
      ? 'lines may be missing'
      : `${item.recovered} ${item.recovered === 1 ? 'line' : 'lines'} recovered`
    return html`<li class="gap ${filled ? 'filled' : 'open'}">
      <span>Connection lost ${timeOf(from)} – ${timeOf(to)} · ${outcome}</span>
    </li>`
  }
  const { deviceId, time, type, text, recovered } = item
  const kind = type.endsWith('.error')
    ? 'error'
    : type === 'status'
      ? 'status-line'
      : type.startsWith('agent')
        ? 'agent'
        : ''
  return html`<li class="line ${kind} ${recovered ? 'recovered' : ''} colour-${chosen.get(deviceId) ?? 'none'}">
    <time class="number" datetime=${time}>${timeOf(time)}</time>
    <span class="who">${names.get(deviceId) ?? deviceId}</span>
    <span class="what"><span class="type">${type}</span>${text}</span>
  </li>`
}

const states: Record<State['tail']['state'], string> = {
  idle: 'No device',
  connecting: 'Connecting',
  open: 'Live',
  waiting: 'Reconnecting',
  closed: 'Closed',
}

function logs(state: State, actions: Actions): TemplateResult {
  const { tail, chosen, fleet, hint } = state
  const names = new Map(fleet?.devices.map(({ id, name }) => [id, name]))
  const problem = tail.error ? (tail.error as Error).message : hint
  const quiet = chosen.size === 0 && tail.entries.length === 0
  return html`<section class="logs panel ${quiet ? 'quiet' : ''}" aria-labelledby="logs-title">
    <header>
      <h2 id="logs-title">Logs</h2>
      <span class="stream ${tail.state}" role="status">${states[tail.state]}</span>
      <button type="button" class="plain" ?disabled=${tail.entries.length === 0} @click=${actions.clear}>Clear</button>
    </header>
    <div class="chips">
      ${
        chosen.size === 0
          ? html`<span class="advice">Tick devices to follow their logs, eight at a time.</span>`
          : repeat(
              chosen,
              ([id]) => id,
              ([id, colour]) =>
                html`<span class="chip colour-${colour}"
                  >${names.get(id) ?? id}<button
                    type="button"
                    aria-label="Stop following ${names.get(id) ?? id}"
                    @click=${() => actions.toggle(id)}
                  >
                    <svg viewBox="0 0 10 10" aria-hidden="true"><path d="m2 2 6 6M8 2 2 8" /></svg></button
                ></span>`,
            )
      }
    </div>
    <p class="hint" role="alert">${problem ?? ''}</p>
    <ol class="tail" role="log" aria-live="off" aria-label="Log lines" tabindex="0">
      ${
        tail.entries.length === 0
          ? html`<li class="empty">
              ${chosen.size === 0 ? 'Nothing is followed yet.' : 'Waiting for the first line …'}
            </li>`
          : repeat(
              tail.entries,
              ({ key }) => key,
              (item) => entry(item, names, chosen),
            )
      }
    </ol>
  </section>`
}

// ---- Pages ----

export function dashboard(state: State, actions: Actions): TemplateResult {
  const devices = visible(state)
  return html`<header class="bar">
      <div class="brand">
        ${logo}
        <div>
          <h1>Fleet</h1>
          <span class="label">${state.fleet?.account ?? ' '}</span>
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
      <section class="fleet panel" aria-label="Fleet">
        ${toolbar(state, devices.length, actions)} ${table(state, devices, actions)}
      </section>
      ${logs(state, actions)}
    </main>`
}

export function signIn(
  preset: { baseUrl: string },
  problem: string | undefined,
  enter: (form: FormData) => Promise<void>,
): TemplateResult {
  return html`<main class="sign-in">
    <form
      class="panel"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        void enter(new FormData(event.target as HTMLFormElement))
      }}
    >
      ${logo}
      <h1>Sign in to your fleet</h1>
      <label>E-mail or user name <input name="id" autocomplete="username" required /></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
      <label>impCloud <input name="baseUrl" type="url" .value=${preset.baseUrl} required /></label>
      <p class="hint" role="alert">${problem ?? ''}</p>
      <button type="submit">Sign in</button>
    </form>
  </main>`
}
