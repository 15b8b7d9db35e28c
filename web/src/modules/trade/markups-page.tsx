import { PercentageOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useGo, useSearchValues } from '../../app/navigation.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Chain, chainsQuery } from './api.ts'
import { SellerEditor } from './seller-editor.tsx'
import { TierEditor } from './tier-editor.tsx'
import './trade.css'

/** Who adds how much: for the lead, tier by tier; for a distributor, at its own place. */
export function MarkupsPage() {
  const { t } = useTexts()
  const go = useGo()
  const [search, setSearch] = useSearchValues()
  const chains = useQuery(chainsQuery)
  const usable = chains.data?.items.filter((chain) => chain.isLead || chain.myPartnerId !== null)
  const chain = usable?.find((one) => one.id === search.chain) ?? usable?.[0]
  return (
    <Page
      title={t('trade:markup.title')}
      note={chain && t(chain.isLead ? 'trade:markup.noteLead' : 'trade:markup.noteSeller')}
      back={{ to: '/prices', label: t('trade:title') }}
      width="wide"
      actions={
        usable &&
        usable.length > 1 && (
          <Select
            value={chain?.id}
            aria-label={t('trade:markup.chain')}
            popupMatchSelectWidth={false}
            options={usable.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(id) => setSearch({ chain: id })}
          />
        )
      }
    >
      {chains.isPending ? (
        <Skeleton rows={8} />
      ) : chains.isError && !chains.data ? (
        <ErrorState error={chains.error} onRetry={() => void chains.refetch()} />
      ) : chain ? (
        <Editor key={chain.id} chain={chain} />
      ) : (
        <EmptyState
          icon={<PercentageOutlined />}
          title={t('trade:markup.noChain')}
          note={t('trade:markup.noChainNote')}
          action={<Button onClick={() => go('/chains')}>{t('trade:markup.toChains')}</Button>}
        />
      )}
    </Page>
  )
}

function Editor({ chain }: { chain: Chain }) {
  if (chain.isLead) return <TierEditor chain={chain} />
  return <SellerEditor chain={chain} partnerId={chain.myPartnerId as string} />
}
