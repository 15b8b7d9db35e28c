import {
  checkAgreement,
  compile,
  type Fault as EngineFault,
  type PriceContext,
  type PriceLine,
} from '@jingwei/pricing'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/ctx.ts'
import { type ProductFacts, productRows } from '../catalogue/product-rows.ts'
import { fromMicro } from '../quantity.ts'
import { engineProduct, nearness, pricesOf } from './books.ts'
import { engineAgreement } from './engine-terms.ts'
import { listPriceMap } from './own-prices.ts'
import { refusing } from './price-lines.ts'
import type { AgreementFor, AgreementTerms, Fault } from './schema.ts'

export interface Checked {
  id: string
  no: number
  currency: string
  audience: string
  region: string | null
}

/** What is wrong or odd about the rules of a draft, each with a line that shows it. */
export async function checkTerms(
  tx: Tx,
  agreement: Checked,
  terms: AgreementTerms,
): Promise<Fault[]> {
  const { id, no, currency, audience, region } = agreement
  const products = await productsNamed(tx, id, no, terms)
  const prices = await pricesOf(tx, [{ agreementId: id, no }], products)
  const when = nearness(audience as AgreementFor['audience'], region)
  const engine = engineAgreement(
    { id, currency, when },
    terms,
    [...prices.values()].flat(),
    products,
  )
  const based = await listPriceMap(tx, products)
  const known = products.map((product) => engineProduct(product, { based, costs: new Map() }))
  const faults = checkAgreement(engine, { agreements: [], products: known })
  const isSound = faults.every(({ severity }) => severity !== 'error')
  if (isSound) refusing('terms', () => compile([engine], known))
  return faults.map(shapeFault)
}

// Enough to see whether rules contradict each other: they do so for every product of a list alike.
const SAMPLE = 2000

/** The products that rules name, and of those with a listed price as many as tell. */
export async function productsNamed(
  tx: Tx,
  id: string,
  no: number,
  terms: AgreementTerms,
): Promise<ProductFacts[]> {
  const named = terms.rules.flatMap(({ when }) => when.products ?? [])
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT product_id AS id FROM agreement_prices WHERE agreement_id = ${id}
      AND org_id = ${tx.actor.orgId} AND from_no <= ${no} AND (until_no IS NULL OR until_no > ${no})
    LIMIT ${SAMPLE}`.execute(tx.db)
  const ids = [...new Set([...named, ...rows.map((row) => row.id)])]
  return [...(await productRows(tx, ids)).values()]
}

function shapeFault({ code, severity, rules, path, details, example }: EngineFault): Fault {
  return {
    ...{ code, severity, path },
    rules: rules.map((rule) => rule.replace(/^r:/, '')),
    details: details as Record<string, unknown>,
    ...(example && { example: shapeExample(example) }),
  }
}

function shapeExample({ line }: { context: PriceContext; line: PriceLine }) {
  const { productId, quantityMicro, payment, leadDays } = line
  return { productId, quantity: fromMicro(BigInt(quantityMicro)), payment: [...payment], leadDays }
}
