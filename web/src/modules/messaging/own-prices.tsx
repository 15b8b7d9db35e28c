import type { PriceLine } from '../../../../server/modules/messaging/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Change, Money } from '../../ui/values.tsx'
import { marginBp, priceChange } from './price-change.ts'

/** What the reader pays from now on, product by product: made to be read at arm's length. */
export function OwnPrices({ prices }: { prices: PriceLine[] }) {
  const { t } = useTexts()
  return (
    <ul className="own-prices" aria-label={t('messaging:prices.yours')}>
      {prices.map((line) => (
        <OwnPrice key={line.productId} line={line} />
      ))}
    </ul>
  )
}

function OwnPrice({ line }: { line: PriceLine }) {
  const { t } = useTexts()
  const format = useFormat()
  const change = priceChange(line.priceMinor, line.previousMinor)
  const margin = marginBp(line.priceMinor, line.retailMinor)
  return (
    <li className="own-price">
      <div className="own-price-name">
        <b>{line.name}</b>
        <span className="faint">
          {line.code} · {t('messaging:prices.per', { unit: line.unit })}
        </span>
      </div>
      <div className="own-price-now">
        <span className="own-price-figure">
          <Money minor={line.priceMinor} currency={line.currency} />
        </span>
        <span className="own-price-change">
          {line.previousMinor !== null && change.direction !== 'same' && (
            <s className="faint">
              <Money minor={line.previousMinor} currency={line.currency} />
            </s>
          )}
          {change.changeBp !== null && change.direction !== 'same' && (
            <>
              <Change share={change.changeBp / 10_000} />
              <Difference minor={change.differenceMinor as number} currency={line.currency} />
            </>
          )}
          {change.direction === 'same' && (
            <span className="faint">{t('messaging:prices.unchanged')}</span>
          )}
        </span>
      </div>
      <div className="own-price-retail">
        <span>
          {t('messaging:prices.retail')} <Money minor={line.retailMinor} currency={line.currency} />
        </span>
        {margin !== null && (
          <span>
            {t('messaging:prices.margin')}{' '}
            <span className={margin < 0 ? 'figures text-bad' : 'figures'}>
              {format.percent(margin / 10_000, 1)}
            </span>
          </span>
        )}
      </div>
    </li>
  )
}

function Difference({ minor, currency }: { minor: number; currency: string }) {
  const format = useFormat()
  return (
    <span className="figures faint">
      {minor > 0 ? '+' : '−'}
      {format.money(Math.abs(minor), currency)}
    </span>
  )
}
