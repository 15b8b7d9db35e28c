import type { Product } from '../schema.ts'
import type { GridRow, ProductDetails } from './schema.ts'

// What a row of the grid or of a sheet would make of a product, and what is wrong with it. Pure.

export interface CellProblem {
  field: string
  code: string
}
/** What a product says of itself, whether it is there already or about to be. */
export interface Draft extends Omit<ProductDetails, 'viewers'> {
  id: string
  code: string
  currency: string
  priceMinor: number
  retailMinor: number
  viewers: ProductDetails['viewers']
}
export interface Planned {
  row: GridRow
  before: Product | null
  after: Draft
  /** The fields that change; none where the row says what is there already. */
  changed: (keyof Draft)[]
  problems: CellProblem[]
}

const FRESH: Omit<Draft, 'id' | 'code' | 'name' | 'unit' | 'priceMinor' | 'retailMinor'> = {
  category: '',
  currency: 'CNY',
  description: '',
  kind: 'goods',
  decimals: 0,
  priceGroup: '',
  units: [],
  variantOf: null,
  options: {},
  visibility: 'buyers',
  viewers: { groupIds: [], tiers: [], orgIds: [] },
  isOnRequest: false,
  pictureIds: [],
  floorE4: null,
  costE4: null,
  isRetired: false,
}
const NEEDED = ['code', 'name', 'unit', 'priceMinor', 'retailMinor'] as const

export function draftOf({ pictures, ...product }: Product): Draft {
  return { ...product, pictureIds: pictures.map(({ id }) => id) }
}

/** Lays a row over what is there. */
export function planRow(row: GridRow, before: Product | null, newId: string): Planned {
  const { id: _, version, ...said } = row
  const base = before ? draftOf(before) : { ...FRESH, id: newId }
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  const after = inOrder({ ...base, ...given } as Draft)
  const problems: CellProblem[] = []
  if (!before) {
    for (const field of NEEDED) {
      if (row[field] === undefined) problems.push({ field, code: 'required' })
    }
  } else {
    if (version !== null && version !== before.version) {
      problems.push({ field: 'version', code: 'stale' })
    }
    if (after.currency !== before.currency)
      problems.push({ field: 'currency', code: 'currency_kept' })
  }
  const known = before && draftOf(before)
  const changed = (Object.keys(after) as (keyof Draft)[]).filter(
    (field) => !known || stable(after[field]) !== stable(known[field]),
  )
  problems.push(...unitProblems(after))
  return { row, before, after, changed, problems }
}

/** Units and viewers have no order of their own: they stand as the catalogue lists them. */
function inOrder(draft: Draft): Draft {
  const { groupIds, tiers, orgIds } = draft.viewers
  const sorted = (ids: readonly string[]) => [...new Set(ids)].sort()
  return {
    ...draft,
    units: [...draft.units].sort(
      (a, b) =>
        b.numerator / b.denominator - a.numerator / a.denominator || (a.unit < b.unit ? -1 : 1),
    ),
    viewers: {
      groupIds: sorted(groupIds),
      tiers: [...new Set(tiers)].sort((a, b) => a - b),
      orgIds: sorted(orgIds),
    },
  }
}

/** Objects compare by what they hold, whatever the order of their keys. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function unitProblems({ unit, units }: Draft): CellProblem[] {
  const seen = new Set([unit])
  return units.flatMap((pack, i) => {
    if (seen.has(pack.unit)) return [{ field: `units.${i}.unit`, code: 'unit_twice' }]
    seen.add(pack.unit)
    return []
  })
}

export type Head = Pick<Draft, 'unit' | 'currency' | 'variantOf'>

/** Adds to each plan what is wrong with it among the others. `family` has every product that is named. */
export function checkTogether(
  plans: readonly Planned[],
  family: ReadonlyMap<string, Head>,
  siblings: readonly Pick<Product, 'id' | 'variantOf' | 'options'>[],
): void {
  const drafts = new Map(plans.map(({ after }) => [after.id, after]))
  const codes = new Set<string>()
  const variants = new Map(
    siblings
      .filter(({ id }) => !drafts.has(id))
      .map(({ id, variantOf, options }) => [`${variantOf} ${stable(options)}`, id]),
  )
  for (const { after, before, problems } of plans) {
    if (codes.has(after.code)) problems.push({ field: 'code', code: 'code_twice' })
    codes.add(after.code)
    if (after.variantOf === null) {
      if (Object.keys(after.options).length > 0)
        problems.push({ field: 'options', code: 'options_alone' })
      continue
    }
    const head = drafts.get(after.variantOf) ?? family.get(after.variantOf)
    if (!head || after.variantOf === after.id || (before && before.variants > 0)) {
      problems.push({ field: 'variantOf', code: head ? 'variant_nested' : 'not_found' })
    } else if (head.variantOf !== null) {
      problems.push({ field: 'variantOf', code: 'variant_nested' })
    } else if (head.unit !== after.unit || head.currency !== after.currency) {
      problems.push({ field: 'unit', code: 'variant_unit' })
    }
    const key = `${after.variantOf} ${stable(after.options)}`
    if (Object.keys(after.options).length === 0)
      problems.push({ field: 'options', code: 'required' })
    else if (variants.has(key)) problems.push({ field: 'options', code: 'variant_twice' })
    variants.set(key, after.id)
  }
}
