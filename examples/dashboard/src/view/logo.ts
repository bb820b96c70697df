import { html, type TemplateResult } from 'lit-html'

export const logo: TemplateResult = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="9" />
  <path d="M9 21v-5M16 21V11M23 21v-8" />
</svg>`
