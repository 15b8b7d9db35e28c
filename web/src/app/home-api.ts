import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Chains } from '../../../server/modules/network/schema.ts'
import { http } from '../ui/http.ts'

export type HomeChain = z.infer<typeof Chains>['items'][number]

/** The chains of the org; under the network's own first word, so that its events make this stale too. */
export const homeChainsQuery = queryOptions({
  queryKey: ['network', 'home-chains'],
  queryFn: ({ signal }) => http.get<z.infer<typeof Chains>>('/chains', { signal }),
})
