import { LockOutlined } from '@ant-design/icons'
import type { PricePath as Path } from '../../../../server/modules/trade/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Money } from '../../ui/values.tsx'
import { useMarkupText } from './markup-text.ts'

/** One price on its way down: who buys at what, who sells at what, and by which rule. */
export function PricePathSteps({ path, currency }: { path: Path; currency: string }) {
  const { t } = useTexts()
  const format = useFormat()
  const markupText = useMarkupText()
  return (
    <ol className="price-path">
      {path.steps.map((step, at) => {
        const isLast = at === path.steps.length - 1
        return (
          <li key={step.partnerId}>
            <span className="price-path-who">
              <span className="faint">{t('trade:path.tier', { n: format.number(step.tier) })}</span>{' '}
              {step.name}
            </span>
            <span className="price-path-pays">
              {t('trade:path.pays')}{' '}
              <b>
                <Money minor={step.buysAtMinor} currency={currency} />
              </b>
            </span>
            {step.rule === 'private' ? (
              <span className="price-path-rule faint">
                <LockOutlined /> {t('trade:path.private')}
              </span>
            ) : (
              !isLast && (
                <span className="price-path-rule faint">
                  {step.rule === 'none' || step.markup === null
                    ? t('trade:path.asIs')
                    : markupText(step.markup, currency)}
                  {step.isClamped && ` · ${t('trade:path.clamped')}`}
                </span>
              )
            )}
          </li>
        )
      })}
    </ol>
  )
}
