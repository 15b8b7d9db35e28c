import { BookOutlined, LockOutlined, PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Select, Tabs } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  ACCOUNTS,
  ClosingInput,
  FLOW_ACCOUNTS,
} from '../../../../../server/modules/trade/money/schema.ts'
import { useMay } from '../../../app/session.ts'
import { ExportButton } from '../../../ui/export-button.tsx'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { http } from '../../../ui/http.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { DateText, Money, StateTag } from '../../../ui/values.tsx'
import { AmountField } from '../amount-field.tsx'
import {
  balanceQuery,
  closeBooks,
  type Entries,
  enterByHand,
  keys,
  moneyChanged,
  type s,
} from './api.ts'
import { Figures, MoneyTabs } from './money-frame.tsx'

/** My books: every account, and every entry behind it. */
export function LedgerPage() {
  const { t } = useTexts()
  const may = useMay()
  const [open, setOpen] = useState<'close' | 'manual' | null>(null)
  const balance = useQuery(balanceQuery)
  return (
    <Page
      title={t('money:ledger.title')}
      note={t('money:ledger.note')}
      actions={
        <>
          <ExportButton path="/ledger/balance.xlsx" />
          {may('trade:edit') && (
            <>
              <Button icon={<LockOutlined />} onClick={() => setOpen('close')}>
                {t('money:ledger.close')}
              </Button>
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('manual')}>
                {t('money:ledger.manual')}
              </Button>
            </>
          )}
        </>
      }
    >
      <MoneyTabs open="ledger" />
      <Tabs
        items={[
          {
            key: 'balance',
            label: t('money:ledger.balance'),
            children: balance.isPending ? (
              <Skeleton rows={8} />
            ) : balance.isError && !balance.data ? (
              <ErrorState error={balance.error} onRetry={() => void balance.refetch()} />
            ) : (
              balance.data && <Balance balance={balance.data} />
            ),
          },
          { key: 'journal', label: t('money:ledger.journal'), children: <Journal /> },
        ]}
      />
      <CloseDrawer isOpen={open === 'close'} onClose={() => setOpen(null)} />
      <ManualDrawer isOpen={open === 'manual'} onClose={() => setOpen(null)} />
    </Page>
  )
}

function Balance({ balance }: { balance: s.TrialBalance }) {
  const { t } = useTexts()
  const format = useFormat()
  if (balance.rows.length === 0) {
    return (
      <EmptyState
        icon={<BookOutlined />}
        title={t('money:ledger.none')}
        note={t('money:ledger.noneNote')}
      />
    )
  }
  const currencies = Map.groupBy(balance.rows, (row) => row.currency)
  return (
    <div className="card card-padded stack">
      <div className="row">
        <StateTag tone="good">{t('money:ledger.balanced')}</StateTag>
        {balance.closedUntil && (
          <StateTag tone="quiet">
            {t('money:ledger.closedUntil', { date: format.date(balance.closedUntil) })}
          </StateTag>
        )}
      </div>
      {[...currencies].map(([currency, rows]) => (
        <Figures
          key={currency}
          head={
            <>
              <th scope="col">{t('money:ledger.account')}</th>
              <th scope="col" className="is-wide">
                {t('money:ledger.debit')}
              </th>
              <th scope="col" className="is-wide">
                {t('money:ledger.credit')}
              </th>
              <th scope="col">{t('money:ledger.closing')}</th>
            </>
          }
        >
          {rows.map((row) => (
            <tr key={row.account + row.flow}>
              <td>
                {t(`money:accountName.${row.account}`)}
                {row.flow && <span className="faint"> · {t(`money:flow.${row.flow}`)}</span>}
              </td>
              <td className="is-wide">
                {row.debitMinor > 0 && <Money minor={row.debitMinor} currency={currency} />}
              </td>
              <td className="is-wide">
                {row.creditMinor > 0 && <Money minor={row.creditMinor} currency={currency} />}
              </td>
              <td>
                <Money minor={row.closingMinor} currency={currency} />
              </td>
            </tr>
          ))}
          <tr className="is-sum">
            <td>{t('money:ledger.sum')}</td>
            {(['debitMinor', 'creditMinor', 'closingMinor'] as const).map((key) => (
              <td key={key} className={key === 'closingMinor' ? undefined : 'is-wide'}>
                <Money minor={rows.reduce((sum, row) => sum + row[key], 0)} currency={currency} />
              </td>
            ))}
          </tr>
        </Figures>
      ))}
    </div>
  )
}

function Journal() {
  const { t } = useTexts()
  const entries = useInfiniteQuery({
    queryKey: keys.entries,
    queryFn: ({ signal, pageParam }) =>
      http.get<Entries>('/ledger/entries', { query: { cursor: pageParam, limit: 30 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Entries) => page.nextCursor,
  })
  if (entries.isPending) return <Skeleton rows={8} />
  if (entries.isError) {
    return <ErrorState error={entries.error} onRetry={() => void entries.refetch()} />
  }
  const all = entries.data.pages.flatMap((page) => page.items)
  return (
    <div className="card card-padded">
      {all.length === 0 && <p className="faint">{t('money:ledger.noneNote')}</p>}
      {all.map((entry) => (
        <JournalEntry key={entry.id} entry={entry} />
      ))}
      {entries.hasNextPage && (
        <Button
          block
          loading={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
        >
          {t('common:list.more')}
        </Button>
      )}
    </div>
  )
}

function JournalEntry({ entry }: { entry: s.Entry }) {
  const { t } = useTexts()
  return (
    <div className="entry-card">
      <div className="claim-card-line">
        <span>
          <b>{t(`money:kind.${entry.kind}`)}</b> {entry.memo}{' '}
          <span className="faint">{entry.partyName}</span>
        </span>
        <span className="faint">
          <DateText at={entry.bookedOn} />
        </span>
      </div>
      <div className="entry-postings">
        {entry.postings.map((posting) => (
          <Posting key={posting.account + posting.flow + posting.amountMinor} posting={posting} />
        ))}
      </div>
    </div>
  )
}

function Posting({ posting }: { posting: s.Entry['postings'][number] }) {
  const { t } = useTexts()
  const { amountMinor, currency, flow } = posting
  return (
    <>
      <span className={amountMinor < 0 ? 'is-credit' : undefined}>
        {t(`money:accountName.${posting.account}`)}
        {flow && <span className="faint"> · {t(`money:flow.${flow}`)}</span>}
      </span>
      <span className="figures">
        {amountMinor > 0 && <Money minor={amountMinor} currency={currency} />}
      </span>
      <span className="figures">
        {amountMinor < 0 && <Money minor={-amountMinor} currency={currency} />}
      </span>
    </>
  )
}

function CloseDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  return (
    <FormDrawer<z.infer<typeof ClosingInput>>
      isOpen={isOpen}
      onClose={onClose}
      title={t('money:ledger.closeTitle')}
      submitLabel={t('money:ledger.close')}
      schema={ClosingInput}
      onSubmit={({ until }) => closeBooks(until)}
      onDone={() => {
        message.success(t('money:ledger.closed'))
        void moneyChanged(client)
        onClose()
      }}
    >
      <Field name="until" label={t('money:ledger.closeUntil')} help={t('money:ledger.closeNote')}>
        <Input type="date" />
      </Field>
    </FormDrawer>
  )
}

// By hand one books what no document brings: accounts without a flow.
const BY_HAND = ACCOUNTS.filter((account) => !FLOW_ACCOUNTS.includes(account))
const ManualForm = z.object({
  debit: z.enum(ACCOUNTS),
  credit: z.enum(ACCOUNTS),
  amountMinor: z.int().min(1),
  memo: z.string().trim().min(1).max(200),
})
type ManualForm = z.infer<typeof ManualForm>

function ManualDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const options = BY_HAND.map((value) => ({ value, label: t(`money:accountName.${value}`) }))
  return (
    <FormDrawer<ManualForm, ManualForm>
      isOpen={isOpen}
      onClose={onClose}
      title={t('money:ledger.manual')}
      submitLabel={t('common:save')}
      schema={ManualForm}
      initial={{ debit: 'expense', credit: 'bank' }}
      onSubmit={({ debit, credit, amountMinor, memo }) =>
        enterByHand({
          memo,
          postings: [
            { account: debit, amountMinor },
            { account: credit, amountMinor: -amountMinor },
          ],
        })
      }
      onDone={() => {
        message.success(t('money:ledger.entered'))
        void moneyChanged(client)
        onClose()
      }}
    >
      <Field name="memo" label={t('money:ledger.memo')}>
        <Input maxLength={200} />
      </Field>
      <Field name="debit" label={t('money:ledger.debitAccount')}>
        <Select options={options} />
      </Field>
      <Field name="credit" label={t('money:ledger.creditAccount')}>
        <Select options={options} />
      </Field>
      <Field name="amountMinor" label={t('money:invoice.amount')}>
        <AmountField currency="CNY" />
      </Field>
    </FormDrawer>
  )
}
