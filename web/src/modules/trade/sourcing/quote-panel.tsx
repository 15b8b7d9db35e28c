import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { useIsPhone } from '../../../ui/preferences.ts'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { quoteAct, quoteQuery, type Rfq } from './api.ts'
import { QuoteDrawer } from './quote-drawer.tsx'
import { QuoteVersions } from './quote-versions.tsx'
import { ReasonButton } from './rfq-acts.tsx'

/** One supplier's quote as the buyer reads it: its versions, a counter-offer, a refusal. */
export function QuotePanel({
  rfq,
  quoteId,
  onClose,
}: {
  rfq: Rfq
  quoteId: string | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const isPhone = useIsPhone()
  const may = useMay()('trade:edit')
  const [isCountering, setCountering] = useState(false)
  const { data: quote, error } = useQuery({
    ...quoteQuery(quoteId ?? ''),
    enabled: quoteId !== null,
  })
  const isRunning = rfq.state === 'open' || rfq.state === 'closed'
  const hasRounds = quote !== undefined && quote.rounds < quote.roundsMax
  return (
    <Drawer
      open={quoteId !== null}
      onClose={onClose}
      title={quote?.seller.name ?? t('sourcing:quote.one')}
      size={isPhone ? '100%' : 640}
    >
      {error && <ErrorState error={error} isSmall />}
      {!quote && !error && <Skeleton />}
      {quote && (
        <div className="stack">
          {may && isRunning && (
            <div className="quote-moves">
              {quote.state === 'open' && (
                <Button type="primary" disabled={!hasRounds} onClick={() => setCountering(true)}>
                  {t('sourcing:quote.counter')}
                </Button>
              )}
              {(quote.state === 'open' || quote.state === 'countered') && (
                <ReasonButton
                  isDanger
                  label={t('sourcing:quote.reject')}
                  title={t('sourcing:quote.reject')}
                  note={t('sourcing:quote.rejectNote')}
                  onReason={(reason) =>
                    quoteAct
                      .reject(quote.id, reason)
                      .then(() => client.invalidateQueries({ queryKey: ['trade', 'sourcing'] }))
                  }
                />
              )}
            </div>
          )}
          <QuoteVersions rfq={rfq} quote={quote} />
          <QuoteDrawer
            rfq={rfq}
            quote={quote}
            isOpen={isCountering}
            onClose={() => setCountering(false)}
          />
        </div>
      )}
    </Drawer>
  )
}
