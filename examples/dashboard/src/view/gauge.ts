import { html, nothing, svg, type TemplateResult } from 'lit-html'
import { count } from '../format.ts'
import type { Sample } from '../state.ts'

export const samplesKept = 48

const [width, height] = [120, 28]

/** The course of the samples, the latest at the right edge. */
function spark(samples: readonly Sample[]): TemplateResult | typeof nothing {
  if (samples.length < 2) return nothing
  const xOf = (index: number) => width - (samples.length - 1 - index) * (width / (samplesKept - 1))
  const points = samples
    .map(({ remaining, limit }, index) => `${xOf(index).toFixed(1)},${(25 - (remaining / limit) * 22).toFixed(1)}`)
    .join(' ')
  return svg`<polygon points="${xOf(0).toFixed(1)},${height} ${points} ${width},${height}" />
    <polyline points=${points} />`
}

/** What is left of the bucket of requests. */
export function gauge(samples: readonly Sample[], waiting: number): TemplateResult {
  const last = samples.at(-1)
  const share = last ? last.remaining / last.limit : 1
  const level = share > 0.5 ? 'good' : share > 0.2 ? 'low' : 'empty'
  return html`<div class="gauge ${level}">
    <div class="gauge-text">
      <span class="label">Rate limit</span>
      <span
        ><strong class="number remaining">${last ? count(last.remaining) : '–'}</strong
        ><span class="of number"> of ${last ? count(last.limit) : '–'} left</span></span
      >
      <span class="label number waiting">${waiting} waiting</span>
    </div>
    <svg class="spark" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      ${spark(samples)}
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
