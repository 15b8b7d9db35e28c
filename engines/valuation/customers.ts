import { above, finite, ValuationError } from './errors.ts'

/**
 * What customers did, one place a customer: repeat purchases, when the last of them was (from the first
 * purchase, 0 without a repeat), how long each has been watched, and the mean value of a repeat purchase where known. Times
 * in any one unit; the fitted rates are per that unit.
 */
export interface Customers {
  frequency: ArrayLike<number>
  recency: ArrayLike<number>
  age: ArrayLike<number>
  /** Mean value of a repeat purchase; needed by Gamma-Gamma only. */
  spend?: ArrayLike<number>
}

/** Customers that did the same are computed once. */
export interface Grouped {
  frequency: Float64Array
  recency: Float64Array
  age: Float64Array
  weight: Float64Array
  count: number
}

/** Checks every customer and groups those that are alike. */
export function groupCustomers({ frequency, recency, age }: Customers): Grouped {
  const count = frequency.length
  if (count === 0) throw new ValuationError('empty', 'frequency')
  for (const [name, values] of Object.entries({ recency, age })) {
    if (values.length !== count) {
      throw new ValuationError('wrong_length', name, `${values.length} for ${count}`)
    }
  }
  const seen = new Map<string, number>()
  const groups: [number, number, number][] = []
  const weights: number[] = []
  for (let i = 0; i < count; i++) {
    const x = finite(frequency[i]!, `frequency[${i}]`)
    const last = finite(recency[i]!, `recency[${i}]`)
    const watched = above(age[i]!, `age[${i}]`)
    if (!Number.isInteger(x)) throw new ValuationError('out_of_range', `frequency[${i}]`, `${x}`)
    if (last > watched || (x === 0) !== (last === 0)) {
      throw new ValuationError('out_of_range', `recency[${i}]`, `${last} of ${watched}`)
    }
    const key = `${x} ${last} ${watched}`
    const at = seen.get(key)
    if (at === undefined) {
      seen.set(key, groups.length)
      groups.push([x, last, watched])
      weights.push(1)
    } else weights[at]!++
  }
  const column = (k: 0 | 1 | 2) => Float64Array.from(groups, (group) => group[k])
  return {
    frequency: column(0),
    recency: column(1),
    age: column(2),
    weight: Float64Array.from(weights),
    count,
  }
}

/** The mean of the watched times: times are divided by it while fitting, so that rates are near 1. */
export function timeScale({ age, weight, count }: Grouped): number {
  let sum = 0
  for (let i = 0; i < age.length; i++) sum += age[i]! * weight[i]!
  return sum / count
}

export interface Transaction {
  customer: string
  /** Day number, whole or not. */
  day: number
  /** In one currency; purchases of one customer on one day count as one. */
  amount: number
}

/**
 * Sums transactions up by customer as of the end of day `until`: later ones are not looked at. Returns
 * customers in the order in which they first appear, with times in days divided by `daysPerUnit`.
 */
export function summarise(
  transactions: Iterable<Transaction>,
  until: number,
  daysPerUnit = 1,
): Required<Customers> & { ids: string[]; firstDay: Float64Array } {
  above(daysPerUnit, 'daysPerUnit')
  finite(until, 'until', Number.NEGATIVE_INFINITY)
  const byCustomer = new Map<string, Map<number, number>>()
  let n = 0
  for (const { customer, day, amount } of transactions) {
    finite(day, `transactions[${n}].day`, Number.NEGATIVE_INFINITY)
    finite(amount, `transactions[${n}].amount`)
    n++
    if (day > until) continue
    const days = byCustomer.get(customer) ?? new Map<number, number>()
    days.set(Math.floor(day), (days.get(Math.floor(day)) ?? 0) + amount)
    byCustomer.set(customer, days)
  }
  if (byCustomer.size === 0) throw new ValuationError('empty', 'transactions')
  const rows = [...byCustomer].map(([id, amounts]) => {
    const days = [...amounts.keys()].sort((a, b) => a - b)
    const first = days[0]!
    const repeats = days.slice(1)
    const spent = repeats.reduce((sum, day) => sum + amounts.get(day)!, 0)
    return { id, first, repeats, spent, last: repeats.at(-1) ?? first }
  })
  const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of)
  return {
    ids: rows.map((row) => row.id),
    firstDay: column((row) => row.first),
    frequency: column((row) => row.repeats.length),
    recency: column((row) => (row.last - row.first) / daysPerUnit),
    age: column((row) => (until - row.first) / daysPerUnit),
    spend: column((row) => (row.repeats.length ? row.spent / row.repeats.length : 0)),
  }
}
