import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Dropdown, Segmented } from 'antd'
import { useState } from 'react'
import { useRouteParams } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { ErrorState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { DateText, Money, StateTag } from '../../../ui/values.tsx'
import {
  type bank,
  bookEntry,
  confirmEntries,
  keys,
  moneyChanged,
  setAside,
  statementQuery,
  takeUp,
} from './api.ts'
import './money.css'

const SURE = 80
const isSure = (entry: bank.BankEntry) => (entry.proposal?.score ?? 0) >= SURE

/** One bank statement: what each entry seems to pay, to be looked at and confirmed. */
export function StatementPage() {
  const { t } = useTexts()
  const { statementId } = useRouteParams<'statementId'>()
  const query = useQuery(statementQuery(statementId))
  const statement = query.data
  return (
    <Page
      title={statement?.statementNo || statement?.fileName || t('money:bank.statement')}
      note={statement && `${statement.account} ${statement.currency}`}
      back={{ to: '/money/bank', label: t('money:bank.title') }}
      width="wide"
    >
      {query.isPending ? (
        <Skeleton rows={8} />
      ) : query.isError && !statement ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        statement && <Review key={statement.id} statement={statement} />
      )}
    </Page>
  )
}

function Review({ statement }: { statement: bank.BankStatement }) {
  const { t } = useTexts()
  const may = useMay()
  const [view, setView] = useState<'open' | 'all'>(statement.openEntries > 0 ? 'open' : 'all')
  const sure = statement.items.filter(isSure).map((entry) => entry.id)
  const [chosen, setChosen] = useState<string[]>(sure)
  const shown = statement.items.filter((entry) => view === 'all' || entry.state === 'open')
  const picked = statement.items.filter((entry) => entry.proposal && chosen.includes(entry.id))
  const toggle = (id: string) =>
    setChosen((all) => (all.includes(id) ? all.filter((one) => one !== id) : [...all, id]))
  return (
    <div className="stack">
      {statement.warnings.map((warning) => (
        <Alert key={warning} type="warning" showIcon title={t(`money:bank.warning_${warning}`)} />
      ))}
      <div className="money-bar-head">
        <Segmented
          value={view}
          onChange={setView}
          options={[
            { value: 'open', label: `${t('money:bank.onlyOpen')} ${statement.openEntries}` },
            { value: 'all', label: `${t('money:bank.all')} ${statement.entries}` },
          ]}
        />
        {sure.length > 0 && may('trade:edit') && (
          <Button type="link" onClick={() => setChosen(picked.length > 0 ? [] : sure)}>
            {t(picked.length > 0 ? 'money:bank.chooseNone' : 'money:bank.chooseSure')}
          </Button>
        )}
      </div>
      <div className="card">
        {shown.length === 0 && <p className="card-padded faint">{t('money:bank.done')}</p>}
        {shown.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            isChosen={chosen.includes(entry.id)}
            onToggle={() => toggle(entry.id)}
          />
        ))}
      </div>
      {picked.length > 0 && may('trade:edit') && (
        <ConfirmBar statement={statement} picked={picked} onDone={() => setChosen([])} />
      )}
    </div>
  )
}

function ConfirmBar({
  statement,
  picked,
  onDone,
}: {
  statement: bank.BankStatement
  picked: bank.BankEntry[]
  onDone: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const total = picked.reduce((sum, entry) => sum + Math.abs(entry.amountMinor), 0)
  const confirm = useMutation({
    mutationFn: () =>
      confirmEntries(statement.id, {
        entries: picked.map(({ id, proposal }) => ({
          id,
          partyOrgId: proposal!.partyOrgId,
          paymentId: proposal!.paymentId,
          allocations: proposal!.allocations.map(({ invoiceId, amountMinor }) => ({
            invoiceId,
            amountMinor,
          })),
        })),
      }),
    onSuccess: () => {
      message.success(t('money:bank.confirmed', { count: picked.length }))
      onDone()
      void moneyChanged(client)
    },
    onError: (error) => void message.error(errorText(error)),
  })
  return (
    <div className="bank-confirm">
      <span className="soft">
        {t('money:bank.confirm', {
          count: picked.length,
          amount: format.money(total, statement.currency),
        })}
      </span>
      <Button
        type="primary"
        size="large"
        loading={confirm.isPending}
        onClick={() => confirm.mutate()}
      >
        {t('money:bank.take')}
      </Button>
    </div>
  )
}

function Entry({
  entry,
  isChosen,
  onToggle,
}: {
  entry: bank.BankEntry
  isChosen: boolean
  onToggle: () => void
}) {
  const { t } = useTexts()
  const may = useMay()
  const isOpen = entry.state === 'open'
  const mayChoose = isOpen && entry.proposal !== null && may('trade:edit')
  return (
    <div className={mayChoose && isChosen ? 'bank-entry is-chosen' : 'bank-entry'}>
      <span>
        {mayChoose && (
          <Checkbox checked={isChosen} onChange={onToggle} aria-label={t('money:bank.choose')} />
        )}
      </span>
      <div>
        <b>{entry.partyName || entry.remittance || entry.reference}</b>
        <div className="bank-entry-text">
          <DateText at={entry.bookedOn} /> {entry.remittance}
        </div>
      </div>
      <div className={`bank-entry-amount ${entry.amountMinor > 0 ? 'text-good' : ''}`}>
        {entry.amountMinor > 0 && '+'}
        <Money minor={entry.amountMinor} currency={entry.currency} />
      </div>
      <div className="bank-entry-guess">
        {isOpen ? (
          <Guess entry={entry} />
        ) : (
          <StateTag tone="quiet">{t(`money:bank.state_${entry.state}`)}</StateTag>
        )}
        {may('trade:edit') && <EntryActs entry={entry} />}
      </div>
    </div>
  )
}

/** What it seems to pay, how sure that is, and why. */
function Guess({ entry: { proposal, currency } }: { entry: bank.BankEntry }) {
  const { t } = useTexts()
  const format = useFormat()
  if (!proposal) return <span className="faint">{t('money:bank.noGuess')}</span>
  const sure = t('money:bank.score', { score: proposal.score })
  return (
    <>
      <StateTag tone={proposal.score >= SURE ? 'good' : 'accent'}>{sure}</StateTag>
      <span>
        {proposal.partyName}{' '}
        {proposal.allocations.length > 0 &&
          t('money:bank.pays', {
            no: format.list(
              proposal.allocations.map(
                (one) => `${one.no} ${format.money(one.amountMinor, currency)}`,
              ),
            ),
          })}
      </span>
      {proposal.onAccountMinor > 0 && (
        <span className="faint">
          {t('money:payment.onAccount', {
            amount: format.money(proposal.onAccountMinor, currency),
          })}
        </span>
      )}
      <span className="faint">
        {format.list(proposal.reasons.map((reason) => t(`money:bank.reason_${reason}`)))}
      </span>
    </>
  )
}

const BOOKS = ['interest', 'expense', 'tax', 'equity'] as const

function EntryActs({ entry }: { entry: bank.BankEntry }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const act = useMutation({
    mutationFn: (what: (typeof BOOKS)[number] | 'aside' | 'up') =>
      what === 'aside'
        ? setAside(entry.id)
        : what === 'up'
          ? takeUp(entry.id)
          : bookEntry(entry.id, { account: what }),
    onSuccess: (statement) => {
      client.setQueryData([...keys.statement(statement.id), {}], statement)
      void moneyChanged(client)
    },
    onError: (error) => void message.error(errorText(error)),
  })
  if (entry.state === 'set_aside') {
    return (
      <Button size="small" loading={act.isPending} onClick={() => act.mutate('up')}>
        {t('money:bank.takeUp')}
      </Button>
    )
  }
  if (entry.state !== 'open') return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...BOOKS.map((key) => ({ key, label: t(`money:bank.book_${key}`) })),
          { type: 'divider' as const },
          { key: 'aside', label: t('money:bank.aside') },
        ],
        onClick: ({ key }) => act.mutate(key as (typeof BOOKS)[number] | 'aside'),
      }}
    >
      <Button size="small" type="text" loading={act.isPending}>
        {t('money:bank.bookAs')}…
      </Button>
    </Dropdown>
  )
}
