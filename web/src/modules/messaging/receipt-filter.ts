import type { ReceiptState } from '../../../../server/modules/messaging/schema.ts'
import type { QueryValue } from '../../ui/http.ts'
import type { RollUpBy } from './api.ts'

/** What the names list asks for when a row of the roll-up is chosen, besides states and a search. */
export function receiptFilter(
  {
    states,
    dimension,
    key,
  }: { states?: readonly ReceiptState[]; dimension?: RollUpBy; key?: string },
  q = '',
): Record<string, QueryValue> {
  const filter: Record<string, QueryValue> = {}
  if (q) filter.q = q
  if (states && states.length > 0) filter.state = states
  if (key !== undefined && dimension) filter[NAMES[dimension]] = key
  return filter
}

const NAMES: Record<RollUpBy, string> = {
  tier: 'tier',
  region: 'region',
  group: 'groupId',
  parent: 'underId',
}
