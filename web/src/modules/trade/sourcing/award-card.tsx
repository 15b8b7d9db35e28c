import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { ConfirmWithConsequences } from '../../../ui/confirm.tsx'
import { useTexts } from '../../../ui/i18n.ts'
import { EmptyState, useErrorText } from '../../../ui/states.tsx'
import { Money, RelativeTime, StateTag } from '../../../ui/values.tsx'
import { type Award, decide, withdrawAward } from './api.ts'
import { AwardStateTag, UnitPrice } from './marks.tsx'
import { usePaymentText } from './payment-field.tsx'
import { ReasonButton } from './rfq-acts.tsx'

/** The awards of one request. */
export function AwardsTab({ awards }: { awards: readonly Award[] }) {
  const { t } = useTexts()
  if (awards.length === 0) {
    return <EmptyState title={t('sourcing:award.none')} note={t('sourcing:award.noneNote')} />
  }
  return (
    <div className="stack">
      {awards.map((award) => (
        <AwardCard key={award.id} award={award} />
      ))}
    </div>
  )
}

/** One award: what is taken of whom, how it is paid, who has agreed and who still has to. */
export function AwardCard({ award, isLinked = false }: { award: Award; isLinked?: boolean }) {
  const { t } = useTexts()
  return (
    <article className="card card-padded cards-item award-card">
      <div className="rfq-card-head">
        <div>
          {isLinked && (
            <Link to={`/sourcing/${award.rfq.id}?tab=awards` as string}>
              <b>{award.rfq.title}</b> <span className="faint">{award.rfq.code}</span>
            </Link>
          )}
          <div className="award-sum">
            <Money minor={award.amountMinor} currency={award.currency} />
          </div>
          <div className="faint">
            {award.askedBy} · <RelativeTime at={award.askedAt} />
          </div>
        </div>
        <AwardStateTag state={award.state} />
      </div>
      {award.note && <p>{award.note}</p>}
      <AwardLines award={award} />
      <ul className="approvals">
        {award.approvals.map((approval) => (
          <ApprovalLine key={approval.kind} award={award} approval={approval} />
        ))}
      </ul>
      {award.orders.length > 0 && (
        <div className="soft">
          {t('sourcing:award.orders')}
          {award.orders.map(({ id, seller, no }) => (
            <Link key={id} to={`/orders/${id}` as string} className="award-order">
              {seller} {no}
            </Link>
          ))}
        </div>
      )}
      {award.state === 'waiting' && award.isMine && <WithdrawButton award={award} />}
    </article>
  )
}

function AwardLines({ award }: { award: Award }) {
  const payment = usePaymentText()
  return (
    <ul className="award-lines">
      {award.lines.map((line) => (
        <li key={`${line.quoteId} ${line.lineNo} ${line.offerNo}`}>
          <span>
            <b>{line.seller}</b> {line.description}{' '}
            <span className="figures">
              {line.quantity} {line.unit}
            </span>{' '}
            × <UnitPrice e4={line.unitE4} currency={award.currency} />
            <span className="faint award-payment">{payment(line.payment)}</span>
          </span>
          <Money minor={line.amountMinor} currency={award.currency} />
        </li>
      ))}
    </ul>
  )
}

const TONES = { waiting: 'accent', approved: 'good', refused: 'bad' } as const

function ApprovalLine({ award, approval }: { award: Award; approval: Award['approvals'][number] }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const [isAgreeing, setAgreeing] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: ['trade'] })
  const say = (isApproved: boolean, note: string) =>
    decide(award.id, { kind: approval.kind, isApproved, note }).then(refresh)
  return (
    <li>
      <span>
        {t(`sourcing:approval.${approval.kind}`)}{' '}
        <StateTag tone={TONES[approval.state]}>
          {t(`sourcing:approval.states.${approval.state}`)}
        </StateTag>{' '}
        {approval.by && (
          <span className="faint">
            {approval.by} · <RelativeTime at={approval.at} />
          </span>
        )}
        {approval.note && <span className="soft"> {approval.note}</span>}
      </span>
      {approval.isMine && (
        <span className="row nowrap">
          <ReasonButton
            isDanger
            label={t('sourcing:approval.refuse')}
            title={t('sourcing:approval.refuse')}
            note={t('sourcing:approval.refuseNote')}
            onReason={(note) => say(false, note)}
          />
          <Button type="primary" onClick={() => setAgreeing(true)}>
            {t('sourcing:approval.agree')}
          </Button>
          <ConfirmWithConsequences
            isOpen={isAgreeing}
            isDanger={false}
            title={t('sourcing:approval.agree')}
            note={t(`sourcing:approval.agreeNote.${approval.kind}`)}
            figures={[
              {
                key: 'sum',
                label: t('sourcing:award.sum'),
                value: <Money minor={award.amountMinor} currency={award.currency} />,
              },
            ]}
            confirmLabel={t('sourcing:approval.agree')}
            onConfirm={() => say(true, '')}
            onClose={() => setAgreeing(false)}
          />
        </span>
      )}
    </li>
  )
}

function WithdrawButton({ award }: { award: Award }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const withdraw = () =>
    withdrawAward(award.id).then(
      () => client.invalidateQueries({ queryKey: ['trade'] }),
      (error) => message.error(errorText(error)),
    )
  return (
    <div>
      <Button size="small" onClick={() => void withdraw()}>
        {t('sourcing:award.withdraw')}
      </Button>
    </div>
  )
}
