import { SolutionOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { awardsQuery } from './api.ts'
import { AwardCard } from './award-card.tsx'
import './sourcing.css'

/** Awards that wait for me, and all others to look up. */
export function ApprovalsPage() {
  const { t } = useTexts()
  const [which, setWhich] = useState<'mine' | 'all'>('mine')
  const { data, error, refetch } = useQuery(awardsQuery(which === 'mine' ? { mine: true } : {}))
  return (
    <Page
      title={t('sourcing:approvals.title')}
      note={t('sourcing:approvals.note')}
      back={{ to: '/sourcing', label: t('sourcing:rfq.many') }}
      width="narrow"
    >
      <div className="stack">
        <div>
          <Segmented
            value={which}
            options={(['mine', 'all'] as const).map((value) => ({
              value,
              label: t(`sourcing:approvals.${value}`),
            }))}
            onChange={setWhich}
          />
        </div>
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton />
        ) : data.items.length === 0 ? (
          <EmptyState
            icon={<SolutionOutlined />}
            title={t(`sourcing:approvals.none.${which}`)}
            note={t('sourcing:approvals.noneNote')}
          />
        ) : (
          data.items.map((award) => <AwardCard key={award.id} award={award} isLinked />)
        )}
      </div>
    </Page>
  )
}
