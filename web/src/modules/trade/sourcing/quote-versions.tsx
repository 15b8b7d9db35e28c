import { Link } from '@tanstack/react-router'
import { Collapse } from 'antd'
import { PrintButton } from '../../../ui/export-button.tsx'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { DateText, Money, RelativeTime, StateTag } from '../../../ui/values.tsx'
import type { Offer, Quote, QuoteVersion, Rfq } from './api.ts'
import { QuoteStateTag, UnitPrice } from './marks.tsx'
import { usePaymentText } from './payment-field.tsx'

/** All versions of a quote, the latest open: who wrote it, when, what it offers and what changed in price. */
export function QuoteVersions({ rfq, quote }: { rfq: Rfq; quote: Quote }) {
  const { t } = useTexts()
  return (
    <div className="stack">
      <div className="quote-head">
        <QuoteStateTag state={quote.state} />
        <span className="faint">
          {t('sourcing:quote.rounds', { count: quote.rounds, max: quote.roundsMax })}
        </span>
        {quote.endReason && <span>{quote.endReason}</span>}
        {quote.versions.length > 0 && <PrintButton path={`/quotes/${quote.id}/document.pdf`} />}
      </div>
      {quote.acceptances.length > 0 && <Accepted rfq={rfq} quote={quote} />}
      <Collapse
        key={quote.versionNo}
        defaultActiveKey={[String(quote.versions[0]?.no)]}
        items={quote.versions.map((version, at) => ({
          key: String(version.no),
          label: <VersionHead version={version} />,
          children: (
            <VersionBody rfq={rfq} version={version} before={quote.versions[at + 1] ?? null} />
          ),
        }))}
      />
    </div>
  )
}

function VersionHead({ version }: { version: QuoteVersion }) {
  const { t } = useTexts()
  return (
    <span className="version-head">
      <b>{t('sourcing:quote.version', { no: version.no })}</b>
      <StateTag tone={version.author === 'buyer' ? 'accent' : 'quiet'}>
        {t(`sourcing:quote.author.${version.author}`)}
      </StateTag>
      <span className="faint">
        {version.authorName} · <RelativeTime at={version.madeAt} />
      </span>
    </span>
  )
}

function VersionBody({
  rfq,
  version,
  before,
}: {
  rfq: Rfq
  version: QuoteVersion
  before: QuoteVersion | null
}) {
  const { t } = useTexts()
  return (
    <div className="stack-small">
      <div className="faint">
        {t('sourcing:quote.validUntil')} <DateText at={version.validUntil} hasTime />
      </div>
      {version.note && <p>{version.note}</p>}
      {rfq.lines.map((line) => {
        const offers = version.offers.filter((offer) => offer.lineNo === line.no)
        if (offers.length === 0) return null
        return (
          <div key={line.no}>
            <div className="offer-line">
              <span className="faint figures">{line.no}</span> {line.description}{' '}
              <span className="faint figures">
                {line.quantity} {line.unit}
              </span>
            </div>
            {offers.map((offer) => (
              <OfferRow
                key={offer.no}
                offer={offer}
                unit={line.unit}
                currency={rfq.currency}
                before={
                  before?.offers.find((o) => o.lineNo === offer.lineNo && o.no === offer.no) ?? null
                }
              />
            ))}
          </div>
        )
      })}
    </div>
  )
}

function OfferRow({
  offer,
  unit,
  currency,
  before,
}: {
  offer: Offer
  unit: string
  currency: string
  before: Offer | null
}) {
  const { t } = useTexts()
  const payment = usePaymentText()
  if (offer.kind === 'none') {
    return <div className="offer-row faint">{t('sourcing:offer.kinds.none')}</div>
  }
  const wasE4 =
    before && before.unit === offer.unit && before.unitE4 !== offer.unitE4 ? before.unitE4 : null
  return (
    <div className="offer-row">
      <span className="offer-price">
        <UnitPrice e4={offer.unitE4} currency={currency} />
        <span className="faint">/{offer.unit}</span>
        {offer.unit !== unit && (
          <span className="faint">
            {' '}
            {t('sourcing:offer.holds', { count: offer.unitHolds, unit })}
          </span>
        )}
        {wasE4 !== null && (
          <s className="faint">
            <UnitPrice e4={wasE4} currency={currency} />
          </s>
        )}
      </span>
      <OfferTerms offer={offer} payment={payment(offer.payment)} />
    </div>
  )
}

export function OfferTerms({ offer, payment }: { offer: Offer; payment: string }) {
  const { t } = useTexts()
  const terms = [
    offer.description && `${t('sourcing:offer.kinds.substitute')} ${offer.description}`,
    offer.minQuantity !== '0' &&
      t('sourcing:offer.from', { quantity: offer.minQuantity, unit: offer.unit }),
    offer.available !== null &&
      t('sourcing:offer.upTo', { quantity: offer.available, unit: offer.unit }),
    t('sourcing:offer.leadDays', { count: offer.leadDays }),
    payment,
    offer.incoterm,
    offer.remark,
  ]
  return <span className="soft offer-terms">{terms.filter(Boolean).join(' · ')}</span>
}

/** What was taken of it, and the order that came of it. */
function Accepted({ rfq, quote }: { rfq: Rfq; quote: Quote }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <ul className="accepted">
      {quote.acceptances.map((one) => (
        <li key={`${one.orderId} ${one.lineNo} ${one.offerNo}`}>
          <span>
            {rfq.lines.find((line) => line.no === one.lineNo)?.description}{' '}
            <span className="figures">
              {one.quantity} {one.unit}
            </span>{' '}
            × <UnitPrice e4={one.unitE4} currency={one.currency} />
          </span>
          <b>
            <Money minor={one.amountMinor} currency={one.currency} />
          </b>
          <Link to={`/orders/${one.orderId}` as string} title={format.dateTime(one.acceptedAt)}>
            {t('sourcing:quote.inOrder', { no: one.orderNo })}
          </Link>
        </li>
      ))}
    </ul>
  )
}
