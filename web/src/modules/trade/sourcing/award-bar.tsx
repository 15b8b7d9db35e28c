import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { ConfirmWithConsequences } from '../../../ui/confirm.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { Money } from '../../../ui/values.tsx'
import { type Comparison, purchasersQuery, type Rfq, rfqAct } from './api.ts'
import { type Split, sumSplit } from './split.ts'

/** What the chosen quantities come to, by supplier; and the act that turns them into orders, or into a request to approve. */
export function AwardBar({
  rfq,
  comparison,
  split,
  onDone,
}: {
  rfq: Rfq
  comparison: Comparison
  split: Split
  onDone: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data: rights } = useQuery(purchasersQuery)
  const [isOpen, setOpen] = useState(false)
  const [finishes, setFinishes] = useState(true)
  const [note, setNote] = useState('')
  const sum = sumSplit(comparison, split)
  const free = rights?.mine.freeMinor ?? null
  const needsApproval = free !== null && sum.minor > free
  if (sum.lines.length === 0) return null
  const award = async () => {
    const answer = await rfqAct.award(rfq.id, { lines: sum.lines, finishes, note })
    message.success(
      t(answer.state === 'placed' ? 'sourcing:award.placedNow' : 'sourcing:award.waitsNow', {
        orders: answer.orders.map(({ seller, no }) => `${seller} ${no}`).join(', '),
      }),
    )
    onDone()
    await client.invalidateQueries({ queryKey: ['trade'] })
  }
  const amount = <Money minor={sum.minor} currency={comparison.currency} />
  return (
    <div className="award-bar">
      <div className="award-bar-sum">
        <b>{amount}</b>
        <span className="faint">
          {sum.suppliers.map(({ name, minor }) => (
            <span key={name}>
              {name} <Money minor={minor} currency={comparison.currency} />{' '}
            </span>
          ))}
        </span>
      </div>
      <Button type="primary" disabled={sum.isOdd} onClick={() => setOpen(true)}>
        {t(needsApproval ? 'sourcing:award.askApproval' : 'sourcing:award.place')}
      </Button>
      <ConfirmWithConsequences
        isOpen={isOpen}
        isDanger={false}
        title={t('sourcing:award.title')}
        note={t(needsApproval ? 'sourcing:award.approvalNote' : 'sourcing:award.placeNote')}
        figures={[
          { key: 'sum', label: t('sourcing:award.sum'), value: amount },
          { key: 'suppliers', label: t('sourcing:supplier.many'), value: sum.suppliers.length },
        ]}
        confirmLabel={t(needsApproval ? 'sourcing:award.askApproval' : 'sourcing:award.place')}
        onConfirm={award}
        onClose={() => setOpen(false)}
      >
        <Checkbox checked={finishes} onChange={(event) => setFinishes(event.target.checked)}>
          {t('sourcing:award.finishes')}
        </Checkbox>
        <Input.TextArea
          rows={2}
          maxLength={2000}
          value={note}
          placeholder={t('sourcing:award.note')}
          aria-label={t('sourcing:award.note')}
          onChange={(event) => setNote(event.target.value)}
        />
      </ConfirmWithConsequences>
    </div>
  )
}
