import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { type Quote, quoteAct, quoteQuery, type Rfq } from './api.ts'
import { QuoteDrawer } from './quote-drawer.tsx'
import { QuoteVersions } from './quote-versions.tsx'
import { DeclineButton, ReasonButton } from './rfq-acts.tsx'

/** The supplier's own quote: what it offered, what the buyer answered, and what it can say next. */
export function QuoteTab({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const may = useMay()('trade:edit')
  const {
    data: quote,
    error,
    refetch,
  } = useQuery({
    ...quoteQuery(rfq.quoteId ?? ''),
    enabled: rfq.quoteId !== null,
  })
  const [isWriting, setWriting] = useState(false)
  if (rfq.quoteId === null) {
    return (
      <>
        <EmptyState
          title={t(
            rfq.declinedAt
              ? 'sourcing:quote.declined'
              : rfq.state === 'open'
                ? 'sourcing:quote.none'
                : 'sourcing:quote.tooLate',
          )}
          note={t(rfq.state === 'open' ? 'sourcing:quote.noneNote' : 'sourcing:quote.tooLateNote')}
          action={
            may &&
            rfq.state === 'open' && (
              <div className="quote-moves">
                <Button type="primary" onClick={() => setWriting(true)}>
                  {t('sourcing:quote.write')}
                </Button>
                {!rfq.declinedAt && <DeclineButton rfq={rfq} />}
              </div>
            )
          }
        />
        <QuoteDrawer rfq={rfq} quote={null} isOpen={isWriting} onClose={() => setWriting(false)} />
      </>
    )
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!quote) return <Skeleton />
  return (
    <div className="stack">
      {may && <SupplierMoves rfq={rfq} quote={quote} onWrite={() => setWriting(true)} />}
      <QuoteVersions rfq={rfq} quote={quote} />
      <QuoteDrawer rfq={rfq} quote={quote} isOpen={isWriting} onClose={() => setWriting(false)} />
    </div>
  )
}

function SupplierMoves({ rfq, quote, onWrite }: { rfq: Rfq; quote: Quote; onWrite: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const isRunning = rfq.state === 'open' || rfq.state === 'closed'
  const isCountered = quote.state === 'countered'
  const mayWrite =
    isCountered || (rfq.state === 'open' && ['open', 'withdrawn', 'expired'].includes(quote.state))
  const store = (answer: Quote) => client.setQueryData(quoteQuery(quote.id).queryKey, answer)
  const agree = () =>
    quoteAct
      .agree(quote.id, quote.versionNo)
      .then(store, (error) => message.error(errorText(error)))
  if (!isRunning) return null
  return (
    <div className="quote-moves">
      {isCountered && (
        <Button type="primary" onClick={() => void agree()}>
          {t('sourcing:quote.agree')}
        </Button>
      )}
      {mayWrite && (
        <Button type={isCountered ? 'default' : 'primary'} onClick={onWrite}>
          {t(isCountered ? 'sourcing:quote.counter' : 'sourcing:quote.rewrite')}
        </Button>
      )}
      {(quote.state === 'open' || isCountered) && (
        <ReasonButton
          isDanger
          label={t('sourcing:quote.withdraw')}
          title={t('sourcing:quote.withdraw')}
          note={t('sourcing:quote.withdrawNote')}
          onReason={(reason) => quoteAct.withdraw(quote.id, reason).then(store)}
        />
      )}
    </div>
  )
}
