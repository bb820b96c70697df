import { html, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { followLimit } from '../address.ts'
import { labelOf } from '../fleet.ts'
import { counted, timeOf } from '../format.ts'
import type { TailEntry } from '../logs.ts'
import { sentence } from '../sentences.ts'
import type { Actions, State } from '../state.ts'

type Labels = ReadonlyMap<string, string>

/** What the followed devices, and those whose lines are still there, are called. */
function labels({ fleet, followed, tail }: State): Labels {
  const wanted = new Set(followed.keys())
  for (const entry of tail.entries) if (entry.kind === 'line') wanted.add(entry.deviceId)
  if (wanted.size === 0) return new Map()
  return new Map(
    fleet?.devices.filter(({ id }) => wanted.has(id)).map((device) => [device.id, labelOf(device)] as const),
  )
}

const kindOf = (type: string) =>
  type.endsWith('.error') ? 'error' : type === 'status' ? 'status-line' : type.startsWith('agent') ? 'agent' : ''

function entry(item: TailEntry, names: Labels, followed: State['followed']): TemplateResult {
  if (item.kind === 'gap') {
    const { from, to, filled } = item.gap
    const outcome = filled ? `${counted(item.recovered, 'line')} recovered` : 'lines may be missing'
    return html`<li class="gap ${filled ? 'filled' : 'open'}">
      <span>Connection lost ${timeOf(from)} – ${timeOf(to)} · ${outcome}</span>
    </li>`
  }
  const { deviceId, time, type, text, recovered } = item
  const colour = followed.get(deviceId) ?? 'none'
  return html`<li class="line ${kindOf(type)} ${recovered ? 'recovered' : ''} colour-${colour}">
    <time class="number" datetime=${time}>${timeOf(time)}</time>
    <span class="who">${names.get(deviceId) ?? deviceId}</span>
    <span class="what"><span class="type">${type}</span>${text}</span>
  </li>`
}

const chip = (colour: number, name: string, stop: () => void) =>
  html`<span class="chip colour-${colour}"
    >${name}<button type="button" aria-label="Stop following ${name}" @click=${stop}>
      <svg viewBox="0 0 10 10" aria-hidden="true"><path d="m2 2 6 6M8 2 2 8" /></svg></button
  ></span>`

const streamStates: Record<State['tail']['state'], string> = {
  idle: 'No device',
  connecting: 'Connecting',
  open: 'Live',
  waiting: 'Reconnecting',
  closed: 'Closed',
}

export function logs(state: State, actions: Actions): TemplateResult {
  const { tail, followed, hint, folded } = state
  const names = labels(state)
  const problem = tail.error ? sentence(tail.error) : hint
  const quiet = followed.size === 0 && tail.entries.length === 0
  return html`<section
    class="logs panel ${quiet ? 'quiet' : ''} ${folded ? 'folded' : ''}"
    aria-labelledby="logs-title"
  >
    <header>
      <h2 id="logs-title">Logs</h2>
      <span class="stream ${tail.state}" role="status">${streamStates[tail.state]}</span>
      <button type="button" class="plain clear" ?disabled=${tail.entries.length === 0} @click=${actions.clear}>
        Clear
      </button>
      <button
        type="button"
        class="plain fold"
        aria-expanded=${!folded}
        aria-controls="logs-body"
        @click=${actions.fold}
      >
        ${folded ? 'Unfold' : 'Fold'}
      </button>
    </header>
    <div class="logs-body" id="logs-body">
      <div class="chips">
        ${
          followed.size === 0
            ? html`<span class="advice">Tick devices to follow their logs, up to ${followLimit} at a time.</span>`
            : repeat(
                followed,
                ([id]) => id,
                ([id, colour]) => chip(colour, names.get(id) ?? id, () => actions.follow(id)),
              )
        }
      </div>
      <p class="hint" role="alert">${problem ?? ''}</p>
      <ol class="tail" role="log" aria-live="off" aria-label="Log lines" tabindex="0">
        ${
          tail.entries.length === 0
            ? html`<li class="empty">
                ${followed.size === 0 ? 'Nothing is followed yet.' : 'Waiting for the first line …'}
              </li>`
            : repeat(
                tail.entries,
                ({ key }) => key,
                (item) => entry(item, names, followed),
              )
        }
      </ol>
    </div>
  </section>`
}
