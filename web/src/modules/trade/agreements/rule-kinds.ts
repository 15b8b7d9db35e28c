import type {
  AgreementTerms,
  PriceRule,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { USUAL_TERMS } from './terms-text.ts'

/** What people add: each is a rule that is filled in already, to be changed. */
export const RULE_KINDS = [
  'quantity',
  'payment',
  'time',
  'lead',
  'delivery',
  'named',
  'formula',
] as const
export type RuleKind = (typeof RULE_KINDS)[number]

type Effect = PriceRule['breaks'][number]['effect']
const percent = (bp: number): Effect => ({ kind: 'percent', bp, of: 'price' })

const PLAIN: Pick<PriceRule, 'label' | 'when' | 'priority' | 'combine' | 'breakMode'> = {
  label: '',
  when: {},
  priority: 0,
  combine: 'stackable',
  breakMode: 'volume',
}

const KINDS: Record<RuleKind, Omit<PriceRule, 'id'>> = {
  quantity: {
    ...PLAIN,
    step: 'discount',
    breaks: [
      { from: '0', effect: percent(0) },
      { from: '100', effect: percent(-300) },
      { from: '1000', effect: percent(-800) },
    ],
  },
  payment: {
    ...PLAIN,
    step: 'payment',
    when: { payment: { kind: 'class', classes: ['prepaid'] } },
    breaks: [{ from: '0', effect: percent(-200) }],
  },
  time: {
    ...PLAIN,
    step: 'payment',
    breaks: [
      {
        from: '0',
        effect: { kind: 'time_value', annualRateBp: 600, base: USUAL_TERMS[0]!, yearDays: 365 },
      },
    ],
  },
  lead: {
    ...PLAIN,
    step: 'lead',
    when: { lead: { belowDays: 7 } },
    breaks: [{ from: '0', effect: percent(500) }],
  },
  delivery: {
    ...PLAIN,
    step: 'delivery',
    when: { incoterms: ['EXW'] },
    breaks: [{ from: '0', effect: percent(-100) }],
  },
  named: {
    ...PLAIN,
    step: 'price',
    combine: 'exclusive',
    breaks: [{ from: '0', effect: { kind: 'absolute', unitE4: 0 } }],
  },
  formula: {
    ...PLAIN,
    step: 'discount',
    breaks: [{ from: '0', effect: { kind: 'formula', text: 'price * 0.98' } }],
  },
}

/** A rule of a kind, under an id that no other has and a name that people know. */
export function newRule(kind: RuleKind, label: string, terms: AgreementTerms): PriceRule {
  const taken = new Set(terms.rules.map(({ id }) => id))
  let n = terms.rules.length + 1
  while (taken.has(`${kind}-${n}`)) n++
  return { ...KINDS[kind], id: `${kind}-${n}`, label }
}

/** Replaces a rule where it stands. */
export function withRule(terms: AgreementTerms, rule: PriceRule): AgreementTerms {
  return { ...terms, rules: terms.rules.map((other) => (other.id === rule.id ? rule : other)) }
}

export function withoutRule(terms: AgreementTerms, id: string): AgreementTerms {
  return { ...terms, rules: terms.rules.filter((rule) => rule.id !== id) }
}
