import { useQuery } from '@tanstack/react-query'
import { useSearchValues } from '../../app/navigation.ts'
import { chainsQuery } from './api.ts'

/** The chain that a board is about: the one in the address, or the first that my org leads. */
export function useLedChain() {
  const [search, change] = useSearchValues()
  const { data, isPending } = useQuery(chainsQuery)
  const chains = data?.items.filter((chain) => chain.isLead) ?? []
  const asked = typeof search.chain === 'string' ? search.chain : null
  const chain = chains.find(({ id }) => id === asked) ?? chains[0]
  return {
    chains,
    isPending,
    chainId: chain?.id ?? null,
    choose: (id: string | null) => change({ chain: id ?? undefined }),
  }
}
