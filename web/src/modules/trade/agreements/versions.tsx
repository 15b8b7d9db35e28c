import { Alert } from 'antd'
import type {
  Agreement,
  AgreementVersion,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Section } from '../../../ui/page.tsx'
import { StateTag } from '../../../ui/values.tsx'
import { STATE_TONES } from './agreements-page.tsx'
import { termText } from './terms-text.ts'
import { unitPriceText } from './unit-price.ts'

/** Every version that was ever written, and who answers for it. */
export function Versions({ versions }: { versions: readonly AgreementVersion[] }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <Section title={t('price:version.title')}>
      <ol>
        {versions.map((version) => (
          <li key={version.no} className="version-row">
            <b>{t('price:version.no', { no: version.no })}</b>
            <StateTag tone={STATE_TONES[version.state]}>
              {t(`price:state.${version.state}`)}
            </StateTag>
            <span className="faint">
              {version.validFrom &&
                t('price:version.from', { time: format.dateTime(version.validFrom) })}{' '}
              {t('price:version.by', { name: version.authorName })}{' '}
              {version.approvedByName &&
                t('price:version.approvedBy', { name: version.approvedByName })}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** What somebody else has to approve, price by price. */
export function BelowFloorNote({
  version,
  agreement,
}: {
  version: AgreementVersion
  agreement: Agreement
}) {
  const { t } = useTexts()
  const format = useFormat()
  const price = (e4: number) => unitPriceText(e4, agreement.currency, format.locale)
  return (
    <Alert
      type="warning"
      showIcon
      title={t('price:version.waitingNote')}
      description={
        <ul>
          {version.belowFloor.map((below) => (
            <li key={below.productId}>
              {t('price:version.below', {
                ...{ name: `${below.code} ${below.name}`, quantity: below.quantity, unit: '' },
                ...{ payment: termText(t, below.payment), price: price(below.unitE4) },
                floor: price(below.floorE4),
              })}
            </li>
          ))}
        </ul>
      }
    />
  )
}
