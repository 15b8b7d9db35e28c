import { CopyOutlined, PlusOutlined, WalletOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import type { ClaimRow, Claims, Side } from '../../../../../server/modules/trade/money/schema.ts'
import { useSearchValues } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { copyText } from '../../../ui/copy.ts'
import { ExportButton } from '../../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { List, type ListColumn } from '../../../ui/list-page.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { DateText, KeyFigures, Money, StateTag } from '../../../ui/values.tsx'
import { Announced } from './announced.tsx'
import { claimsQuery, dunningQuery, keys } from './api.ts'
import { AgeBar, AgeLegend } from './marks.tsx'
import { MoneyTabs } from './money-frame.tsx'
import { PartyDrawer } from './party-drawer.tsx'
import { PaymentDrawer } from './payment-drawer.tsx'

/** What I am owed and what I owe, by party and age. */
export function ClaimsPage() {
  const { t } = useTexts()
  const may = useMay()
  const [search, setSearch] = useSearchValues()
  const [isPaying, setPaying] = useState(false)
  const side: Side = search.side === 'payable' ? 'payable' : 'receivable'
  const claims = useQuery(claimsQuery(side))
  const opened = claims.data?.parties.find(
    (row) => `${row.partyOrgId} ${row.currency}` === search.party,
  )
  return (
    <Page
      title={t('money:title')}
      note={t('money:note')}
      actions={
        may('trade:edit') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setPaying(true)}>
            {t(side === 'receivable' ? 'money:payment.record' : 'money:payment.announce')}
          </Button>
        )
      }
    >
      <MoneyTabs open="claims" />
      <div className="stack">
        <div className="money-bar-head">
          <Segmented
            value={side}
            aria-label={t('money:side.label')}
            onChange={(value) => setSearch({ side: value === 'receivable' ? undefined : value })}
            options={(['receivable', 'payable'] as const).map((value) => ({
              value,
              label: t(`money:side.${value}`),
            }))}
          />
          <ExportButton path="/claims.xlsx" query={{ side }} />
        </div>
        {claims.isPending ? (
          <Skeleton rows={5} />
        ) : claims.isError && !claims.data ? (
          <ErrorState error={claims.error} onRetry={() => void claims.refetch()} />
        ) : (
          claims.data && <Totals claims={claims.data} />
        )}
        {side === 'receivable' && <Announced />}
        <Parties
          side={side}
          onOpen={(row) => setSearch({ party: `${row.partyOrgId} ${row.currency}` })}
        />
        {side === 'receivable' && <Reminders />}
      </div>
      {opened && (
        <PartyDrawer row={opened} side={side} onClose={() => setSearch({ party: undefined })} />
      )}
      <PaymentDrawer isOpen={isPaying} side={side} onClose={() => setPaying(false)} />
    </Page>
  )
}

function Totals({ claims }: { claims: Claims }) {
  const { t } = useTexts()
  const format = useFormat()
  return claims.totals.map((total) => {
    const { currency } = total
    const share = total.openMinor > 0 ? total.overdueMinor / total.openMinor : 0
    return (
      <section key={currency} className="card card-padded stack">
        <h2>
          {total.openMinor === 0
            ? t(`money:age.none_${claims.side}`)
            : t(`money:age.finding_${claims.side}`, {
                open: format.moneyCompact(total.openMinor, currency),
                overdue: format.moneyCompact(total.overdueMinor, currency),
                share: format.percent(share, 0),
              })}
        </h2>
        <AgeBar row={total} currency={currency} />
        <AgeLegend row={total} currency={currency} />
        <KeyFigures
          figures={[
            {
              key: 'open',
              label: t('money:figure.open'),
              value: format.money(total.openMinor, currency),
            },
            {
              key: 'overdue',
              label: t('money:figure.overdue'),
              value: format.money(total.overdueMinor, currency),
              ...(total.overdueMinor > 0 && { tone: 'bad' as const }),
            },
            {
              key: 'account',
              label: t('money:figure.onAccount'),
              value: format.money(total.onAccountMinor, currency),
            },
            {
              key: 'dso',
              label: t('money:figure.dso'),
              value:
                total.daysOutstanding === null
                  ? '–'
                  : t('money:figure.days', { count: total.daysOutstanding }),
              note: t('money:figure.dsoNote'),
            },
          ]}
        />
      </section>
    )
  })
}

function Parties({ side, onOpen }: { side: Side; onOpen: (row: ClaimRow) => void }) {
  const { t } = useTexts()
  const columns: ListColumn<ClaimRow>[] = [
    { key: 'party', title: t('money:party'), render: (row) => row.partyName },
    {
      key: 'age',
      title: t('money:age.title'),
      width: 180,
      render: (row) => (
        <div className="claim-age">
          <AgeBar row={row} currency={row.currency} />
        </div>
      ),
    },
    {
      key: 'open',
      title: t('money:figure.open'),
      align: 'right',
      render: (row) => <Money minor={row.openMinor} currency={row.currency} />,
    },
    {
      key: 'overdue',
      title: t('money:figure.overdue'),
      align: 'right',
      render: (row) => (
        <span className={row.overdueMinor > 0 ? 'text-bad' : 'faint'}>
          <Money minor={row.overdueMinor} currency={row.currency} />
        </span>
      ),
    },
    {
      key: 'account',
      title: t('money:figure.onAccount'),
      align: 'right',
      render: (row) => <Money minor={row.onAccountMinor} currency={row.currency} />,
    },
    {
      key: 'due',
      title: t('money:figure.oldest'),
      align: 'right',
      width: 130,
      render: (row) => <DateText at={row.oldestDueOn} />,
    },
  ]
  const load = claimsQuery(side).queryFn as (context: { signal: AbortSignal }) => Promise<Claims>
  return (
    <List<ClaimRow>
      id="claims"
      queryKey={[...keys.claims, 'list', side]}
      load={async (_, signal) => {
        const { parties } = await load({ signal })
        return { items: parties, nextCursor: null, total: parties.length }
      }}
      rowKey={(row) => `${row.partyOrgId} ${row.currency}`}
      columns={columns}
      card={(row) => <ClaimCard row={row} />}
      onOpen={onOpen}
      isEmbedded
      empty={{
        icon: <WalletOutlined />,
        title: t(`money:claims.none_${side}`),
        note: t('money:claims.noneNote'),
      }}
    />
  )
}

function ClaimCard({ row }: { row: ClaimRow }) {
  const { t } = useTexts()
  return (
    <div className="claim-card">
      <div className="claim-card-line">
        <b>{row.partyName}</b>
        <b>
          <Money minor={row.openMinor} currency={row.currency} />
        </b>
      </div>
      <AgeBar row={row} currency={row.currency} />
      <div className="claim-card-line faint">
        <span>{t('money:claims.invoices', { count: row.invoices })}</span>
        {row.overdueMinor > 0 && (
          <span className="text-bad">
            {t('money:figure.overdue')} <Money minor={row.overdueMinor} currency={row.currency} />
          </span>
        )}
      </div>
    </div>
  )
}

const LEVEL_TONES = ['indigo', 'accent', 'bad'] as const

function Reminders() {
  const { t } = useTexts()
  const format = useFormat()
  const { message } = App.useApp()
  const dunning = useQuery(dunningQuery)
  if (!dunning.data || dunning.data.parties.length === 0) return null
  const { asOf, parties } = dunning.data
  const letterOf = (party: (typeof parties)[number]) =>
    [
      t('money:claims.letter', {
        date: format.date(asOf),
        total: format.money(party.overdueMinor, party.currency),
      }),
      ...party.invoices.map((one) =>
        t('money:claims.letterLine', {
          no: one.no,
          amount: format.money(one.overdueMinor, party.currency),
          due: format.date(one.dueOn),
          reference: one.reference,
        }),
      ),
    ].join('\n')
  return (
    <Section title={t('money:claims.dunning')} note={t('money:claims.dunningNote')}>
      <div className="card card-padded">
        {parties.map((party) => (
          <div key={party.partyOrgId + party.currency} className="money-line">
            <div>
              <b>{party.partyName}</b>{' '}
              <StateTag tone={LEVEL_TONES[party.level - 1]!}>
                {t(`money:claims.level_${party.level}`)}
              </StateTag>
              <div className="faint">{t('money:claims.late', { count: party.daysLateMax })}</div>
            </div>
            <div>
              <Money minor={party.overdueMinor} currency={party.currency} />
              <Button
                type="text"
                icon={<CopyOutlined />}
                title={t('money:claims.copy')}
                aria-label={t('money:claims.copy')}
                onClick={() =>
                  void copyText(letterOf(party)).then(() =>
                    message.success(t('money:claims.copied')),
                  )
                }
              />
            </div>
          </div>
        ))}
      </div>
    </Section>
  )
}
