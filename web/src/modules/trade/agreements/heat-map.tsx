import { Segmented } from 'antd'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import type { Ladder } from '../../../../../server/modules/trade/agreements/schema.ts'
import type { PaymentTerm } from '../../../../../server/modules/trade/terms-schema.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { termKey, termText } from './terms-text.ts'
import { unitPriceText } from './unit-price.ts'

export interface Chosen {
  quantity: string
  payment: PaymentTerm
  leadDays: number | null
}

/** The whole table of a product's prices: the cheaper a cell, the deeper its colour. */
export function HeatMap({
  table,
  chosen,
  onChoose,
}: {
  table: Ladder
  chosen?: Chosen
  onChoose?: (chosen: Chosen) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const [own, setOwn] = useState(0)
  const at = chosen ? bandOf(table.leads, chosen.leadDays) : Math.min(own, table.leads.length - 1)
  const all = table.cells.flat(2).filter((cell) => cell !== null)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const price = (e4: number) => unitPriceText(e4, table.currency, format.locale)
  const column = chosen ? lastAtMost(table.quantities, Number(chosen.quantity)) : -1
  return (
    <figure className="heat">
      <figcaption className="heat-head">
        <b>
          {all.length === 0
            ? t('price:ladder.onRequest')
            : t('price:ladder.finding', {
                ...{ low: price(low), high: price(high) },
                percent: format.percent(high > 0 ? (high - low) / high : 0, 1),
              })}
        </b>
        <span className="faint">
          {t('price:ladder.each', { currency: table.currency, unit: table.unit })}
        </span>
      </figcaption>
      <Segmented
        className="heat-leads"
        value={at}
        onChange={(value) => {
          setOwn(value)
          const [quantity, payment] = [chosen?.quantity, chosen?.payment]
          if (quantity && payment) {
            onChoose?.({ quantity, payment, leadDays: table.leads[value] ?? null })
          }
        }}
        options={table.leads.map((_, value) => ({ value, label: leadText(t, table.leads, value) }))}
      />
      <div className="heat-scroll">
        <table className="heat-table">
          <thead>
            <tr>
              <th scope="col">{t('price:ladder.payment')}</th>
              {table.quantities.map((quantity, q) => (
                <th key={quantity} scope="col" className={q === column ? 'heat-on' : undefined}>
                  ≥ {format.number(Number(quantity), 6)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.payments.map((payment, p) => (
              <tr key={termKey(payment)}>
                <th scope="row">{termText(t, payment)}</th>
                {table.quantities.map((quantity, q) => {
                  const cell = table.cells[q]?.[p]?.[at] ?? null
                  const isOn =
                    q === column &&
                    chosen !== undefined &&
                    termKey(chosen.payment) === termKey(payment)
                  const depth = cell === null || high === low ? 0 : (high - cell) / (high - low)
                  return (
                    <td key={quantity}>
                      <button
                        type="button"
                        className={`heat-cell${isOn ? ' heat-chosen' : ''}`}
                        style={{ '--depth': `${Math.round(depth * 62)}%` } as React.CSSProperties}
                        disabled={!onChoose || cell === null}
                        aria-pressed={isOn}
                        onClick={() =>
                          onChoose?.({ quantity, payment, leadDays: table.leads[at] ?? null })
                        }
                      >
                        {cell === null ? t('price:ladder.onRequest') : price(cell)}
                      </button>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.isMovingInside && <p className="faint">{t('price:ladder.moving')}</p>}
    </figure>
  )
}

function leadText(t: TFunction, leads: Ladder['leads'], at: number): string {
  const lead = leads[at] ?? null
  if (lead === null) return t('price:ladder.anyLead')
  const next = leads[at + 1]
  if (lead === 0 && typeof next === 'number') return t('price:ladder.soon', { n: next })
  return t('price:ladder.fromDays', { n: lead })
}

function bandOf(leads: Ladder['leads'], days: number | null): number {
  if (days === null) return Math.max(0, leads.indexOf(null))
  let found = 0
  leads.forEach((lead, i) => {
    if (lead !== null && lead <= days) found = i
  })
  return found
}

function lastAtMost(starts: readonly string[], value: number): number {
  let found = -1
  starts.forEach((start, i) => {
    if (Number(start) <= value) found = i
  })
  return found
}
