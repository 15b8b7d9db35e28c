import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useRouteParams } from '../../../app/navigation.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { RecordPage } from '../../../ui/record-page.tsx'
import {
  DateText,
  type KeyFigure,
  NumberText,
  RelativeTime,
  StateTag,
} from '../../../ui/values.tsx'
import { awardsQuery, keys, type Rfq, rfqAct, rfqQuery } from './api.ts'
import { AwardsTab } from './award-card.tsx'
import { ComparisonTab } from './comparison-tab.tsx'
import { LinesTab } from './lines-tab.tsx'
import { RfqStateTag } from './marks.tsx'
import { usePaymentText } from './payment-field.tsx'
import { QuestionsTab } from './questions-tab.tsx'
import { QuoteTab } from './quote-tab.tsx'
import { BuyerActs, SupplierActs } from './rfq-acts.tsx'
import { SuppliersTab } from './suppliers-tab.tsx'
import './sourcing.css'

/** One request, as my side of it knows it. */
export function RfqPage() {
  const { t } = useTexts()
  const { id } = useRouteParams<'id'>()
  const client = useQueryClient()
  const { data: rfq, error, isPending, refetch } = useQuery(rfqQuery(id))
  const isSupplier = rfq?.side === 'supplier'
  // The buyer is told that it was looked at, as soon as it was.
  useEffect(() => {
    if (isSupplier) {
      rfqAct.see(id).then(
        () => client.invalidateQueries({ queryKey: keys.inbox }),
        () => undefined,
      )
    }
  }, [id, isSupplier, client])
  return (
    <RecordPage
      title={rfq?.title ?? t('sourcing:rfq.one')}
      state={
        rfq && (
          <>
            <RfqStateTag state={rfq.state} />
            {rfq.isSealed && !rfq.isOpened && (
              <StateTag tone="quiet">{t('sourcing:rfq.sealed')}</StateTag>
            )}
          </>
        )
      }
      note={rfq && `${rfq.code} · ${isSupplier ? rfq.buyer.name : rfq.createdBy}`}
      back={
        isSupplier
          ? { to: '/sourcing/inbox', label: t('sourcing:inbox.title') }
          : { to: '/sourcing', label: t('sourcing:rfq.many') }
      }
      isLoading={isPending}
      error={rfq ? undefined : error}
      onRetry={() => void refetch()}
      actions={rfq && (isSupplier ? <SupplierActs rfq={rfq} /> : <BuyerActs rfq={rfq} />)}
      figures={useFigures(rfq)}
      tabs={useTabs(rfq)}
    >
      {rfq?.endReason && <p className="rfq-ended">{rfq.endReason}</p>}
    </RecordPage>
  )
}

function useFigures(rfq: Rfq | undefined): KeyFigure[] {
  const { t } = useTexts()
  const payment = usePaymentText()
  if (!rfq) return []
  const quoted = rfq.suppliers?.filter((s) => s.quoteId !== null && s.quoteState !== 'withdrawn')
  return [
    {
      key: 'closesAt',
      label: t('sourcing:rfq.closesAt'),
      value: <RelativeTime at={rfq.closesAt} />,
      note: <DateText at={rfq.closesAt} hasTime />,
      ...(rfq.state === 'open' && { tone: 'indigo' as const }),
    },
    ...(rfq.suppliers
      ? [
          {
            key: 'answered',
            label: t('sourcing:rfq.answered'),
            value: `${quoted!.length}/${rfq.suppliers.length}`,
          },
        ]
      : rfq.rivals === null
        ? []
        : [
            {
              key: 'rivals',
              label: t('sourcing:rfq.rivals'),
              value: <NumberText value={rfq.rivals} />,
            },
          ]),
    {
      key: 'payment',
      label: t('sourcing:payment.title'),
      value: <span className="figure-words">{payment(rfq.payment)}</span>,
    },
    ...(rfq.incoterm || rfq.place
      ? [
          {
            key: 'place',
            label: t('sourcing:rfq.delivery'),
            value: (
              <span className="figure-words">
                {[rfq.incoterm, rfq.place].filter(Boolean).join(' ')}
              </span>
            ),
          },
        ]
      : []),
  ]
}

function useTabs(rfq: Rfq | undefined) {
  const { t } = useTexts()
  const isBuyer = rfq?.side === 'buyer'
  const { data: awards } = useQuery({
    ...awardsQuery({ rfqId: rfq?.id ?? '' }),
    enabled: isBuyer === true,
  })
  if (!rfq) return undefined
  const waiting = rfq.questions.filter((question) => question.answer === null).length
  const lines = { key: 'lines', label: t('sourcing:line.many'), children: <LinesTab rfq={rfq} /> }
  const questions = {
    key: 'questions',
    label: t('sourcing:question.many'),
    count: waiting || undefined,
    children: <QuestionsTab rfq={rfq} />,
  }
  if (!isBuyer) {
    const quote = {
      key: 'quote',
      label: t('sourcing:quote.mine'),
      children: <QuoteTab rfq={rfq} />,
    }
    return [quote, lines, questions]
  }
  return [
    {
      key: 'comparison',
      label: t('sourcing:compare.title'),
      children: <ComparisonTab rfq={rfq} />,
    },
    {
      key: 'suppliers',
      label: t('sourcing:supplier.many'),
      count: rfq.suppliers?.length,
      children: <SuppliersTab rfq={rfq} />,
    },
    questions,
    lines,
    {
      key: 'awards',
      label: t('sourcing:award.many'),
      count: awards?.items.length || undefined,
      children: <AwardsTab awards={awards?.items ?? []} />,
    },
  ]
}
