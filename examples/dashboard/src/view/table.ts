import { html, nothing, svg, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { type Column, columns, noFilter } from '../arrange.ts'
import { type FleetDevice, labelOf } from '../fleet.ts'
import { ago } from '../format.ts'
import type { Actions, State } from '../state.ts'

/** What stands above the columns. */
export const heads: Record<Column, string> = {
  name: 'Device',
  state: 'State',
  group: 'Device group',
  type: 'Type',
  signal: 'Signal',
  since: 'Since',
}

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

function row(device: FleetDevice, index: number, state: State, actions: Actions): TemplateResult {
  const colour = state.followed.get(device.id)
  const isFollowed = colour !== undefined
  const group = state.fleet!.groups.get(device.groupId ?? '') ?? (device.groupId ? '…' : 'Unassigned')
  return html`<tr
    role="row"
    class=${isFollowed ? `chosen colour-${colour}` : ''}
    data-id=${device.id}
    aria-rowindex=${index + 2}
  >
    <td role="cell" class="choose">
      <input
        type="checkbox"
        aria-label="Follow the logs of ${labelOf(device)}"
        .checked=${isFollowed}
        @change=${(event: Event) => {
          actions.follow(device.id)
          // Where the choice was not taken, the box must not say so.
          ;(event.target as HTMLInputElement).checked = state.followed.has(device.id)
        }}
      />
    </td>
    <th role="rowheader" scope="row" class="device">
      <span class="name ${device.name === undefined ? 'unnamed' : ''}">${device.name ?? 'No name'}</span
      ><span class="id">${device.id}</span>
    </th>
    <td role="cell" class="state">
      <span class="status ${device.online ? 'online' : 'offline'}">${device.online ? 'Online' : 'Offline'}</span>
    </td>
    <td role="cell" class="group">${group}</td>
    <td role="cell" class="type">${device.impType}</td>
    <td role="cell" class="rssi">${signal(device.online ? device.rssi : undefined)}</td>
    <td role="cell" class="since number">${ago(device.since, state.now)}</td>
  </tr>`
}

/** Columns that there always are: where the type is hidden, a cell across one more would make an empty column. */
const across = 6

/** Stands for the rows that are not drawn. */
const spacer = (pixels: number) =>
  pixels > 0
    ? html`<tr class="spacer" aria-hidden="true" style="block-size: ${pixels}px">
        <td colspan=${across}></td>
      </tr>`
    : nothing

const placeholder = html`<tr class="placeholder" role="row" aria-hidden="true">
  <td role="cell" colspan=${across}><span></span></td>
</tr>`

function head(column: Column, { view: { sort } }: State, actions: Actions): TemplateResult {
  const order = sort.column !== column ? 'none' : sort.descending ? 'descending' : 'ascending'
  return html`<th role="columnheader" scope="col" class=${column} aria-sort=${order}>
    <button type="button" @click=${() => actions.sortBy(column)}>
      ${heads[column]}<span class="arrow" aria-hidden="true">${order === 'descending' ? '↓' : '↑'}</span>
    </button>
  </th>`
}

/** Why the table has no rows. */
function empty({ fleet, shown }: State, actions: Actions): TemplateResult | typeof nothing {
  if (!fleet || shown.length > 0) return nothing
  if (fleet.devices.length === 0)
    return html`<div class="none">
      <strong>No devices yet</strong>
      <p>A device appears here as soon as its first BlinkUp has brought it into this account.</p>
    </div>`
  return html`<div class="none">
    <strong>${fleet.complete ? 'No device matches the filter' : 'No match among the devices read so far'}</strong>
    <p><button type="button" class="plain" @click=${() => actions.filter(noFilter)}>Show all devices</button></p>
  </div>`
}

export function table(state: State, actions: Actions): TemplateResult {
  const { fleet, shown, rows } = state
  const drawn = shown.slice(rows.start, rows.end)
  return html`<table role="table" aria-label="Devices" aria-busy=${!fleet?.complete} aria-rowcount=${shown.length + 1}>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex="1">
          <th role="columnheader" scope="col" class="choose"><span class="hidden">Logs</span></th>
          ${columns.map((column) => head(column, state, actions))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${
          fleet
            ? html`${spacer(rows.before)}
              ${repeat(
                drawn,
                ({ id }) => id,
                (device, index) => row(device, rows.start + index, state, actions),
              )}
              ${spacer(rows.after)}`
            : Array.from({ length: 14 }, () => placeholder)
        }
      </tbody>
    </table>
    ${empty(state, actions)}`
}
