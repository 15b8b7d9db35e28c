import { DollarOutlined, InboxOutlined, MessageOutlined } from '@ant-design/icons'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import type { Tone } from '../../../ui/palette.ts'
import { Money, StateTag } from '../../../ui/values.tsx'
import type { OrderLine } from './api.ts'

export const LANES = ['information', 'goods', 'money'] as const
export type Lane = (typeof LANES)[number]
export const LANE_ICONS = {
  information: <MessageOutlined />,
  goods: <InboxOutlined />,
  money: <DollarOutlined />,
}

const TONES: Record<string, Tone> = {
  held: 'accent',
  placed: 'accent',
  confirmed: 'good',
  change_pending: 'accent',
  cancel_pending: 'accent',
  return_pending: 'accent',
  part_shipped: 'indigo',
  shipped: 'indigo',
  part_received: 'indigo',
  differs: 'bad',
  received: 'good',
  part_invoiced: 'indigo',
  invoiced: 'indigo',
  part_paid: 'indigo',
  paid: 'good',
  overdue: 'bad',
}

/** Where one line, or so many, stand in one flow. */
export function FlowTag({ lane, state, count }: { lane: Lane; state: string; count?: number }) {
  const { t } = useTexts()
  return (
    <StateTag tone={TONES[state] ?? 'quiet'}>
      {t(`orders:${lane}.${state}`)}
      {count !== undefined && count > 1 && <span className="figures"> ×{count}</span>}
    </StateTag>
  )
}

/** One flow of an order: its lines counted by state, never put together into one figure. */
export function FlowTags({ lane, states }: { lane: Lane; states: Record<string, number> }) {
  return (
    <span className="flow-tags">
      {Object.entries(states).map(([state, count]) => (
        <FlowTag key={state} lane={lane} state={state} count={count} />
      ))}
    </span>
  )
}

export function useQuantity(): (quantity: string, unit?: string) => string {
  const format = useFormat()
  return (quantity, unit) =>
    unit ? `${format.number(Number(quantity), 6)} ${unit}` : format.number(Number(quantity), 6)
}

/** What was done of a whole, and what is under way to it. */
function Bar({ done, underWay }: { done: number; underWay: number }) {
  return (
    <span className="lane-bar" aria-hidden="true">
      <span className="lane-bar-done" style={{ width: `${Math.min(1, done) * 100}%` }} />
      <span
        className="lane-bar-way"
        style={{ width: `${Math.min(Math.max(0, 1 - done), underWay) * 100}%` }}
      />
    </span>
  )
}

/** The three flows of a line side by side, each from its own facts. */
export function LineLanes({ line, currency }: { line: OrderLine; currency: string }) {
  const { t } = useTexts()
  const lanes = {
    information: <InformationLane line={line} />,
    goods: <GoodsLane line={line} />,
    money: <MoneyLane line={line} currency={currency} />,
  }
  return (
    <div className="line-lanes">
      {LANES.map((lane) => (
        <section key={lane} className={`line-lane lane-${lane}`}>
          <h4>
            {LANE_ICONS[lane]} {t(`orders:lane.${lane}`)}
          </h4>
          {lanes[lane]}
        </section>
      ))}
    </div>
  )
}

function InformationLane({ line }: { line: OrderLine }) {
  const { t } = useTexts()
  const quantity = useQuantity()
  return (
    <>
      <FlowTag lane="information" state={line.information} />
      {line.ordered !== line.quantity && (
        <p className="faint">
          {t('orders:line.wasOrdered', { quantity: quantity(line.ordered, line.unit) })}
        </p>
      )}
    </>
  )
}

const SUMS = ['received', 'inTransit', 'toShip', 'short', 'damaged', 'over', 'returned'] as const

function GoodsLane({ line: { goods, quantity: agreed, kind } }: { line: OrderLine }) {
  const { t } = useTexts()
  const quantity = useQuantity()
  const whole = Math.max(Number(agreed), 1e-6)
  return (
    <>
      <FlowTag lane="goods" state={goods.state} />
      {kind === 'goods' && (
        <>
          <Bar done={Number(goods.received) / whole} underWay={Number(goods.inTransit) / whole} />
          <dl className="lane-sums">
            {SUMS.filter((sum) => goods[sum] !== '0' || sum === 'received').map((sum) => (
              <div key={sum} className={sum === 'short' || sum === 'damaged' ? 'text-bad' : ''}>
                <dt>{t(`orders:sum.${sum}`)}</dt>
                <dd className="figures">{quantity(goods[sum])}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </>
  )
}

function MoneyLane({
  line: { money, amountMinor },
  currency,
}: {
  line: OrderLine
  currency: string
}) {
  const { t } = useTexts()
  const whole = Math.max(amountMinor, 1)
  const figures = [
    ['invoiced', money.invoicedMinor],
    ['paid', money.paidMinor],
    ['credited', money.creditedMinor],
    ['due', money.dueMinor],
    ['overdue', money.overdueMinor],
  ] as const
  return (
    <>
      <FlowTag lane="money" state={money.state} />
      <Bar done={money.paidMinor / whole} underWay={money.dueMinor / whole} />
      <dl className="lane-sums">
        {figures
          .filter(([key, minor]) => minor > 0 || key === 'paid')
          .map(([key, minor]) => (
            <div key={key} className={key === 'overdue' ? 'text-bad' : ''}>
              <dt>{t(`orders:sum.${key}`)}</dt>
              <dd>
                <Money minor={minor} currency={currency} />
              </dd>
            </div>
          ))}
      </dl>
    </>
  )
}
