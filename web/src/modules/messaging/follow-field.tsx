import { useQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { chainsQuery, groupsQuery } from './api.ts'
import { ComposeField } from './compose-field.tsx'

export interface Followed {
  by: 'group'
  groupId: string
  who: 'managers' | 'everybody'
}

/** A group of partners whose people come and go by themselves. */
export function FollowField({
  value,
  onChange,
}: {
  value: Followed | null
  onChange: (value: Followed | null) => void
}) {
  const { t } = useTexts()
  const chains = useQuery(chainsQuery)
  const [picked, setPicked] = useState<string>()
  const chainId = picked ?? chains.data?.items[0]?.id
  const groups = useQuery({ ...groupsQuery(chainId ?? ''), enabled: chainId !== undefined })
  return (
    <ComposeField isGroup label={t('chat:follow.title')} help={t('chat:follow.help')}>
      {(chains.data?.items.length ?? 0) > 1 && (
        <Select
          value={chainId}
          aria-label={t('chat:follow.chain')}
          onChange={(id: string) => {
            setPicked(id)
            onChange(null)
          }}
          options={chains.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Select
        allowClear
        value={value?.groupId}
        loading={groups.isPending && chainId !== undefined}
        placeholder={t('chat:follow.group')}
        aria-label={t('chat:follow.group')}
        notFoundContent={t('chat:follow.noGroup')}
        onChange={(groupId?: string) =>
          onChange(groupId ? { by: 'group', groupId, who: value?.who ?? 'managers' } : null)
        }
        options={groups.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {value && (
        <Segmented
          value={value.who}
          onChange={(who) => onChange({ ...value, who })}
          options={(['managers', 'everybody'] as const).map((who) => ({
            value: who,
            label: t(`chat:follow.${who}`),
          }))}
        />
      )}
    </ComposeField>
  )
}
