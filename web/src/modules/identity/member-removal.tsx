import { useQuery } from '@tanstack/react-query'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useMe } from '../../app/session.ts'
import { ConfirmWithConsequences, ConsequenceList } from '../../ui/confirm.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Member, memberRemovalQuery, useRemoveMember } from './api.ts'

/** What ends, what may be taken back and what stays, in numbers, before somebody is removed. */
export function MemberRemoval({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTexts()
  const format = useFormat()
  const me = useMe()
  const removal = useQuery(memberRemovalQuery(member.id))
  const remove = useRemoveMember()
  const [revokeKeys, setRevokeKeys] = useState(true)
  const [revokeInvitations, setRevokeInvitations] = useState(true)
  const { data } = removal
  const figures = data
    ? (['sessions', 'apiKeys', 'invitations', 'drafts', 'notices'] as const).map((key) => ({
        key,
        label: t(`identity:removal.${key}`),
        value: format.number(data[key]),
      }))
    : []
  return (
    <ConfirmWithConsequences
      isOpen
      onClose={onClose}
      title={t('identity:member.endTitle', { name: member.name })}
      note={t('identity:member.endNote', { org: me.org?.shortName })}
      step={{ kind: 'tick', label: t('identity:member.endTick') }}
      confirmLabel={t('identity:member.end')}
      isLoading={!data}
      onConfirm={() => remove.mutateAsync({ id: member.id, revokeKeys, revokeInvitations })}
    >
      {removal.isError ? (
        <ErrorState error={removal.error} onRetry={() => void removal.refetch()} />
      ) : data ? (
        <ConsequenceList figures={figures} />
      ) : (
        <Skeleton rows={5} />
      )}
      {data && data.apiKeys > 0 && (
        <Checkbox checked={revokeKeys} onChange={(event) => setRevokeKeys(event.target.checked)}>
          {t('identity:removal.revokeKeys', { count: data.apiKeys })}
        </Checkbox>
      )}
      {data && data.invitations > 0 && (
        <Checkbox
          checked={revokeInvitations}
          onChange={(event) => setRevokeInvitations(event.target.checked)}
        >
          {t('identity:removal.revokeInvitations', { count: data.invitations })}
        </Checkbox>
      )}
    </ConfirmWithConsequences>
  )
}
