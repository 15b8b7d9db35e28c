import { useQueryClient } from '@tanstack/react-query'
import { Input } from 'antd'
import { useMay } from '../../../app/session.ts'
import { Field, InlineForm } from '../../../ui/form.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { TimelineOfFacts } from '../../../ui/timeline.tsx'
import { Money } from '../../../ui/values.tsx'
import { AmountField } from '../amount-field.tsx'
import { addNote, type Order, orderChanged, setCosts } from './api.ts'

/** What only my side sees: notes, and for the seller what lines cost and leave. */
export function OwnSide({ order }: { order: Order }) {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  return (
    <div className="stack">
      <p className="soft">{t('orders:own.note')}</p>
      {order.side === 'selling' && <Margin order={order} />}
      <section className="card card-padded">
        {may('trade:edit') && (
          <InlineForm<{ text: string }>
            onSubmit={({ text }) => addNote(order.id, text)}
            onDone={(answer) => orderChanged(client, answer as Order)}
            submitLabel={t('orders:own.add')}
            resetsOnDone
          >
            <Field name="text" label={t('orders:own.text')} isRequired>
              <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
            </Field>
          </InlineForm>
        )}
        <TimelineOfFacts
          label={t('orders:own.title')}
          facts={order.notes.map((note) => ({
            ...{ key: note.id, at: note.at, who: note.byName, what: note.text },
          }))}
        />
      </section>
    </div>
  )
}

function Margin({ order }: { order: Order }) {
  const { t } = useTexts()
  const format = useFormat()
  const client = useQueryClient()
  const costOf = (line: Order['lines'][number]) =>
    line.costE4 === null ? null : Math.round((line.costE4 * Number(line.quantity)) / 10_000)
  const known = order.lines.filter((line) => line.costE4 !== null)
  const sold = known.reduce((sum, line) => sum + line.amountMinor, 0)
  const cost = known.reduce((sum, line) => sum + (costOf(line) ?? 0), 0)
  return (
    <section className="card card-padded">
      <div className="trade-order-head">
        <h3>{t('orders:own.margin')}</h3>
        {sold > 0 && (
          <b>
            <Money minor={sold - cost} currency={order.currency} />{' '}
            <span className="faint">{format.percent((sold - cost) / sold, 1)}</span>
          </b>
        )}
      </div>
      <InlineForm<{ costs: (number | null)[] }>
        key={order.version}
        initial={{
          costs: order.lines.map((line) => (line.costE4 === null ? null : line.costE4 / 10_000)),
        }}
        submitLabel={t('orders:own.saveCosts')}
        onSubmit={({ costs }) =>
          setCosts(order.id, {
            lines: order.lines.flatMap((line, at) =>
              typeof costs[at] === 'number'
                ? [{ lineId: line.id, costE4: Math.round(costs[at] * 10_000) }]
                : [],
            ),
          })
        }
        onDone={(answer) => orderChanged(client, answer as Order)}
      >
        <div className="cost-fields">
          {order.lines.map((line, at) => (
            <Field
              key={line.id}
              name={['costs', at]}
              label={t('orders:own.cost', { what: line.description, unit: line.unit })}
            >
              <AmountField currency={order.currency} />
            </Field>
          ))}
        </div>
      </InlineForm>
    </section>
  )
}
