import type { TFunction } from 'i18next'
import type { PaymentTerm } from '../../../../../server/modules/trade/terms-schema.ts'

/** `30% 下单付 + 70% 到货付`, or in one phrase where all is paid at once. */
export function termText(t: TFunction, term: PaymentTerm): string {
  if (term.length === 1) {
    const { from, days } = term[0]!
    return days === 0 ? t(`price:term.whole.${from}`) : t(`price:term.later.${from}`, { days })
  }
  return term
    .map(({ shareBp, from, days }) => {
      const share = `${shareBp / 100}%`
      return days === 0
        ? t(`price:term.part.${from}`, { share })
        : t(`price:term.partLater.${from}`, { share, days })
    })
    .join(' + ')
}

/** The terms that people choose from before any agreement names others. */
export const USUAL_TERMS: PaymentTerm[] = [
  [{ shareBp: 10_000, from: 'order', days: 0 }],
  [
    { shareBp: 3_000, from: 'order', days: 0 },
    { shareBp: 7_000, from: 'delivery', days: 0 },
  ],
  [{ shareBp: 10_000, from: 'delivery', days: 0 }],
  [{ shareBp: 10_000, from: 'invoice', days: 30 }],
  [{ shareBp: 10_000, from: 'invoice', days: 60 }],
]

export const termKey = (term: PaymentTerm): string =>
  term.map(({ shareBp, from, days }) => `${shareBp}${from}${days}`).join('+')
