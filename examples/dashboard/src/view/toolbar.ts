import { html, type TemplateResult } from 'lit-html'
import { type Column, type Filter } from '../arrange.ts'
import { count } from '../format.ts'
import type { Actions, State } from '../state.ts'
import { heads } from './table.ts'

const choices: [Filter['status'], string][] = [
  ['all', 'All'],
  ['online', 'Online'],
  ['offline', 'Offline'],
]

const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value

function groupChoice({ fleet, view }: State, { filter }: Actions): TemplateResult {
  const groups = [...(fleet?.groups ?? [])].toSorted((a, b) => a[1].localeCompare(b[1], 'en', { numeric: true }))
  const chosen = view.filter.group
  return html`<label class="select">
    <span class="hidden">Device group</span>
    <select @change=${(event: Event) => filter({ group: valueOf(event) })}>
      <option value="" ?selected=${chosen === ''}>All device groups</option>
      ${groups.map(([id, name]) => html`<option value=${id} ?selected=${chosen === id}>${name}</option>`)}
      <option value="none" ?selected=${chosen === 'none'}>Unassigned</option>
    </select>
  </label>`
}

/** For narrow screens, where the table has no head to click on. */
function sortChoice({ view: { sort } }: State, actions: Actions): TemplateResult {
  return html`<div class="sort">
    <label class="select">
      <span class="hidden">Sort by</span>
      <select @change=${(event: Event) => actions.sortBy(valueOf(event) as Column)}>
        ${Object.entries(heads).map(
          ([column, label]) =>
            html`<option value=${column} ?selected=${sort.column === column}>Sort by ${label.toLowerCase()}</option>`,
        )}
      </select>
    </label>
    <button type="button" class="plain turn" @click=${() => actions.sortBy(sort.column)}>
      <span class="hidden">Turn the order round, now ${sort.descending ? 'descending' : 'ascending'}</span>
      <span aria-hidden="true">${sort.descending ? '↓' : '↑'}</span>
    </button>
  </div>`
}

export function toolbar(state: State, actions: Actions): TemplateResult {
  const { fleet, view, shown } = state
  const all = fleet?.devices.length ?? 0
  const counts = `${count(shown.length)} of ${count(all)}${fleet?.complete ? '' : ' so far'}`
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
        .value=${view.filter.text}
        @input=${(event: Event) => actions.filter({ text: valueOf(event) })}
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
              .checked=${view.filter.status === value}
              @change=${() => actions.filter({ status: value })}
            /><span>${label}</span></label
          >`,
      )}
    </fieldset>
    ${groupChoice(state, actions)} ${sortChoice(state, actions)}
    <output class="number count">${fleet ? counts : ''}</output>
  </form>`
}
