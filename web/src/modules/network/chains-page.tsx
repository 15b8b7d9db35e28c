import { ApartmentOutlined, PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import { useMay } from '../../app/session.ts'
import { ExportRows, type TextColumn } from '../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { StateTag } from '../../ui/values.tsx'
import { type Chain, useChains } from './api.ts'
import './network.css'

/** The chains that my org leads or stands in. */
export function ChainsPage() {
  const { t } = useTexts()
  const may = useMay()
  const { data, error, isPending, refetch } = useChains()
  const open = may('network:edit') && (
    <Link to="/chains/new">
      <Button type="primary" icon={<PlusOutlined />}>
        {t('network:chains.open')}
      </Button>
    </Link>
  )
  const columns = useColumns()
  const chains = data?.items ?? []
  return (
    <Page
      title={t('network:chains.title')}
      note={t('network:chains.note')}
      actions={
        chains.length > 0 && (
          <>
            <ExportRows name="chains" columns={columns} read={async () => ({ items: chains })} />
            {open}
          </>
        )
      }
    >
      {isPending ? (
        <div className="card card-padded">
          <Skeleton rows={5} />
        </div>
      ) : error && !data ? (
        <div className="card">
          <ErrorState error={error} onRetry={() => void refetch()} />
        </div>
      ) : chains.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={<ApartmentOutlined />}
            title={t('network:chains.emptyTitle')}
            note={t(
              may('network:edit') ? 'network:chains.emptyNote' : 'network:chains.emptyNoteNoRight',
            )}
            action={open}
          />
        </div>
      ) : (
        <ul className="chain-cards">
          {chains.map((chain) => (
            <li key={chain.id}>
              <ChainCard chain={chain} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

function useColumns(): TextColumn<Chain>[] {
  const { t } = useTexts()
  const place = usePlace()
  return [
    { title: t('network:chains.name'), text: ({ name }) => name },
    { title: t('network:chains.lead'), text: ({ lead }) => lead.name },
    { title: t('network:chains.place'), text: place },
    { title: t('network:chains.partnersCount'), text: ({ partners }) => partners },
    { title: t('network:chains.joinedCount'), text: ({ joined }) => joined },
    { title: t('network:chains.noteColumn'), text: ({ note }) => note },
  ]
}

function usePlace(): (chain: Chain) => string {
  const { t } = useTexts()
  return ({ isLead, myTier }) =>
    isLead
      ? t('network:chains.iLead')
      : myTier === null
        ? t('network:chains.member')
        : t('network:chains.memberTier', { tier: myTier })
}

function ChainCard({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const format = useFormat()
  const place = usePlace()
  const share = chain.partners === 0 ? 0 : chain.joined / chain.partners
  return (
    <Link to={`/chains/${chain.id}`} className="card chain-card">
      <div className="chain-card-head">
        <strong>{chain.name}</strong>
        <StateTag tone={chain.isLead ? 'indigo' : 'quiet'}>{place(chain)}</StateTag>
      </div>
      <div className="soft">
        {chain.isLead ? chain.note : t('network:chains.ledBy', { name: chain.lead.name })}
      </div>
      {chain.partners > 0 ? (
        <>
          <div className="chain-card-figures">
            <span>
              <b className="figures">{format.number(chain.partners)}</b>{' '}
              {t('network:chains.partners')}
            </span>
            <span>
              <b className="figures">{format.percent(share)}</b> {t('network:chains.joined')}
            </span>
          </div>
          <Progress
            percent={share * 100}
            showInfo={false}
            size="small"
            aria-label={t('network:chains.joined')}
          />
        </>
      ) : (
        <div className="faint">
          {t(chain.isLead ? 'network:chains.nobodyYet' : 'network:chains.nobodyBelow')}
        </div>
      )}
    </Link>
  )
}
