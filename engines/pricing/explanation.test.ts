import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Agreement,
  buyerView,
  type CatalogueProduct,
  compile,
  explainLine,
  type PriceContext,
  type PriceLine,
  priceLine,
  type Rule,
} from './index.ts'

const PIECE = 1_000_000
const shirt: CatalogueProduct = {
  id: 'shirt',
  unit: '件',
  category: '服装/衬衫',
  priceGroups: ['夏装'],
  currency: 'CNY',
  listE4: 20_000_000,
  costE4: 12_000_000,
}
const context: PriceContext = { atMs: 50, currency: 'CNY', customer: 'acme' }
const line: PriceLine = {
  productId: 'shirt',
  quantityMicro: 250 * PIECE,
  payment: [{ shareBp: 10_000, from: 'order', days: 0 }],
  leadDays: 14,
}
const percent = (bp: number): Rule['breaks'] => [{ fromMicro: 0, effect: { kind: 'percent', bp } }]
const at = (unitE4: number, pieces = 0): Rule['breaks'][number] => ({
  fromMicro: pieces * PIECE,
  effect: { kind: 'absolute', unitE4 },
})
const rule = (id: string, over: Partial<Rule> = {}): Rule => ({
  id,
  step: 'price',
  combine: 'exclusive',
  breakMode: 'volume',
  breaks: [at(18_000_000)],
  ...over,
})

function explained(
  rules: Rule[],
  over: Partial<Agreement> = {},
  asked: Partial<PriceLine & PriceContext> = {},
  others: Agreement[] = [],
) {
  const book = compile([{ id: 'a', currency: 'CNY', rules, ...over }, ...others], [shirt])
  return explainLine(book, { ...context, ...asked }, { ...line, ...asked })
}
/** What became of each rule, in the order they were tried. */
const outcomes = (...all: Parameters<typeof explained>) =>
  Object.fromEntries(
    explained(...all).rules.map(({ ruleId, outcome: { code, ...rest } }) => [
      ruleId,
      [code, ...Object.values(rest)].join(' '),
    ]),
  )

test('a rule that does not match says on what', () => {
  const whens: [string, Rule['when']][] = [
    ['customer', { customers: ['other'] }],
    ['contract', { contracts: ['k'] }],
    ['customer_group', { customerGroups: ['vip'] }],
    ['tier', { tiers: [1] }],
    ['region', { regions: ['33'] }],
    ['channel', { channels: ['web'] }],
    ['incoterm', { incoterms: ['EXW'] }],
    ['place', { places: ['Ningbo'] }],
    ['payment', { payment: { kind: 'class', classes: ['credit'] } }],
    ['lead', { lead: { fromDays: 15 } }],
    ['dates', { fromMs: 51 }],
    ['dates', { untilMs: 50 }],
  ]
  for (const [on, when] of whens)
    assert.equal(outcomes([rule('r', { when }), rule('z')]).r, `not_matched ${on}`)
  assert.equal(outcomes([rule('r', { unit: '箱' }), rule('z')]).r, 'not_matched unit')
  assert.equal(outcomes([rule('r', { breaks: [at(1, 251)] }), rule('z')]).r, 'not_matched quantity')
})

test('rules of other products are not even looked at', () => {
  const others = [
    rule('p', { when: { products: ['hat'] } }),
    rule('c', { when: { categories: ['服装/裤'] } }),
    rule('g', { when: { priceGroups: ['冬装'] } }),
  ]
  assert.deepEqual(outcomes([...others, rule('z')]), { z: 'applied' })
})

/** Each pair: the one that goes first, the one behind it, and by what. */
const PRECEDENCE: [Partial<Rule>, Partial<Rule>, string][] = [
  [{ priority: 1 }, { when: { products: ['shirt'], customers: ['acme'] } }, 'priority'],
  [
    { when: { products: ['shirt'] } },
    { when: { priceGroups: ['夏装'], customers: ['acme'] } },
    'target',
  ],
  [{ when: { priceGroups: ['夏装'] } }, { when: { categories: ['服装/衬衫'] } }, 'target'],
  [{ when: { categories: ['服装'] } }, { when: { customers: ['acme'] } }, 'target'],
  [
    { when: { categories: ['服装/衬衫'] } },
    { when: { categories: ['服装'], customers: ['acme'] } },
    'category_depth',
  ],
  [{ when: { customers: ['acme'] } }, { when: { contracts: ['k'] } }, 'customer'],
  [{ when: { contracts: ['k'] } }, { when: { customerGroups: ['vip'] } }, 'contract'],
  [{ when: { customerGroups: ['vip'] } }, { when: { tiers: [2] } }, 'customer_group'],
  [{ when: { tiers: [2] } }, { when: { regions: ['3301'] } }, 'tier'],
  [{ when: { regions: ['3301'] } }, { when: { regions: ['33'], channels: ['web'] } }, 'region'],
  [{ when: { regions: ['33'] } }, { when: { channels: ['web'] } }, 'region'],
  [{ when: { channels: ['web'] } }, { when: { lead: { fromDays: 7 } } }, 'channel'],
  [
    { when: { payment: { kind: 'exact', terms: [line.payment] } } },
    { when: { payment: { kind: 'range', depositBpFrom: 1 } } },
    'payment',
  ],
  [
    { when: { payment: { kind: 'range', depositBpFrom: 1 } } },
    { when: { payment: { kind: 'class', classes: ['prepaid'] } } },
    'payment',
  ],
  [
    { when: { lead: { fromDays: 10, belowDays: 20 } } },
    { when: { lead: { fromDays: 10 } } },
    'lead',
  ],
  [{ when: { lead: { fromDays: 10 } } }, { when: { incoterms: ['DDP'] } }, 'lead'],
  [{ when: { incoterms: ['DDP'] } }, { when: { places: ['Ningbo'] } }, 'incoterm'],
  [{ when: { places: ['Ningbo'] } }, { when: { fromMs: 0, untilMs: 100 } }, 'place'],
  [{ when: { fromMs: 40, untilMs: 60 } }, { when: { fromMs: 0, untilMs: 100 } }, 'dates'],
  [{ when: { fromMs: 45, untilMs: 65 } }, { when: { fromMs: 40, untilMs: 60 } }, 'later_start'],
  [{ breaks: [at(1, 100)] }, { breaks: [at(1, 10)] }, 'quantity'],
  [{}, {}, 'id'],
]
for (const [first, behind, criterion] of PRECEDENCE)
  test(`of two rules one goes first by ${criterion}: ${JSON.stringify(first)}`, () => {
    const asked = {
      contracts: ['k'],
      customerGroups: ['vip', 'south'],
      tier: 2,
      region: '330106',
      channel: 'web',
      incoterm: 'DDP',
      place: 'Ningbo',
    }
    // The ids would decide the other way, except in the last case.
    const ids = criterion === 'id' ? ['a', 'b'] : ['z', 'a']
    const rules = [rule(ids[1]!, behind), rule(ids[0]!, first)]
    assert.deepEqual(outcomes(rules, {}, asked), {
      [ids[0]!]: 'applied',
      [ids[1]!]: `less_specific ${ids[0]} ${criterion}`,
    })
  })

test('exclusive rules stand alone, stackable ones apply one after the other', () => {
  const discount = (id: string, priority: number, combine: Rule['combine']) =>
    rule(id, { step: 'discount', priority, combine, breaks: percent(-1000) })
  const alone = [rule('p'), discount('e', 2, 'exclusive'), discount('s', 1, 'stackable')]
  assert.deepEqual(outcomes(alone), { p: 'applied', e: 'applied', s: 'excluded e priority' })
  const stacked = [
    rule('p'),
    discount('s1', 3, 'stackable'),
    discount('e', 2, 'exclusive'),
    discount('s2', 1, 'stackable'),
  ]
  assert.deepEqual(outcomes(stacked), {
    p: 'applied',
    s1: 'applied',
    e: 'stands_alone s1 priority',
    s2: 'applied',
  })
  assert.equal(explained(stacked).unitE4, 14_580_000)
})

test('a customer in two groups gets the price of the group that goes first, whatever the order of groups', () => {
  const rules = [
    rule('vip', { when: { customerGroups: ['vip'] }, breaks: [at(15_000_000)] }),
    rule('south', { when: { customerGroups: ['south'] }, priority: 1, breaks: [at(16_000_000)] }),
  ]
  for (const customerGroups of [
    ['vip', 'south'],
    ['south', 'vip'],
  ])
    assert.equal(explained(rules, {}, { customerGroups }).unitE4, 16_000_000)
  assert.equal(explained(rules, {}, { customerGroups: ['vip'] }).unitE4, 15_000_000)
})

test('breaks are inherited, one by one where they are rules, and within a rule where it asks for it', () => {
  const base: Agreement = {
    id: 'base',
    currency: 'CNY',
    isTemplate: true,
    rules: [rule('from 1'), rule('from 100', { breaks: [at(16_000_000, 100)] })],
  }
  const own = rule('own', { breaks: [at(17_000_000)] })
  const told = outcomes([own], { extends: 'base' }, {}, [base])
  assert.deepEqual(told, {
    'from 100': 'applied',
    own: 'less_specific from 100 quantity',
    'from 1': 'less_specific from 100 quantity',
  })
  const small = explained([own], { extends: 'base' }, { quantityMicro: PIECE }, [base])
  assert.equal(small.unitE4, 17_000_000)

  const ladder = {
    ...base,
    rules: [rule('net', { breaks: [at(18_000_000), at(16_000_000, 100)] })],
  }
  const merged = rule('net', { inheritsBreaks: true, breaks: [at(17_000_000)] })
  assert.equal(explained([merged], { extends: 'base' }, {}, [ladder]).unitE4, 16_000_000)
  const alone = rule('net', { breaks: [at(17_000_000)] })
  const over = explained([alone], { extends: 'base' }, {}, [ladder])
  assert.equal(over.unitE4, 17_000_000)
  assert.deepEqual(over.rules.at(-1)!.outcome, { code: 'overridden', by: 'a' })
})

test('the agreement that goes first governs, and nothing of another is mixed in', () => {
  const contract: Agreement = {
    id: 'contract',
    currency: 'CNY',
    when: { customers: ['acme'] },
    rules: [rule('net', { when: { products: ['shirt'] }, breaks: [at(14_000_000)] })],
  }
  const general = [rule('p'), rule('d', { step: 'discount', breaks: percent(-1000) })]
  const told = explained(general, {}, {}, [contract])
  assert.equal(told.unitE4, 14_000_000)
  assert.deepEqual(told.agreements, [
    { agreementId: 'contract', outcome: { code: 'governs' } },
    { agreementId: 'a', outcome: { code: 'less_specific', by: 'contract', criterion: 'customer' } },
  ])
  const elsewhere = explained(general, {}, { customer: 'other' }, [contract])
  assert.equal(elsewhere.unitE4, 16_200_000)
  // Whom else the seller has agreed with is not told.
  assert.deepEqual(elsewhere.agreements, [{ agreementId: 'a', outcome: { code: 'governs' } }])
})

test('volume breaks price the whole quantity, graduated ones each its slice', () => {
  const breaks = [at(20_000_000), at(18_000_000, 100), at(15_000_000, 200)]
  const volume = explained([rule('r', { breaks })])
  assert.equal(volume.unitE4, 15_000_000)
  const graduated = explained([rule('r', { breaks, breakMode: 'graduated' })])
  assert.equal(graduated.unitE4, (100 * 20_000_000 + 100 * 18_000_000 + 50 * 15_000_000) / 250)
  const [step] = graduated.steps.filter(({ code }) => code === 'rule')
  assert.ok(step?.code === 'rule')
  assert.deepEqual(
    step.slices.map(({ quantityMicro, unitE4 }) => [quantityMicro / PIECE, unitE4]),
    [
      [100, 20_000_000],
      [100, 18_000_000],
      [50, 15_000_000],
    ],
  )
})

test('payment is valued by time against the base term', () => {
  const base = [{ shareBp: 10_000, from: 'delivery', days: 0 }] as const
  const rules = [
    rule('p', { breaks: [at(20_000_000)] }),
    rule('time', {
      step: 'payment',
      breaks: [
        { fromMicro: 0, effect: { kind: 'time_value', annualRateBp: 600, base, yearDays: 360 } },
      ],
    }),
  ]
  const priced = (payment: PriceLine['payment'], leadDays: number) =>
    explained(rules, {}, { payment, leadDays }).unitE4
  // 60 days' credit at 6 % a year is 1 %; paying 60 days ahead of delivery is 1 % less.
  assert.equal(priced([{ shareBp: 10_000, from: 'invoice', days: 60 }], 14), 20_200_000)
  assert.equal(priced([{ shareBp: 10_000, from: 'order', days: 0 }], 60), 19_800_000)
  assert.equal(priced(base, 60), 20_000_000)
  const deposit: PriceLine['payment'] = [
    { shareBp: 3000, from: 'order', days: 0 },
    { shareBp: 7000, from: 'delivery', days: 0 },
  ]
  assert.equal(priced(deposit, 60), 19_940_000)
})

test('bounds and rounding are steps with their numbers, and a buyer sees none of the seller’s', () => {
  const told = explained([rule('p'), rule('d', { step: 'discount', breaks: percent(-5000) })], {
    floor: { of: 'cost', bp: 512 },
    rounding: { stepE4: 1_000_000, mode: 'down' },
  })
  assert.deepEqual(
    told.steps.map(({ code, beforeE4, afterE4 }) => [code, beforeE4, afterE4]),
    [
      ['list', null, 20_000_000],
      ['rule', 20_000_000, 18_000_000],
      ['rule', 18_000_000, 9_000_000],
      ['floor', 9_000_000, 12_614_400],
      // Rounding down would go below the floor, so it goes up to the next step.
      ['rounding', 12_614_400, 13_000_000],
    ],
  )
  const seen = buyerView(told)
  assert.deepEqual(
    seen.steps.map(({ code, afterE4 }) => [code, afterE4]),
    [
      ['list', 20_000_000],
      ['rule', 18_000_000],
      ['rule', 12_614_400],
      ['rounding', 13_000_000],
    ],
  )
  assert.doesNotMatch(JSON.stringify(seen), /floor|cost|12000000|less_specific/)
})

test('prices that end in .99, halves to the even step, and steps that no bound leaves room for', () => {
  const rounded = (unitE4: number, over: Partial<Agreement>) =>
    explained([rule('p', { breaks: [at(unitE4)] })], over).unitE4
  const ending = { rounding: { stepE4: 1_000_000, mode: 'half_up', endingE4: 990_000 } } as const
  assert.equal(rounded(12_340_000, ending), 11_990_000)
  assert.equal(rounded(12_490_000, ending), 12_990_000)
  assert.equal(rounded(10_000, ending), 990_000)
  const even = { rounding: { stepE4: 10_000, mode: 'half_even' } } as const
  assert.deepEqual([rounded(25_000, even), rounded(35_000, even)], [20_000, 40_000])
  const narrow = { ...even, floor: { unitE4: 11_000 }, ceiling: { unitE4: 14_000 } }
  assert.equal(rounded(12_000, narrow), 12_000)
})

test('what is not known is not guessed', () => {
  const rules = [
    rule('formula', {
      priority: 1,
      breaks: [{ fromMicro: 0, effect: { kind: 'formula', text: 'cost * 2 + leadDays' } }],
    }),
    rule('p'),
  ]
  assert.deepEqual(outcomes(rules, {}, { leadDays: null }), {
    formula: 'base_unknown',
    p: 'applied',
  })
  assert.equal(explained(rules).unitE4, 24_140_000)
})

test('a line without a price says why', () => {
  const book = compile([{ id: 'a', currency: 'CNY', rules: [rule('r')] }], [shirt])
  assert.equal(priceLine(book, context, { ...line, productId: 'x' }).unpriced, 'product_unknown')
  assert.equal(priceLine(book, { ...context, currency: 'USD' }, line).unpriced, 'no_agreement')
})
