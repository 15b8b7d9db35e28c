import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type * as wire from '../../../../server/modules/network/schema.ts'
import { http, type QueryValue } from '../../ui/http.ts'

export type {
  Chain,
  ChainInput,
  ChainMap,
  ChainPatch,
  ChainSettings,
  ChainSummary,
  Consequences,
  Contact,
  ContactInput,
  Import,
  ImportField,
  ImportPlan,
  Partner,
  PartnerFilter,
  PartnerInput,
  PartnerPatch,
  PartnerStatus,
  RuleInput,
  Side,
} from '../../../../server/modules/network/schema.ts'
export type PartnerDetail = z.output<typeof wire.PartnerDetail>
export type Partners = z.output<typeof wire.Partners>
export type Group = z.output<typeof wire.Group>
export type Rule = z.output<typeof wire.Rule>
export type DirectoryEntry = z.output<typeof wire.DirectoryEntry>
export type PartnerInvitation = z.output<typeof wire.PartnerInvitation>
export type ImportRow = z.output<typeof wire.ImportRow>
export type RowOutcome = (typeof wire.ROW_OUTCOMES)[number]
type Page<T> = { items: T[]; nextCursor: string | null; total?: number }

/** One recorded fact about a partner: who did what, when. */
export interface HistoryEvent {
  id: string
  type: string
  at: string
  actor: { kind: string; id: string | null; name: string }
  data: Record<string, unknown>
}

const ROOT = ['network'] as const
export const keys = {
  all: ROOT,
  chains: [...ROOT, 'chains'] as const,
  chain: (id: string) => [...ROOT, 'chain', id] as const,
  partners: (chainId: string) => [...ROOT, 'chain', chainId, 'partners'] as const,
  partner: (id: string) => [...ROOT, 'partner', id] as const,
  directory: [...ROOT, 'directory'] as const,
  rules: [...ROOT, 'rules'] as const,
  import: (id: string) => [...ROOT, 'import', id] as const,
}

export const chainsQuery = queryOptions({
  queryKey: keys.chains,
  queryFn: ({ signal }) => http.get<{ items: wire.Chain[] }>('/chains', { signal }),
})
export const useChains = () => useQuery(chainsQuery)
export const useChain = (id: string) =>
  useQuery({
    queryKey: keys.chain(id),
    queryFn: ({ signal }) => http.get<wire.Chain>(`/chains/${id}`, { signal }),
    enabled: id !== '',
  })
export const useChainSummary = (id: string) =>
  useQuery({
    queryKey: [...keys.chain(id), 'summary'],
    queryFn: ({ signal }) => http.get<wire.ChainSummary>(`/chains/${id}/summary`, { signal }),
  })
export const useChainMap = (id: string, isEnabled = true) =>
  useQuery({
    queryKey: [...keys.chain(id), 'map'],
    queryFn: ({ signal }) => http.get<wire.ChainMap>(`/chains/${id}/map`, { signal }),
    enabled: isEnabled && id !== '',
    staleTime: 60_000,
  })
export const useGroups = (chainId: string) =>
  useQuery({
    queryKey: [...keys.chain(chainId), 'groups'],
    queryFn: ({ signal }) => http.get<{ items: Group[] }>(`/chains/${chainId}/groups`, { signal }),
    enabled: chainId !== '',
  })

/** A row of a table. The table would read `children` as rows inside the row. */
export type PartnerRow = Omit<wire.Partner, 'children'> & { direct: number }

export async function loadPartners(
  chainId: string,
  query: Record<string, QueryValue>,
  signal: AbortSignal,
): Promise<Page<PartnerRow>> {
  const page = await http.get<Partners>(`/chains/${chainId}/partners`, { query, signal })
  return {
    ...page,
    items: page.items.map(({ children, ...partner }) => ({ ...partner, direct: children })),
  }
}
/** A short list for pickers and the command palette. */
export const findPartners = (chainId: string, q: string, limit: number, signal?: AbortSignal) =>
  http.get<Partners>(`/chains/${chainId}/partners`, { query: { q, limit }, signal })
export const usePartnerSearch = (chainId: string, q: string) =>
  useQuery({
    queryKey: [...keys.partners(chainId), 'search', q],
    queryFn: ({ signal }) => findPartners(chainId, q, 20, signal),
    placeholderData: keepPreviousData,
  })
export const usePartner = (id: string | null) =>
  useQuery({
    queryKey: keys.partner(id ?? ''),
    queryFn: ({ signal }) => http.get<PartnerDetail>(`/partners/${id}`, { signal }),
    enabled: id !== null && id !== '',
  })
export const usePartnerHistory = (id: string) =>
  useInfiniteQuery({
    queryKey: [...keys.partner(id), 'history'],
    queryFn: ({ pageParam, signal }) =>
      http.get<Page<HistoryEvent>>(`/partners/${id}/history`, {
        query: { cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor ?? null,
  })
export const useContacts = (partnerId: string) =>
  useQuery({
    queryKey: [...keys.partner(partnerId), 'contacts'],
    queryFn: ({ signal }) =>
      http.get<{ items: wire.Contact[] }>(`/partners/${partnerId}/contacts`, { signal }),
  })

export interface DirectoryAsk {
  q?: string
  chainId?: string
  relation?: DirectoryEntry['relation'][]
}
export const useDirectory = (ask: DirectoryAsk) =>
  useInfiniteQuery({
    queryKey: [...keys.directory, ask],
    queryFn: ({ pageParam, signal }) =>
      http.get<Page<DirectoryEntry>>('/directory', {
        query: { ...(ask as Record<string, QueryValue>), limit: 60, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
export const useRules = (chainId: string) =>
  useQuery({
    queryKey: [...keys.rules, chainId],
    queryFn: ({ signal }) =>
      http.get<{ items: Rule[] }>('/visibility-rules', { query: { chainId }, signal }),
    enabled: chainId !== '',
  })

export interface Colleague {
  personId: string
  name: string
  department: string
  jobTitle: string
}
/** My own people, for the near side of a rule. */
export const useColleagues = () =>
  useQuery({
    queryKey: ['members', 'for-rules'],
    queryFn: ({ signal }) =>
      http.get<Page<Colleague>>('/members', { query: { limit: 500 }, signal }),
    staleTime: 60_000,
  })

/** A change that makes everything the module shows stale: counts reach from a partner up to the chain list. */
function useChange<Input, Output>(send: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all }),
  })
}

export const useOpenChain = () =>
  useChange((input: Partial<wire.ChainInput> & { name: string }) =>
    http.post<wire.Chain>('/chains', input),
  )
export const useChangeChain = () =>
  useChange(({ chain, patch }: { chain: wire.Chain; patch: wire.ChainPatch }) =>
    http.patch<wire.Chain>(`/chains/${chain.id}`, patch, { version: chain.version }),
  )
export const useAddPartner = (chainId: string) =>
  useChange((input: wire.PartnerInput) =>
    http.post<wire.Partner>(`/chains/${chainId}/partners`, input),
  )
export const useChangePartner = () =>
  useChange(
    ({ partner, patch }: { partner: { id: string; version: number }; patch: wire.PartnerPatch }) =>
      http.patch<wire.Partner>(`/partners/${partner.id}`, patch, { version: partner.version }),
  )
export type BulkAsk = Partial<wire.BulkInput>
export const useBulk = (chainId: string) =>
  useChange((input: BulkAsk) =>
    http.post<{ partners: number }>(`/chains/${chainId}/partners/bulk`, input),
  )

export type Act =
  | { act: 'move'; parentId: string | null }
  | { act: 'merge'; intoId: string }
  | { act: 'removal'; children: 'move_up' | 'remove' }
const actPath = (id: string, { act }: Act) => `/partners/${id}/${act}`
const actBody = ({ act: _act, ...body }: Act) => body
/** What an act would do, before it is done. */
export const useConsequences = (id: string, act: Act | null) =>
  useQuery({
    // Outside the module's key: once the act is done, asking what it would do is an error.
    queryKey: ['network-consequences', id, act],
    queryFn: ({ signal }) =>
      http.post<wire.Consequences>(
        actPath(id, act!),
        { ...actBody(act!), dryRun: true },
        { signal },
      ),
    enabled: act !== null,
    staleTime: 0,
    gcTime: 0,
  })
export function useAct(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (act: Act) =>
      http.post<wire.Consequences>(actPath(id, act), { ...actBody(act), dryRun: false }),
    onSuccess: (_answer, { act }) => {
      // Who was removed or merged away must not be asked for again.
      if (act !== 'move') client.removeQueries({ queryKey: keys.partner(id) })
      return client.invalidateQueries({ queryKey: keys.all })
    },
  })
}
export const useSuspend = (id: string) =>
  useChange((suspend: boolean) =>
    suspend
      ? http.put<unknown>(`/partners/${id}/suspension`)
      : http.delete<unknown>(`/partners/${id}/suspension`),
  )
export const useDepart = (id: string) =>
  useChange((_: undefined) => http.put<unknown>(`/partners/${id}/departure`))

export const useAddGroup = (chainId: string) =>
  useChange((input: { name: string; parentId: string | null }) =>
    http.post<Group>(`/chains/${chainId}/groups`, input),
  )
export const useChangeGroup = () =>
  useChange(
    ({ group, patch }: { group: Group; patch: { name?: string; parentId?: string | null } }) =>
      http.patch<Group>(`/groups/${group.id}`, patch, { version: group.version }),
  )
export const useRemoveGroup = () =>
  useChange((group: Group) => http.delete(`/groups/${group.id}`, { version: group.version }))

export const useAddContact = (partnerId: string) =>
  useChange((input: wire.ContactInput) =>
    http.post<wire.Contact>(`/partners/${partnerId}/contacts`, input),
  )
export const useChangeContact = () =>
  useChange(({ contact, patch }: { contact: wire.Contact; patch: Partial<wire.ContactInput> }) =>
    http.patch<wire.Contact>(`/contacts/${contact.id}`, patch, { version: contact.version }),
  )
export const useRemoveContact = () =>
  useChange((contact: wire.Contact) =>
    http.delete(`/contacts/${contact.id}`, { version: contact.version }),
  )

export const useAddRule = () =>
  useChange((input: wire.RuleInput) => http.post<Rule>('/visibility-rules', input))
export const useChangeRule = () =>
  useChange(({ rule, patch }: { rule: Rule; patch: wire.RulePatch }) =>
    http.patch<Rule>(`/visibility-rules/${rule.id}`, patch, { version: rule.version }),
  )
export const useRemoveRule = () =>
  useChange((rule: Rule) => http.delete(`/visibility-rules/${rule.id}`, { version: rule.version }))

export const useInvite = (partnerId: string) =>
  useChange((days: number) =>
    http.post<PartnerInvitation>(`/partners/${partnerId}/invitation`, { days }),
  )
export const useInviteMany = (chainId: string) =>
  useChange((input: { partnerIds?: string[]; filter?: wire.PartnerFilter; days: number }) =>
    http.post<{ items: PartnerInvitation[] }>(`/chains/${chainId}/invitations`, input),
  )

const isBusy = (state: wire.Import['state']) => state === 'checking' || state === 'running'
export const useImports = (chainId: string) =>
  useQuery({
    queryKey: [...keys.chain(chainId), 'imports'],
    queryFn: ({ signal }) => http.get<Page<wire.Import>>(`/chains/${chainId}/imports`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => isBusy(one.state)) ? 2000 : false,
  })
/** The live stream tells of progress too; asking keeps it moving where the stream is cut. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: keys.import(id),
    queryFn: ({ signal }) => http.get<wire.Import>(`/imports/${id}`, { signal }),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && isBusy(state.data.state) ? 800 : false),
  })
export const useImportRows = (id: string, outcome: RowOutcome | 'all', isEnabled: boolean) =>
  useInfiniteQuery({
    queryKey: [...keys.import(id), 'rows', outcome],
    queryFn: ({ pageParam, signal }) =>
      http.get<Page<ImportRow>>(`/imports/${id}/rows`, {
        query: { outcome: outcome === 'all' ? undefined : outcome, limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    enabled: isEnabled,
  })
export interface UploadAsk {
  file: File
  side: wire.Side
  parentId: string | null
  onProgress: (share: number) => void
}
export const useUpload = (chainId: string) =>
  useChange(({ file, side, parentId, onProgress }: UploadAsk) =>
    http.upload<wire.Import>(`/chains/${chainId}/imports`, file, {
      fields: { side, ...(parentId && { parentId }) },
      onProgress,
    }),
  )
/** Changes of one import answer with it, so the page need not ask again. */
function useImportChange<Input>(send: (input: Input) => Promise<wire.Import>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      client.setQueryData(keys.import(answer.id), answer)
      void client.invalidateQueries({ queryKey: keys.import(answer.id) })
    },
  })
}
export const usePlan = () =>
  useImportChange(({ job, plan }: { job: wire.Import; plan: wire.ImportPlan }) =>
    http.patch<wire.Import>(`/imports/${job.id}`, { plan }, { version: job.version }),
  )
export const useImportStep = (id: string) =>
  useImportChange((step: 'check' | 'run' | 'cancellation') =>
    http.post<wire.Import>(`/imports/${id}/${step}`),
  )
