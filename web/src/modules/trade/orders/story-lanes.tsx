import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useMay } from '../../../app/session.ts'
import { Field, FormDrawer } from '../../../ui/form.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { correct, type Order, orderChanged, type StoryItem, storyQuery } from './api.ts'
import { LANE_ICONS, LANES, useQuantity } from './lanes.tsx'

/** One timeline for both parties: what was said, where the goods were, where the money was. */
export function StoryLanes({ order }: { order: Order }) {
  const { t } = useTexts()
  const { data, error } = useQuery(storyQuery(order.id))
  const [correcting, setCorrecting] = useState<string | null>(null)
  if (error && !data) return <ErrorState error={error} isSmall />
  if (!data) return <Skeleton rows={6} />
  return (
    <div className="card story-lanes">
      <div className="story-lanes-head" aria-hidden="true">
        <span />
        {LANES.map((lane) => (
          <span key={lane} className={`story-lane lane-${lane}`}>
            {LANE_ICONS[lane]} {t(`orders:lane.${lane}`)}
          </span>
        ))}
      </div>
      <ol aria-label={t('orders:story.title')}>
        {data.items.map((item) => (
          <StoryRow key={item.key} item={item} order={order} onCorrect={setCorrecting} />
        ))}
      </ol>
      <CorrectDrawer order={order} factId={correcting} onClose={() => setCorrecting(null)} />
    </div>
  )
}

const MINE = { selling: 'seller', buying: 'buyer' } as const
const CORRECTABLE = new Set(['shipped', 'received', 'short', 'damaged', 'over', 'returned'])

function StoryRow({
  item,
  order,
  onCorrect,
}: {
  item: StoryItem
  order: Order
  onCorrect: (factId: string) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const may = useMay()
  const say = useStoryWords()
  const { factId, isCorrected, reason, text } = item.data
  const said = String(reason || text || '')
  const party = item.side && order[item.side].name
  const mayCorrect =
    may('trade:edit') &&
    CORRECTABLE.has(item.kind) &&
    !isCorrected &&
    item.side === MINE[order.side]
  return (
    <li className="story-row">
      <time dateTime={item.at} className="faint figures">
        {format.dateTime(item.at)}
      </time>
      <div className={`story-fact lane-${item.lane}`}>
        <span className={isCorrected ? 'is-corrected' : ''}>
          <span className="story-icon">{LANE_ICONS[item.lane]}</span> {say(item)}
        </span>
        {said && <span className="soft">{said}</span>}
        {(party || item.who) && (
          <span className="faint">{[party, item.who].filter(Boolean).join(' · ')}</span>
        )}
        {mayCorrect && (
          <Button size="small" type="link" onClick={() => onCorrect(String(factId))}>
            {t('orders:correct.title')}
          </Button>
        )}
      </div>
    </li>
  )
}

function useStoryWords(): (item: StoryItem) => string {
  const { t } = useTexts()
  const format = useFormat()
  const quantity = useQuantity()
  return ({ kind, data }) => {
    const minor = data.amountMinor ?? data.totalMinor
    const amount = typeof minor === 'number' ? format.money(minor, String(data.currency)) : ''
    return t(`orders:story.${kind}`, {
      ...data,
      amount,
      what: data.line ?? '',
      quantity: data.quantity ? quantity(String(data.quantity), String(data.unit ?? '')) : '',
      waybill: [data.carrier, data.waybill].filter(Boolean).join(' '),
      lot: data.lot ? `${t('orders:lot')} ${data.lot}` : '',
      how: data.how ? t(`orders:settle.${data.how}`) : '',
      of: data.of ? t(`orders:sum.${data.of}`) : '',
      event: data.event ? t(`orders:term.on.${data.event}`) : '',
      day: data.dueOn ? format.date(String(data.dueOn)) : '',
    })
  }
}

function CorrectDrawer({
  order,
  factId,
  onClose,
}: {
  order: Order
  factId: string | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  return (
    <FormDrawer<{ reason: string }>
      isOpen={factId !== null}
      onClose={onClose}
      title={t('orders:correct.title')}
      submitLabel={t('orders:correct.send')}
      onSubmit={({ reason }) => correct(order.id, { factId: factId as string, reason })}
      onDone={(answer) => {
        orderChanged(client, answer as Order)
        onClose()
      }}
    >
      <p className="soft">{t('orders:correct.note')}</p>
      <Field name="reason" label={t('orders:reason')} isRequired>
        <Input maxLength={500} />
      </Field>
    </FormDrawer>
  )
}
