// When a figure over many trades may be shown without showing anybody's: the rules of official statistics.

/** What one pair of a seller and a buyer adds to a figure. */
export interface Share {
  seller: string
  buyer: string
  weight: number
}

export const SUPPRESSED = [
  'no_trades',
  'few_sellers',
  'few_buyers',
  'dominant_seller',
  'dominant_buyer',
  'protects_another',
] as const
/** Why a figure is kept back. `protects_another`: with it, one that is kept back could be worked out. */
export type Suppressed = (typeof SUPPRESSED)[number]

export interface DisclosureRule {
  partiesMin: number
  shareMax: number
}

/**
 * At least five sellers and five buyers, and nobody with more than 40 % of the weight. That is the (n, k) rule with
 * n = 1, k = 40, and it implies the p % rule with p = 50: beside the largest two at least 20 % are left, half of the
 * largest, so that not even the second largest can work out the largest more closely than by half.
 */
export const RULE: DisclosureRule = { partiesMin: 5, shareMax: 0.4 }

/** Why the figure over these shares is kept back, or null when it may be shown. */
export function judge(shares: readonly Share[], rule = RULE): Suppressed | null {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0)
  if (!(total > 0)) return 'no_trades'
  const [sellers, buyers] = [weights(shares, 'seller'), weights(shares, 'buyer')]
  if (sellers.size < rule.partiesMin) return 'few_sellers'
  if (buyers.size < rule.partiesMin) return 'few_buyers'
  // A firm that stands on both sides knows both of its parts: the larger side is judged, each for itself.
  const most = total * rule.shareMax * (1 + 1e-12)
  if (Math.max(...sellers.values()) > most) return 'dominant_seller'
  if (Math.max(...buyers.values()) > most) return 'dominant_buyer'
  return null
}

function weights(shares: readonly Share[], side: 'seller' | 'buyer'): Map<string, number> {
  const found = new Map<string, number>()
  for (const share of shares)
    if (share.weight > 0) found.set(share[side], (found.get(share[side]) ?? 0) + share.weight)
  return found
}

export interface Protected {
  whole: Suppressed | null
  parts: (Suppressed | null)[]
}

/**
 * A whole and the parts it is made of, judged together. Whoever knows the whole and all parts but some knows what
 * those come to; so what is kept back, taken together, must itself pass the rule, and the smallest parts are kept
 * back beside it until it does. `parts` weigh as in the whole; `alone` as each is shown, where that differs.
 */
export function protect(
  parts: readonly (readonly Share[])[],
  rule = RULE,
  alone: readonly (readonly Share[])[] = parts,
): Protected {
  const whole = judge(parts.flat(), rule)
  const reasons = alone.map((shares) => judge(shares, rule))
  if (whole) return { whole, parts: reasons }
  const size = parts.map((shares) => shares.reduce((sum, { weight }) => sum + weight, 0))
  for (;;) {
    const hidden = parts.filter((_, i) => reasons[i] !== null).flat()
    if (hidden.length === 0 || judge(hidden, rule) === null) break
    const shown = parts.keys().filter((i) => reasons[i] === null)
    const least = [...shown].reduce((a, b) => (a < 0 || size[b]! < size[a]! ? b : a), -1)
    if (least < 0) break
    reasons[least] = 'protects_another'
  }
  return { whole, parts: reasons }
}

/** How many parties, told in bands: an exact count that moves by one tells who came. */
export function band(count: number): string {
  const steps = [5, 10, 20, 50, 100]
  const at = steps.findLastIndex((step) => count >= step)
  if (at < 0) return `<${steps[0]}`
  return at === steps.length - 1 ? `${steps[at]}+` : `${steps[at]}-${steps[at + 1]! - 1}`
}
