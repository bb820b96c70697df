/** What of the page stands in its address, so that it can be reloaded, bookmarked and sent to somebody. Pure. */
import { columns, type Filter, noFilter, type Sort } from './arrange.ts'

/** A log stream carries so many devices (impCentral API how-to, "Live Log Streaming"). */
export const followLimit = 8

export interface View {
  filter: Filter
  sort: Sort
  /** Ids of the devices whose logs are followed. */
  followed: readonly string[]
}

export const firstView: View = { filter: noFilter, sort: { column: 'name', descending: false }, followed: [] }

const deviceId = /^[0-9a-f]{16}$/

/** Reads a query such as `?q=freezer&state=offline&sort=-since`. What makes no sense is as if it were not there. */
export function readView(query: string): View {
  const parameters = new URLSearchParams(query)
  const status = parameters.get('state')
  const [, minus, name] = /^(-?)(.*)$/.exec(parameters.get('sort') ?? '') ?? []
  const column = columns.find((column) => column === name)
  const followed = (parameters.get('follow') ?? '').toLowerCase().split(',')
  return {
    filter: {
      text: parameters.get('q') ?? '',
      status: status === 'online' || status === 'offline' ? status : 'all',
      group: parameters.get('group') ?? '',
    },
    sort: column ? { column, descending: minus === '-' } : firstView.sort,
    followed: [...new Set(followed)].filter((id) => deviceId.test(id)).slice(0, followLimit),
  }
}

/** The query for a view. What is as at the beginning is left out; parameters of others are kept. */
export function writeView({ filter, sort, followed }: View, query = ''): string {
  const parameters = new URLSearchParams(query)
  const set = (name: string, value: string) => {
    parameters.delete(name)
    if (value) parameters.append(name, value)
  }
  set('q', filter.text)
  set('state', filter.status === 'all' ? '' : filter.status)
  set('group', filter.group)
  set('sort', sort.column === 'name' && !sort.descending ? '' : (sort.descending ? '-' : '') + sort.column)
  set('follow', followed.join(','))
  // A comma may stand in a query as it is.
  const text = parameters.toString().replaceAll('%2C', ',')
  return text && `?${text}`
}
