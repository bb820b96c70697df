/** The options of `impcentral check`, apart from its code: telling how it is used loads no client. */
import type { Options } from './arguments.ts'

export const help = `Usage: impcentral check [options]

Holds a service against the description of the impCentral API: statuses, headers, media types, bodies, the events of a log
stream. It answers the open questions of the description as far as the account lets it. Without --write it only reads,
and opens and closes two log streams. With --write it makes a product of its own, named impcentral-check-…, with
device groups, deployments and a webhook in it, and a login key, and takes everything away again, what an earlier run
has left included. It changes nothing else, and no device.

The credentials are in the environment: IMPCENTRAL_ID and IMPCENTRAL_PASSWORD, with IMPCENTRAL_OTP where the account has
two-factor authentication, or IMPCENTRAL_LOGIN_KEY.

Options:
  --base-url URL   Where the API is (default: https://api.electricimp.com/v5)
  --write          Make, change and take away things of its own
  --json           Print the report as JSON instead of a table
  --report FILE    Write the report to FILE, as JSON. It holds no value of the account
  --record FILE    Write the exchanges to FILE, one JSON object per line, with every value replaced by one of its shape
  -h, --help       Print this text
  -v, --version    Print the version

Exit code: 0 when nothing differs, 1 when something differs, a step failed or something could not be taken away, 2 when
the options are wrong or nobody could sign in, 130 when it was interrupted.`

/** The options, with what each takes. */
export const options = {
  'base-url': { type: 'string', takes: 'the URL of an API' },
  write: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  report: { type: 'string', takes: 'the name of a file' },
  record: { type: 'string', takes: 'the name of a file' },
} as const satisfies Options

/** The values of the options. */
export interface Values {
  'base-url'?: string
  write: boolean
  json: boolean
  report?: string
  record?: string
}
