import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { DateText, Money, RelativeTime } from '../../../ui/values.tsx'
import { answerProposal, type Difference, type Order, orderChanged, settle } from './api.ts'
import { useQuantity } from './lanes.tsx'
import { TermText, UnitPrice } from './order-page.tsx'

/** Runs an act of an order: shows its answer, or says why not. */
export function useAct(): (work: () => Promise<Order>) => Promise<void> {
  const client = useQueryClient()
  const say = useErrorText()
  const { message } = App.useApp()
  return async (work) => {
    try {
      orderChanged(client, await work())
    } catch (error) {
      message.error(say(error))
      void client.invalidateQueries({ queryKey: ['trade'] })
    }
  }
}

/** What one side asks of the other: what would change, line by line, and the answer to it. */
export function ProposalBar({ order }: { order: Order }) {
  const { t } = useTexts()
  const may = useMay()
  const act = useAct()
  const { proposal } = order
  if (!proposal) return null
  const answer = (how: 'accepted' | 'refused' | 'withdrawn') =>
    act(() => answerProposal(order, proposal.id, { answer: how }))
  return (
    <Alert
      type="warning"
      showIcon
      className="trade-bar"
      title={t(`orders:proposal.${proposal.kind}.${proposal.isMine ? 'mine' : 'theirs'}`)}
      description={
        <div className="stack-small">
          <div>
            {proposal.reason}{' '}
            <span className="faint">
              {proposal.byName} · <RelativeTime at={proposal.madeAt} />
            </span>
          </div>
          <ProposedTerms order={order} />
        </div>
      }
      action={
        may('trade:edit') && (
          <span className="row">
            {proposal.isMine ? (
              <Button onClick={() => void answer('withdrawn')}>
                {t('orders:proposal.withdraw')}
              </Button>
            ) : (
              <>
                <Button onClick={() => void answer('refused')}>
                  {t('orders:proposal.refuse')}
                </Button>
                <Button type="primary" onClick={() => void answer('accepted')}>
                  {t('orders:proposal.accept')}
                </Button>
              </>
            )}
          </span>
        )
      }
    />
  )
}

function ProposedTerms({ order }: { order: Order }) {
  const { t } = useTexts()
  const quantity = useQuantity()
  const { terms, kind } = order.proposal!
  return (
    <ul className="proposed">
      {terms.lines.map((asked) => {
        const line = order.lines.find(({ id }) => id === asked.id)
        if (!line) return null
        return (
          <li key={asked.id}>
            <b>{line.description}</b>
            {kind === 'return' ? (
              <span>{quantity(asked.quantity, line.unit)}</span>
            ) : (
              <>
                {asked.quantity !== line.quantity && (
                  <span>
                    <s>{quantity(line.quantity)}</s> → {quantity(asked.quantity, line.unit)}
                  </span>
                )}
                {asked.unitE4 !== undefined && asked.unitE4 !== line.unitE4 && (
                  <span>
                    <s>
                      <UnitPrice line={line} currency={order.currency} />
                    </s>{' '}
                    → <UnitPrice line={{ unitE4: asked.unitE4 }} currency={order.currency} />
                  </span>
                )}
                {asked.deliverBy !== undefined && asked.deliverBy !== line.deliverBy && (
                  <span>
                    {t('orders:deliverBy')} → <DateText at={asked.deliverBy} />
                  </span>
                )}
                {asked.amountMinor !== undefined && (
                  <span>
                    = <Money minor={asked.amountMinor} currency={order.currency} />
                  </span>
                )}
              </>
            )}
          </li>
        )
      })}
      {terms.deliverBy !== undefined && (
        <li>
          <b>{t('orders:deliverBy')}</b>
          <span>
            <s>
              <DateText at={order.deliverBy} />
            </s>{' '}
            → <DateText at={terms.deliverBy} />
          </span>
        </li>
      )}
      {terms.payment && (
        <li>
          <b>{t('orders:payment')}</b>
          <span>
            <s>
              <TermText order={order} />
            </s>{' '}
            → <TermText order={{ payment: terms.payment }} />
          </span>
        </li>
      )}
    </ul>
  )
}

/** Differences that nobody has ended yet, with the words that are this side's to say. */
export function DifferenceBar({ order }: { order: Order }) {
  const { t } = useTexts()
  if (order.differences.length === 0) return null
  return (
    <Alert
      type="error"
      showIcon
      className="trade-bar"
      title={t('orders:difference.title', { count: order.differences.length })}
      description={
        <ul className="proposed">
          {order.differences.map((difference) => (
            <DifferenceLine key={difference.factId} order={order} difference={difference} />
          ))}
        </ul>
      }
    />
  )
}

function DifferenceLine({ order, difference }: { order: Order; difference: Difference }) {
  const { t } = useTexts()
  const may = useMay()
  const act = useAct()
  const quantity = useQuantity()
  const line = order.lines.find(({ id }) => id === difference.lineId)
  return (
    <li>
      <b>{line?.description}</b>
      <span>
        {t(`orders:sum.${difference.kind}`)} {quantity(difference.quantity, difference.unit)} ·{' '}
        {difference.reason}
      </span>
      {may('trade:edit') && (
        <span className="row">
          {difference.ways.map((how) => (
            <Button
              key={how}
              size="small"
              onClick={() => void act(() => settle(order.id, { factId: difference.factId, how }))}
            >
              {t(`orders:settle.${how}`)}
            </Button>
          ))}
        </span>
      )}
    </li>
  )
}
