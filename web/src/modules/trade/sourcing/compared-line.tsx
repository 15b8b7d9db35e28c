import { Button, Input, Popover } from 'antd'
import { useTexts } from '../../../ui/i18n.ts'
import { StateTag } from '../../../ui/values.tsx'
import type { Compared, Comparison } from './api.ts'
import { LineHead } from './lines-tab.tsx'
import { QuoteStateTag, UnitPrice } from './marks.tsx'
import { usePaymentText } from './payment-field.tsx'
import { textToQuantity } from './price.ts'
import { OfferTerms } from './quote-versions.tsx'
import { isTakeable, type Split, splitKey } from './split.ts'

interface Props {
  line: Comparison['lines'][number]
  currency: string
  split: Split
  /** Absent: nothing can be taken. */
  onSplit: ((patch: Split) => void) | undefined
  onOpen: (quoteId: string) => void
}

/** One line with its offers, the cheapest first; the best of price and of time are marked. */
export function ComparedLine({ line, currency, split, onSplit, onOpen }: Props) {
  const { t } = useTexts()
  return (
    <section className="card card-padded cards-item compared-line">
      <LineHead line={line.line} />
      <div className="faint">
        {line.awarded !== '0' &&
          t('sourcing:compare.awarded', { quantity: line.awarded, unit: line.line.unit })}
        {line.line.targetE4 !== null && (
          <>
            {' '}
            {t('sourcing:line.target')} <UnitPrice e4={line.line.targetE4} currency={currency} />
          </>
        )}
      </div>
      {line.offers.length === 0 && <p className="faint">{t('sourcing:compare.nobody')}</p>}
      {line.offers.map((offer) => (
        <OfferLine
          key={splitKey(offer)}
          offer={offer}
          unit={line.line.unit}
          currency={currency}
          typed={split[splitKey(offer)] ?? ''}
          onTyped={onSplit && ((typed) => onSplit({ [splitKey(offer)]: typed }))}
          onOpen={() => onOpen(offer.quoteId)}
        />
      ))}
    </section>
  )
}

function OfferLine({
  offer: compared,
  unit,
  currency,
  typed,
  onTyped,
  onOpen,
}: {
  offer: Compared
  unit: string
  currency: string
  typed: string
  onTyped: ((typed: string) => void) | undefined
  onOpen: () => void
}) {
  const { t } = useTexts()
  const payment = usePaymentText()
  const { offer, isBestPrice, isBestLead, isInTime } = compared
  const isOff = !isTakeable(compared)
  const isOdd = typed !== '' && textToQuantity(typed) === null
  return (
    <div className={`compared ${isOff ? 'is-off' : ''} ${onTyped ? 'has-take' : ''}`}>
      <div className="compared-who">
        <Button type="link" onClick={onOpen}>
          {compared.seller.name}
        </Button>
        {isOff && <QuoteStateTag state={compared.state} />}
        {compared.taken !== '0' && (
          <StateTag tone="good">
            {t('sourcing:compare.taken', { quantity: compared.taken, unit: offer.unit })}
          </StateTag>
        )}
        {isBestPrice && <StateTag tone="good">{t('sourcing:compare.cheapest')}</StateTag>}
        {isBestLead && <StateTag tone="indigo">{t('sourcing:compare.fastest')}</StateTag>}
        {compared.isOverAsked && (
          <StateTag tone="accent">{t('sourcing:compare.overAsked')}</StateTag>
        )}
        {isInTime === false && <StateTag tone="bad">{t('sourcing:compare.late')}</StateTag>}
        <OfferTerms offer={offer} payment={payment(offer.payment)} />
      </div>
      <div className="compared-price">
        <Popover
          trigger="click"
          title={t('sourcing:compare.why')}
          content={<Parts compared={compared} unit={unit} currency={currency} />}
        >
          <button type="button" className="landed">
            <UnitPrice e4={compared.landedE4} currency={currency} />
            <span className="faint">/{unit}</span>
          </button>
        </Popover>
        <span className="faint">
          {t('sourcing:compare.quoted')} <UnitPrice e4={offer.unitE4} currency={currency} />/
          {offer.unit}
        </span>
      </div>
      {onTyped && (
        <Input
          className="figures compared-take"
          inputMode="decimal"
          disabled={isOff}
          value={typed}
          suffix={offer.unit}
          placeholder={
            compared.left === null ? '0' : t('sourcing:compare.left', { quantity: compared.left })
          }
          aria-label={t('sourcing:award.takeOf', { name: compared.seller.name })}
          {...(isOdd && { status: 'error' as const })}
          onChange={(event) => onTyped(event.target.value)}
        />
      )}
    </div>
  )
}

/** What a landed price is made of, each part with its reason. */
function Parts({
  compared,
  unit,
  currency,
}: {
  compared: Compared
  unit: string
  currency: string
}) {
  const { t } = useTexts()
  const percent = (bp: unknown) => `${Number(bp) / 100}%`
  const why = (part: Compared['parts'][number]): string => {
    const { data } = part
    if (part.kind === 'freight')
      return t('sourcing:part.freightWhy', { share: percent(data.freightBp) })
    if (part.kind === 'duty') return t('sourcing:part.dutyWhy', { share: percent(data.dutyBp) })
    if (part.kind === 'payment') {
      const days = Number(data.days)
      const key = days < 0 ? 'sourcing:part.paysBefore' : 'sourcing:part.paysAfter'
      return t(key, { days: Math.abs(days), rate: percent(data.annualRateBp) })
    }
    const { unit: own, unitHolds } = compared.offer
    return own === unit ? '' : t('sourcing:part.converted', { own, holds: unitHolds, unit })
  }
  return (
    <table className="parts">
      <tbody>
        {compared.parts.map((part) => (
          <tr key={part.kind}>
            <th scope="row">
              {t(`sourcing:part.${part.kind}`)}
              <div className="faint">{why(part)}</div>
            </th>
            <td>
              <UnitPrice e4={part.e4} currency={currency} />
            </td>
          </tr>
        ))}
        <tr className="parts-sum">
          <th scope="row">
            {t('sourcing:part.landed')}
            <div className="faint">
              {t('sourcing:part.for', { quantity: compared.quantity, unit })}
            </div>
          </th>
          <td>
            <UnitPrice e4={compared.landedE4} currency={currency} />
          </td>
        </tr>
      </tbody>
    </table>
  )
}
