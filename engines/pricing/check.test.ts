import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as random from './agreements-fixture.ts'
import {
  type Agreement,
  type CatalogueProduct,
  checkAgreement,
  compile,
  explainLine,
  FAULTS,
  type Fault,
  PricingError,
  type Rule,
} from './index.ts'

const shirt: CatalogueProduct = {
  id: 'shirt',
  unit: '件',
  category: 'apparel/shirts',
  priceGroups: ['summer'],
  currency: 'CNY',
  listE4: 20_000_000,
  costE4: 12_000_000,
}
const imported: CatalogueProduct = { id: 'silk', unit: '米', currency: 'USD', listE4: 1, costE4: 1 }

const rule = (id: string, over: Partial<Rule> = {}): Rule => ({
  id,
  step: 'price',
  combine: 'exclusive',
  breakMode: 'volume',
  breaks: [{ fromMicro: 0, effect: { kind: 'absolute', unitE4: 10_000_000 } }],
  ...over,
})
const at = (unitE4: number): Rule['breaks'] => [
  { fromMicro: 0, effect: { kind: 'absolute', unitE4 } },
]
const formula = (text: string): Rule['breaks'] => [
  { fromMicro: 0, effect: { kind: 'formula', text } },
]

function check(rules: Rule[], over: Partial<Agreement> = {}, others: Agreement[] = []): Fault[] {
  const agreement = { id: 'a', currency: 'CNY', rules, ...over }
  return checkAgreement(agreement, { agreements: others, products: [shirt, imported] })
}
const short = (faults: Fault[]) =>
  faults.map(({ code, severity, rules }) => [code, severity, rules.join(' ')].join(' ').trim())

const CASES: [string, Rule[], string[]][] = [
  ['a sound rule', [rule('r')], []],
  ['two rules of one id', [rule('r'), rule('r')], ['id_doubled error r']],
  ['no breaks', [rule('r', { breaks: [] })], ['list_empty error r']],
  ['a list of nobody', [rule('r', { when: { customers: [] } })], ['list_empty error r']],
  ['half an e4', [rule('r', { breaks: at(0.5) })], ['number_invalid error r']],
  ['a negative price', [rule('r', { breaks: at(-1) })], ['number_invalid error r']],
  [
    'an empty band',
    [rule('r', { when: { lead: { fromDays: 7, belowDays: 7 } } })],
    ['band_empty error r'],
  ],
  ['dates upside down', [rule('r', { when: { fromMs: 2, untilMs: 1 } })], ['band_empty error r']],
  [
    'shares that do not add up',
    [
      rule('r', {
        when: { payment: { kind: 'exact', terms: [[{ shareBp: 1, from: 'order', days: 0 }]] } },
      }),
    ],
    ['payment_invalid error r'],
  ],
  [
    'a formula that breaks off',
    [rule('r', { breaks: formula('list *') })],
    ['formula_invalid error r'],
  ],
  ['an unknown rule', [rule('r', { breaks: formula('rule("x")') })], ['rule_unknown error r']],
  [
    'formulas in a circle',
    [
      rule('r', { breaks: formula('rule("s")') }),
      rule('s', { priority: 1, breaks: formula('rule("r")') }),
    ],
    ['formula_cycle error s r'],
  ],
  [
    'an unknown product',
    [rule('r', { when: { products: ['hat'] } })],
    ['product_unknown error r', 'rule_unreachable warning r'],
  ],
  [
    'a unit of nothing',
    [rule('r', { unit: 'box' })],
    ['unit_unknown error r', 'rule_unreachable warning r'],
  ],
  [
    'a unit that is not the product’s',
    [rule('r', { unit: '米', when: { products: ['shirt'] } })],
    ['unit_unknown error r', 'rule_unreachable warning r'],
  ],
  [
    'a list price in another currency',
    [rule('r', { when: { products: ['silk'] }, breaks: formula('list * 0.9') })],
    ['currency_mismatch error r'],
  ],
  [
    'a floor over its ceiling',
    [rule('r', { floor: { unitE4: 2 }, ceiling: { unitE4: 1 } })],
    ['floor_over_ceiling error r'],
  ],
  [
    'a floor of cost over a ceiling of list',
    [rule('r', { floor: { of: 'cost', bp: 10_000 }, ceiling: { of: 'list', bp: 0 } })],
    ['floor_over_ceiling warning r'],
  ],
  [
    'two prices under the same conditions',
    [rule('r'), rule('s', { breaks: at(1) })],
    ['rules_contradict error r s'],
  ],
  ['the same price twice', [rule('r'), rule('s')], ['rule_unreachable warning s r']],
  [
    'two groups that somebody may be in both of',
    [
      rule('r', { when: { customerGroups: ['gold'] } }),
      rule('s', { when: { customerGroups: ['south'] }, breaks: at(1) }),
    ],
    ['rules_contradict warning r s'],
  ],
  [
    'two customers',
    [
      rule('r', { when: { customers: ['one'] } }),
      rule('s', { when: { customers: ['other'] }, breaks: at(1) }),
    ],
    [],
  ],
  [
    'lead bands of one width that overlap',
    [
      rule('r', { when: { lead: { fromDays: 0, belowDays: 10 } } }),
      rule('s', { when: { lead: { fromDays: 5, belowDays: 15 } }, breaks: at(1) }),
    ],
    ['rules_contradict error r s'],
  ],
  [
    'lead bands that overlap',
    [
      rule('r', { when: { lead: { fromDays: 0, belowDays: 10 } } }),
      rule('s', { when: { lead: { fromDays: 5, belowDays: 16 } }, breaks: at(1) }),
    ],
    ['bands_overlap warning r s'],
  ],
  [
    'a lead band within another, and one after the other',
    [
      rule('r', { when: { lead: { fromDays: 0, belowDays: 10 } } }),
      rule('s', { when: { lead: { fromDays: 2, belowDays: 5 } }, breaks: at(1) }),
      rule('t', { when: { lead: { fromDays: 10 } }, breaks: at(2) }),
    ],
    [],
  ],
  [
    'a rule behind one that takes everything',
    [rule('all', { priority: 1 }), rule('r', { when: { products: ['shirt'] }, breaks: at(1) })],
    ['rule_unreachable warning r all'],
  ],
  [
    'larger quantities before smaller ones',
    [rule('r'), rule('s', { breaks: [{ fromMicro: 1, effect: { kind: 'absolute', unitE4: 1 } }] })],
    [],
  ],
  [
    'a gap between breaks',
    [
      rule('r', {
        breaks: [
          { fromMicro: 0, belowMicro: 5, effect: { kind: 'absolute', unitE4: 2 } },
          { fromMicro: 6, effect: { kind: 'absolute', unitE4: 1 } },
        ],
      }),
    ],
    ['breaks_gap warning r'],
  ],
  [
    'a graduated rule that begins above nothing',
    [
      rule('r', {
        breakMode: 'graduated',
        breaks: [{ fromMicro: 5, effect: { kind: 'absolute', unitE4: 1 } }],
      }),
    ],
    ['breaks_gap error r'],
  ],
  [
    'breaks that overlap',
    [
      rule('r', {
        breaks: [
          { fromMicro: 0, belowMicro: 7, effect: { kind: 'absolute', unitE4: 2 } },
          { fromMicro: 6, effect: { kind: 'absolute', unitE4: 1 } },
        ],
      }),
    ],
    ['breaks_overlap error r'],
  ],
]
for (const [name, rules, expected] of CASES)
  test(`checked: ${name}`, () => assert.deepEqual(short(check(rules)), expected))

test('what an agreement extends is checked with it', () => {
  const base: Agreement = { id: 'b', currency: 'CNY', rules: [rule('r')] }
  assert.deepEqual(short(check([], { extends: 'b' }, [base])), [])
  assert.deepEqual(short(check([], { extends: 'x' }, [base])), ['agreement_unknown error'])
  assert.deepEqual(short(check([], { extends: 'b' }, [{ ...base, extends: 'a' }])), [
    'inheritance_cycle error',
  ])
  assert.deepEqual(short(check([], { extends: 'b' }, [{ ...base, currency: 'USD' }])), [
    'currency_mismatch error',
  ])
  // The nearer agreement goes first: that is no contradiction, but nothing is left of the other.
  const own = rule('own', { breaks: at(1) })
  assert.deepEqual(short(check([own], { extends: 'b' }, [base])), [
    'rule_unreachable warning r own',
  ])
})

test('a circle that only breaks taken over close is one all the same', () => {
  const [from, above] = [
    (fromMicro: number, text: string) => ({
      fromMicro,
      effect: { kind: 'formula', text } as const,
    }),
    'b',
  ]
  const base: Agreement = {
    id: above,
    currency: 'CNY',
    isTemplate: true,
    rules: [rule('r', { breaks: [from(0, 'rule("s")')] }), rule('s', { priority: 1 })],
  }
  const own = [
    rule('r', { inheritsBreaks: true, breaks: [from(5, 'list')] }),
    rule('s', { priority: 1, breaks: [from(0, 'rule("r")')] }),
  ]
  assert.deepEqual(short(check(own, { extends: above }, [base])), ['formula_cycle error s r'])
  assert.throws(
    () => compile([base, { id: 'a', currency: 'CNY', extends: above, rules: own }], [shirt]),
    (error: unknown) => error instanceof PricingError && error.code === 'formula_cycle',
  )
})

test('a rule for somebody the agreement is not for is never reached', () => {
  const faults = check([rule('r', { when: { customers: ['other'] } })], {
    when: { customers: ['me'] },
  })
  assert.deepEqual(short(faults), ['rule_unreachable warning r'])
})

test('the example of a fault shows both rules being matched', () => {
  let shown = 0
  const one = fc.tuple(random.agreements, random.products)
  fc.assert(
    fc.property(one, ([agreements, products]) => {
      for (const agreement of agreements) {
        const asked = { ...agreement, isTemplate: false }
        const faults = checkAgreement(asked, { agreements, products })
        for (const { code } of faults) assert.ok(FAULTS.includes(code))
        for (const { rules, example } of faults) {
          if (!example) continue
          const book = attempt(() =>
            compile([asked, ...agreements.filter((a) => a !== agreement)], products),
          )
          if (!book) continue
          book.open.length = 0
          book.byCustomer.clear()
          book.open.push(book.agreements.get(asked.id)!)
          const explanation = attempt(() => explainLine(book, example.context, example.line))
          if (explanation?.agreementId !== asked.id) continue
          for (const id of rules) {
            const tried = explanation.rules.find(
              ({ ruleId, outcome }) => ruleId === id && outcome.code !== 'overridden',
            )
            assert.notEqual(
              tried?.outcome.code,
              'not_matched',
              JSON.stringify({ rules, example, tried }),
            )
            shown++
          }
        }
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(shown > 50, String(shown))
})

test('what is checked without an error compiles', () => {
  let sound = 0
  fc.assert(
    fc.property(random.agreements, random.products, (agreements, products) => {
      for (const agreement of agreements) {
        const faults = checkAgreement(agreement, { agreements, products })
        const errors = faults.filter(({ severity }) => severity === 'error')
        const others = agreements.filter((other) => other !== agreement)
        if (
          attempt(() =>
            compile(
              others.map((one) => ({ ...one, rules: [] })),
              products,
            ),
          ) === null
        )
          continue
        const line = others.map((one) =>
          isAbove(one, agreement, agreements) ? one : { ...one, rules: [] },
        )
        if (errors.length > 0) continue
        if (attempt(() => compile(line, products)) === null) continue
        compile([agreement, ...line], products)
        sound++
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(sound > 100, String(sound))
})

function isAbove(one: Agreement, below: Agreement, all: readonly Agreement[]): boolean {
  if (below.extends === undefined) return false
  return below.extends === one.id || isAbove(one, all.find(({ id }) => id === below.extends)!, all)
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof PricingError) return null
    throw error
  }
}
