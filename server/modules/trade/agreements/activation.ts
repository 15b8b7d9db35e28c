import { compile, ladder, type PriceBook, type PriceContext } from '@jingwei/pricing'
import { type Ctx, checkVersion, type Tx } from '../../../platform/ctx.ts'
import { AppError } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import { type ProductFacts, productRows } from '../catalogue/product-rows.ts'
import { fromMicro } from '../quantity.ts'
import { readAgreement } from './agreement-queries.ts'
import { type DraftRow, lockAgreement, lockDraft } from './agreements.ts'
import { contextOf, engineProduct, nearness, pricesOf } from './books.ts'
import { engineAgreement } from './engine-terms.ts'
import { DEFAULT_PAYMENTS } from './ladders.ts'
import { listPriceMap } from './own-prices.ts'
import { costsOf } from './price-lines.ts'
import { type Agreement, type AgreementFor, AgreementTerms, type BelowFloor } from './schema.ts'

type Header = Awaited<ReturnType<typeof lockAgreement>>

/**
 * Lets the draft hold from its time on. With a price under one of my floors it waits for somebody else to
 * approve it, and the prices are named.
 */
export function activateDraft(ctx: Ctx, id: string): Promise<Agreement> {
  return ctx.transaction(async (tx) => {
    const agreement = await lockAgreement(tx, id)
    const draft = await lockDraft(tx, id)
    checkVersion(tx, draft.version)
    if (draft.submitted_at !== null) {
      throw new AppError('wrong_state', { reason: 'approval_awaited' })
    }
    const below = await pricesBelowFloor(tx, agreement, draft)
    if (below.length === 0) await hold(tx, draft)
    else {
      await setVersion(tx, draft, {
        submitted_at: tx.now().toISOString(),
        below_floor: JSON.stringify(below),
      })
      record(tx, 'trade.agreement_submitted', `agreement:${id}`, {
        no: draft.no,
        belowFloor: below.length,
      })
    }
    return readAgreement(tx, id)
  })
}

/** A manager's yes to prices under the floor; nobody says it to what they wrote themselves. */
export function approveDraft(ctx: Ctx, id: string): Promise<Agreement> {
  return ctx.transaction(async (tx) => {
    await lockAgreement(tx, id)
    const draft = await lockDraft(tx, id)
    checkVersion(tx, draft.version)
    if (draft.submitted_at === null) throw new AppError('wrong_state', { reason: 'not_submitted' })
    if (tx.actor.role !== 'owner' && tx.actor.role !== 'manager') {
      throw new AppError('forbidden', { reason: 'manager_only' })
    }
    if (draft.author_id === tx.actor.personId) {
      throw new AppError('refused', { reason: 'own_approval' })
    }
    await hold(tx, draft, {
      approved_by: tx.actor.personId,
      approved_by_name: tx.actor.name,
      approved_at: tx.now().toISOString(),
    })
    return readAgreement(tx, id)
  })
}

async function hold(tx: Tx, draft: DraftRow, more: Record<string, unknown> = {}): Promise<void> {
  const now = tx.now()
  // What is past is past: a version never reaches back behind the moment in which it was let go.
  const isAhead = draft.valid_from !== null && Date.parse(draft.valid_from) > now.getTime()
  const validFrom = isAhead ? (draft.valid_from as string) : now.toISOString()
  await setVersion(tx, draft, { ...more, valid_from: validFrom, activated_at: now.toISOString() })
  record(tx, 'trade.agreement_activated', `agreement:${draft.agreement_id}`, {
    no: draft.no,
    validFrom,
    isApproved: 'approved_at' in more,
  })
}

async function setVersion(tx: Tx, draft: DraftRow, set: Record<string, unknown>): Promise<void> {
  await tx.db
    .updateTable('agreement_versions')
    .set({ ...set, version: draft.version + 1 })
    .where('agreement_id', '=', draft.agreement_id)
    .where('org_id', '=', tx.actor.orgId as string)
    .where('no', '=', draft.no)
    .execute()
}

const NAMED_MAX = 50

/** The lowest price of each product that a buyer could reach under the draft, where my floor lies above it. */
async function pricesBelowFloor(tx: Tx, agreement: Header, draft: DraftRow): Promise<BelowFloor[]> {
  const floors = await floorsOf(tx)
  const products = [...(await productRows(tx, [...floors.keys()])).values()]
  if (products.length === 0) return []
  const { id, currency, audience, region } = agreement
  const terms = AgreementTerms.parse(draft.terms)
  const prices = await pricesOf(tx, [{ agreementId: id, no: draft.no }], products)
  const rows = Map.groupBy([...prices.values()].flat(), (row) => row.productId)
  const based = await listPriceMap(tx, products)
  const costs = await costsOf(tx, agreement.org_id, [...floors.keys()])
  const when = nearness(audience as AgreementFor['audience'], region)
  const below: BelowFloor[] = []
  for (const product of products) {
    const own = [...(rows.get(product.id) ?? []), ...(rows.get(product.variantOf ?? '') ?? [])]
    const engine = engineAgreement({ id, currency, when }, terms, own, [product])
    const book = compile([engine], [engineProduct(product, { based, costs })])
    const floorE4 = floors.get(product.id) as number
    const worst = lowestPrice(book, product, terms, contextsOf(agreement, draft, terms, tx.now()))
    if (worst && worst.unitE4 < floorE4) below.push({ ...worst, floorE4 })
    if (below.length === NAMED_MAX) break
  }
  return below
}

async function floorsOf(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.db
    .selectFrom('product_floors as f')
    .innerJoin('products as p', 'p.id', 'f.product_id')
    .select(['f.product_id', 'f.floor_e4'])
    .where('f.org_id', '=', tx.actor.orgId as string)
    .where('f.floor_e4', 'is not', null)
    .where('p.retired_at', 'is', null)
    .orderBy('f.product_id')
    .execute()
  return new Map(rows.map((row) => [row.product_id, row.floor_e4 as number]))
}

/** Each moment from which other rules hold, with each incoterm and place that a rule asks for. */
function contextsOf(agreement: Header, draft: DraftRow, { rules }: AgreementTerms, now: Date) {
  const begins = Math.max(now.getTime(), draft.valid_from ? Date.parse(draft.valid_from) : 0)
  const moments = new Set([begins])
  for (const { when } of rules) {
    if (when.from && Date.parse(when.from) > begins) moments.add(Date.parse(when.from))
    if (when.until && Date.parse(when.until) > begins) moments.add(Date.parse(when.until))
  }
  const some = <T>(named: readonly T[]): (T | undefined)[] => [undefined, ...new Set(named)]
  const incoterms = some(rules.flatMap(({ when }) => when.incoterms ?? []))
  const places = some(rules.flatMap(({ when }) => when.places ?? []))
  return [...moments].flatMap((at) =>
    incoterms.flatMap((incoterm) =>
      places.map((place) => ({
        context: contextOf(new Date(at), agreement.currency, agreement.region),
        ...{ incoterm, place },
      })),
    ),
  )
}

function lowestPrice(
  book: PriceBook,
  { id: productId, code, name }: ProductFacts,
  { payments }: AgreementTerms,
  asked: readonly { context: PriceContext; incoterm?: string; place?: string }[],
): Omit<BelowFloor, 'floorE4'> | null {
  let least: Omit<BelowFloor, 'floorE4'> | null = null
  for (const { context, incoterm, place } of asked) {
    const table = ladder(book, context, {
      productId,
      payments: payments.length > 0 ? payments : DEFAULT_PAYMENTS,
      ...(incoterm && { incoterm }),
      ...(place && { place }),
    })
    table.cells.forEach((byPayment, q) => {
      byPayment.forEach((byLead, p) => {
        byLead.forEach((unitE4, l) => {
          if (unitE4 === null || (least && unitE4 >= least.unitE4)) return
          const quantity = fromMicro(BigInt(table.quantities[q]!))
          const payment = [...table.payments[p]!]
          least = { productId, code, name, unitE4, quantity, payment, leadDays: table.leads[l]! }
        })
      })
    })
  }
  return least
}
