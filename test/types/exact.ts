/** Compiled, never run, with `exactOptionalPropertyTypes`: there a filter that is `undefined` is refused by its type, too. */
import type { ImpCentral } from 'impcentral'

declare const imp: ImpCentral

export async function filters(maybe: string | undefined): Promise<void> {
  await imp.devices.list({ filter: { 'owner.id': 'me' } })
  // @ts-expect-error it would list everything
  await imp.devices.list({ filter: { 'owner.id': maybe } })
  // @ts-expect-error it would list everything
  await imp.deviceGroups.list({ filter: { type: undefined } })
  // @ts-expect-error it would list everything
  await imp.deployments.list({ filter: { tags: undefined } })
  // @ts-expect-error it would list everything
  await imp.client.GET('/devices', { params: { query: { 'filter[owner.id]': maybe } } })
}
