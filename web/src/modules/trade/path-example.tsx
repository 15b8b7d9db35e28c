import { useState } from 'react'
import type { TierMarkups } from '../../../../server/modules/trade/schema.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { Money } from '../../ui/values.tsx'
import { AmountField } from './amount-field.tsx'
import type { Chain } from './api.ts'
import { previewPath } from './markup.ts'

/** One price down all tiers, moving with every key: the server's own arithmetic, run here. */
export function PathExample({
  chain,
  setting,
  depth,
}: {
  chain: Chain
  setting: TierMarkups
  depth: number
}) {
  const { t } = useTexts()
  const format = useFormat()
  const [typed, setTyped] = useState<number | string | null>(10_000)
  const price = typeof typed === 'number' ? typed : 0
  const tiers = Array.from({ length: depth }, (_, at) => at + 1)
  const steps = previewPath(setting, tiers, price, chain.settings.priceStepMinor)
  const last = steps.at(-1)!
  const largest = Math.max(1, ...steps.map((step) => step.buysAtMinor))
  return (
    <Section title={t('trade:example.title')} note={t('trade:example.note')}>
      <div className="card card-padded stack path-example">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is a component inside */}
        <label className="stack-small">
          <span className="soft">{t('trade:example.factory')}</span>
          <AmountField
            value={typed}
            onChange={setTyped}
            currency={chain.currency}
            label={t('trade:example.factory')}
          />
        </label>
        <ol className="path-bars">
          {steps.map((step, at) => (
            <li key={step.tier}>
              <span>
                {t(at === steps.length - 1 ? 'trade:example.storePays' : 'trade:example.tierPays', {
                  n: format.number(step.tier),
                })}
              </span>
              <span className="path-bar" aria-hidden>
                <span
                  className="path-bar-added"
                  style={{ width: `${(step.buysAtMinor / largest) * 100}%` }}
                />
                <span
                  style={{ width: `${(Math.min(price, step.buysAtMinor) / largest) * 100}%` }}
                />
              </span>
              <b>
                <Money minor={step.buysAtMinor} currency={chain.currency} />
              </b>
              <span className="path-added figures faint">
                {price > 0 && step.buysAtMinor !== price
                  ? format.basisPoints(Math.round((step.buysAtMinor / price - 1) * 10_000))
                  : ''}
              </span>
              {step.isClamped && at < steps.length - 1 && (
                <span className="faint path-clamped">{t('trade:path.clamped')}</span>
              )}
            </li>
          ))}
        </ol>
        <p className="path-finding" aria-live="polite">
          {t('trade:example.finding', {
            factory: format.money(price, chain.currency),
            store: format.money(last.buysAtMinor, chain.currency),
          })}
        </p>
      </div>
    </Section>
  )
}
