import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as wire from '../../../../server/modules/identity/schema.ts'
import type { Joined, JoinInput, JoinView } from '../../../../server/modules/network/schema.ts'
import type { QueryValue } from '../../ui/http.ts'
import { http } from '../../ui/http.ts'

export type { Me, Member, Org } from '../../../../server/modules/identity/schema.ts'
export type Session = z.infer<typeof wire.Session>
export type Invitation = z.infer<typeof wire.Invitation>
export type NewInvitation = z.infer<typeof wire.NewInvitation>
export type InvitationView = z.infer<typeof wire.InvitationView>
export type ApiKey = z.infer<typeof wire.ApiKey>
export type NewApiKey = z.infer<typeof wire.NewApiKey>
export type AuditEvent = z.infer<typeof wire.AuditEvent>
type AuditEvents = z.infer<typeof wire.AuditEvents>
type AuditCheck = z.infer<typeof wire.AuditCheck>
type Items<T> = { items: T[] }

export const keys = {
  org: ['identity', 'org'],
  members: ['identity', 'members'],
  invitations: ['identity', 'invitations'],
  apiKeys: ['identity', 'api-keys'],
  sessions: ['identity', 'sessions'],
  audit: ['identity', 'audit'],
} as const

export const register = (input: z.input<typeof wire.Registration>) =>
  http.post<wire.Me>('/registrations', input)
export const signIn = (input: wire.SignIn) => http.post<wire.Me>('/sessions', input)
export const openOrg = (input: wire.OrgInput) => http.post<wire.Me>('/orgs', input)

export const orgQuery = queryOptions({
  queryKey: keys.org,
  queryFn: ({ signal }) => http.get<wire.Org>('/org', { signal }),
})
export const changeOrg = (patch: wire.OrgPatch, version: number) =>
  http.patch<wire.Org>('/org', patch, { version })

export const changePassword = (change: wire.PasswordChange) =>
  http.put<null>('/me/password', change)
export const startTwoFactor = (password: string) =>
  http.post<z.infer<typeof wire.TwoFactorStart>>('/me/two-factor', { password })
export const confirmTwoFactor = (code: string) =>
  http.put<z.infer<typeof wire.RecoveryCodes>>('/me/two-factor', { code })
export const removeTwoFactor = (password: string) =>
  http.delete('/me/two-factor', { body: { password } })

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => http.get<Items<Session>>('/sessions', { signal }),
})
export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys,
  queryFn: ({ signal }) => http.get<Items<ApiKey>>('/api-keys', { signal }),
})

/** A change whose success makes a list stale. */
function useChange<Input, Output>(
  change: (input: Input) => Promise<Output>,
  queryKey: readonly string[],
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey }),
  })
}

export const useChangeMember = () =>
  useChange(
    ({ id, version, ...patch }: wire.MemberPatch & { id: string; version: number }) =>
      http.patch<wire.Member>(`/members/${id}`, patch, { version }),
    keys.members,
  )
/** Outside the module's key: once somebody is removed, asking what it would do is an error. */
export const memberRemovalQuery = (id: string) =>
  queryOptions({
    queryKey: ['identity-removal', id],
    queryFn: ({ signal }) =>
      http.post<wire.MemberRemoval>(`/members/${id}/removal`, { dryRun: true }, { signal }),
    staleTime: 0,
    gcTime: 0,
  })
export const useRemoveMember = () =>
  useChange(
    ({ id, ...input }: Omit<wire.MemberRemovalInput, 'dryRun'> & { id: string }) =>
      http.post<wire.MemberRemoval>(`/members/${id}/removal`, input),
    keys.members,
  )
export const useInvite = () =>
  useChange(
    (input: z.input<typeof wire.InvitationInput>) =>
      http.post<NewInvitation>('/invitations', input),
    keys.invitations,
  )
export const useRevokeInvitation = () =>
  useChange((id: string) => http.delete(`/invitations/${id}`), keys.invitations)
export const useCreateApiKey = () =>
  useChange((input: wire.ApiKeyInput) => http.post<NewApiKey>('/api-keys', input), keys.apiKeys)
export const useRevokeApiKey = () =>
  useChange((id: string) => http.delete(`/api-keys/${id}`), keys.apiKeys)
export const useRevokeSession = () =>
  useChange((id: string) => http.delete(`/sessions/${id}`), keys.sessions)

export const auditPage = (query: Record<string, QueryValue>, signal?: AbortSignal) =>
  http.get<AuditEvents>('/audit', { query, signal })
export const auditCheckQuery = queryOptions({
  queryKey: [...keys.audit, 'verification'],
  queryFn: ({ signal }) => http.get<AuditCheck>('/audit/verification', { signal }),
  // Recomputing the whole record is work for the server: only when it is asked for.
  enabled: false,
})

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['identity', 'invitation', token],
    queryFn: ({ signal }) => http.get<InvitationView>(`/invitation/${token}`, { signal }),
    retry: false,
  })
export const acceptInvitation = (token: string, input: z.input<typeof wire.Acceptance>) =>
  http.post<wire.Me>(`/invitation/${token}/acceptance`, input)

/** A partner's invitation into a chain belongs to the network's contract; who joins is identity's page. */
export const joinQuery = (token: string) =>
  queryOptions({
    queryKey: ['identity', 'join', token],
    queryFn: ({ signal }) => http.get<z.infer<typeof JoinView>>(`/join/${token}`, { signal }),
    retry: false,
  })
export const joinChain = (token: string, input: z.input<typeof JoinInput>) =>
  http.post<Joined>(`/join/${token}`, input)
