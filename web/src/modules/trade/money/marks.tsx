import { Tooltip } from 'antd'
import type { InvoiceHead } from '../../../../../server/modules/trade/money/schema.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import type { Tone } from '../../../ui/palette.ts'
import { StateTag } from '../../../ui/values.tsx'
import { type Age, agesOf } from './ages.ts'

const TONES: Record<InvoiceHead['state'], Tone> = {
  open: 'indigo',
  part_settled: 'indigo',
  settled: 'good',
  overdue: 'bad',
  cancelled: 'quiet',
}

export function InvoiceState({ invoice }: { invoice: InvoiceHead }) {
  const { t } = useTexts()
  return (
    <>
      <StateTag tone={TONES[invoice.state]}>{t(`money:state.${invoice.state}`)}</StateTag>
      {invoice.isDisputed && <StateTag tone="accent">{t('money:state.disputed')}</StateTag>}
    </>
  )
}

type Aged = Record<`${Age}Minor`, number>

/** How old what is owed is: one bar, the later the warmer. */
export function AgeBar({ row, currency }: { row: Aged; currency: string }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <div className="age-bar" aria-hidden>
      {agesOf(row)
        .filter((one) => one.minor > 0)
        .map(({ age, minor, share }) => (
          <Tooltip key={age} title={`${t(`money:age.${age}`)} ${format.money(minor, currency)}`}>
            <span className={`age-part age-${age}`} style={{ flexGrow: Math.max(share, 0.01) }} />
          </Tooltip>
        ))}
    </div>
  )
}

/** The amounts of each age in words, with the colour of their part of the bar. */
export function AgeLegend({ row, currency }: { row: Aged; currency: string }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <dl className="age-legend">
      {agesOf(row).map(({ age, minor, share }) => (
        <div key={age} className={minor === 0 ? 'is-nothing' : undefined}>
          <dt>
            <span className={`age-dot age-${age}`} aria-hidden />
            {t(`money:age.${age}`)}
          </dt>
          <dd className="figures">{format.money(minor, currency)}</dd>
          <dd className="figures faint">{format.percent(share, 0)}</dd>
        </div>
      ))}
    </dl>
  )
}
