import { sql } from 'kysely'
import { type Ctx, checkVersion, type Tx } from '../../../platform/ctx.ts'
import { badField } from '../../../platform/errors.ts'
import { record } from '../../../platform/events.ts'
import type { FileStore } from '../../../platform/files.ts'
import type { HeaderDictionary } from '../../../platform/sheets/headers.ts'
import { digitsOf, readDecimal } from '../catalogue/amounts.ts'
import type { CellProblem } from '../catalogue/checking.ts'
import { productRows } from '../catalogue/product-rows.ts'
import type { Outcome, SheetInput, SheetOutcome } from '../catalogue/schema.ts'
import { type NamedRow, readNamedRows, type SheetShape } from '../catalogue/sheet-rows.ts'
import { productsByCode } from '../product-queries.ts'
import { QUANTITY, toMicro } from '../quantity.ts'
import { changeDraft, type DraftRow, lockAgreement, lockDraft } from './agreements.ts'
import type { StoredPrice } from './engine-terms.ts'
import { readPayment, storedTerm } from './payment-text.ts'
import type { ListedInput } from './schema.ts'

type Column = 'code' | 'from' | 'payment' | 'lead' | 'price'
const HEADERS: HeaderDictionary<Column> = {
  code: ['商品编码', '编码', '货号', '款号', '料号', 'code', 'product code', 'sku', 'item no'],
  from: [
    '起订量',
    '数量起',
    '起量',
    '数量',
    '最小数量',
    'quantity from',
    'from quantity',
    'min quantity',
    'quantity',
    'moq',
  ],
  payment: ['付款方式', '付款条件', '结算方式', '账期', 'payment', 'payment terms', 'terms'],
  lead: ['提前天数', '交期天数', '交期', '提前期', 'lead days', 'lead time', 'lead time days'],
  price: ['单价', '价格', '协议价', '供货价', 'price', 'unit price', 'agreed price'],
}
const SHAPE: SheetShape<Column> = { headers: HEADERS, needed: ['code', 'price'], rowsMax: 100_000 }

/** Sets single prices of a draft's list. */
export function putPrices(
  ctx: Ctx,
  id: string,
  { rows }: ListedInput,
): Promise<SheetOutcome['counts']> {
  return ctx.transaction(async (tx) => {
    await lockAgreement(tx, id)
    const draft = await lockDraft(tx, id)
    checkVersion(tx, draft.version)
    const known = await productRows(
      tx,
      rows.map(({ productId }) => productId),
    )
    const stored = rows.map((row, i) => {
      if (!known.has(row.productId))
        throw badField(`rows.${i}.productId`, 'not_found', 'No such product')
      const payment = row.payment ? storedTerm(row.payment) : ''
      const { productId, leadDays, unitE4 } = row
      return { productId, fromMicro: Number(toMicro(row.from)), payment, leadDays, unitE4 }
    })
    const gone = stored.filter(({ unitE4 }) => unitE4 === null)
    const set = stored.filter((row): row is StoredPrice => row.unitE4 !== null)
    const outcomes = await storePrices(tx, draft, set)
    const removed = await removePrices(tx, draft, gone)
    const counts = countOf(outcomes)
    counts.updated += removed
    await noteChange(tx, draft, counts)
    return counts
  })
}

/** Brings a sheet of prices into a draft: only rows that say something new are written. */
export async function importPrices(
  ctx: Ctx,
  files: FileStore,
  id: string,
  { fileId, isDryRun }: SheetInput,
): Promise<SheetOutcome> {
  const rows = await readNamedRows(ctx, files, fileId, SHAPE)
  return ctx.transaction(async (tx) => {
    const { currency } = await lockAgreement(tx, id)
    const draft = await lockDraft(tx, id)
    const products = await productsByCode(
      tx,
      rows.map(({ cells }) => cells.code ?? ''),
    )
    const read = readRows(rows, products, currency)
    const sound = read.filter((row) => row.price !== null)
    const outcomes = await storePrices(
      tx,
      draft,
      sound.map(({ price }) => price!),
      isDryRun,
    )
    sound.forEach((row, i) => {
      row.outcome = outcomes[i]!
    })
    const counts = countOf(read.map(({ outcome }) => outcome))
    if (!isDryRun) await noteChange(tx, draft, counts)
    return {
      counts,
      rows: read
        .filter(({ outcome }) => outcome !== 'unchanged')
        .map(({ row, name, outcome, problems }) => ({ row, name, outcome, problems })),
    }
  })
}

interface ReadRow {
  row: number
  name: string
  outcome: Outcome
  problems: CellProblem[]
  price: StoredPrice | null
}

function readRows(
  rows: readonly NamedRow<Column>[],
  products: ReadonlyMap<string, { id: string }>,
  currency: string,
): ReadRow[] {
  const places = digitsOf(currency) + 4
  const first = new Map<string, number>()
  return rows.map(({ row, cells }) => {
    const problems: CellProblem[] = []
    const product = products.get(cells.code ?? '')
    const from = cells.from || '0'
    const payment = cells.payment ? readPayment(cells.payment) : null
    const leadDays = Number(cells.lead || 0)
    const unitE4 = readDecimal(cells.price ?? '', places)
    if (!product) problems.push({ field: 'code', code: 'not_found' })
    if (!QUANTITY.test(from) || toMicro(from) > 9_000_000_000_000_000n) {
      problems.push({ field: 'from', code: 'quantity_invalid' })
    }
    if (cells.payment && !payment) problems.push({ field: 'payment', code: 'payment_unclear' })
    if (!Number.isInteger(leadDays) || leadDays < 0 || leadDays > 720) {
      problems.push({ field: 'lead', code: 'lead_invalid' })
    }
    if (unitE4 === null) problems.push({ field: 'price', code: 'amount_invalid' })
    const name = cells.code ?? ''
    if (problems.length > 0) return { row, name, outcome: 'failed', problems, price: null }
    const price: StoredPrice = {
      productId: product!.id,
      fromMicro: Number(toMicro(from)),
      payment: payment ? storedTerm(payment) : '',
      ...{ leadDays, unitE4: unitE4! },
    }
    const key = `${price.productId} ${price.fromMicro} ${leadDays} ${price.payment}`
    if (first.has(key)) {
      const twice = { field: 'price', code: 'price_twice' }
      return { row, name, outcome: 'failed', problems: [twice], price: null }
    }
    first.set(key, row)
    return { row, name, outcome: 'unchanged', problems, price }
  })
}

const KEY = sql`p.agreement_id = i.agreement AND p.product_id = i.product AND p.from_micro = i."from"
  AND p.payment = i.payment AND p.lead_days = i.lead`

type KeyRow = Omit<StoredPrice, 'unitE4'> & { unitE4: number | null }

function incoming(draft: DraftRow, rows: readonly KeyRow[]) {
  return sql`unnest(${rows.map((r) => r.productId)}::uuid[], ${rows.map((r) => r.fromMicro)}::bigint[],
    ${rows.map((r) => r.payment)}::text[], ${rows.map((r) => r.leadDays)}::int[],
    ${rows.map((r) => r.unitE4)}::bigint[],
    array_fill(${draft.agreement_id}::uuid, ARRAY[${rows.length}::int]))
    WITH ORDINALITY AS i(product, "from", payment, lead, e4, agreement, place)`
}

/** Writes what differs from the list that the draft has now; answers what became of each row. */
async function storePrices(
  tx: Tx,
  draft: DraftRow,
  rows: readonly StoredPrice[],
  isDryRun = false,
): Promise<Outcome[]> {
  if (rows.length === 0) return []
  const { no, org_id } = draft
  const { rows: held } = await sql<{ e4: number | null }>`
    SELECT p.unit_e4 AS e4 FROM ${incoming(draft, rows)}
    LEFT JOIN agreement_prices p ON ${KEY} AND p.org_id = ${org_id}
      AND p.from_no <= ${no} AND (p.until_no IS NULL OR p.until_no > ${no})
    ORDER BY i.place`.execute(tx.db)
  const outcomes = rows.map((row, i): Outcome => {
    const { e4 } = held[i]!
    return e4 === null ? 'created' : e4 === row.unitE4 ? 'unchanged' : 'updated'
  })
  const changed = rows.filter((_, i) => outcomes[i] !== 'unchanged')
  if (isDryRun || changed.length === 0) return outcomes
  await closeRows(tx, draft, changed)
  await sql`
    INSERT INTO agreement_prices (org_id, agreement_id, product_id, from_micro, payment, lead_days, unit_e4, from_no)
    SELECT ${org_id}::uuid, i.agreement, i.product, i."from", i.payment, i.lead, i.e4, ${no}::int
    FROM ${incoming(draft, changed)}
    ON CONFLICT (agreement_id, product_id, from_micro, payment, lead_days, from_no)
      DO UPDATE SET unit_e4 = excluded.unit_e4`.execute(tx.db)
  return outcomes
}

/** Rows of earlier versions end before the draft; they go on in the versions that have them. */
async function closeRows(tx: Tx, draft: DraftRow, rows: readonly KeyRow[]): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE agreement_prices p SET until_no = ${draft.no} FROM ${incoming(draft, rows)}
    WHERE ${KEY} AND p.org_id = ${draft.org_id} AND p.from_no < ${draft.no}
      AND (p.until_no IS NULL OR p.until_no > ${draft.no})`.execute(tx.db)
  return Number(numAffectedRows)
}

async function removePrices(tx: Tx, draft: DraftRow, rows: readonly KeyRow[]): Promise<number> {
  if (rows.length === 0) return 0
  const closed = await closeRows(tx, draft, rows)
  const { numAffectedRows } = await sql`
    DELETE FROM agreement_prices p USING ${incoming(draft, rows)}
    WHERE ${KEY} AND p.org_id = ${draft.org_id} AND p.from_no = ${draft.no}`.execute(tx.db)
  return closed + Number(numAffectedRows)
}

function countOf(outcomes: readonly Outcome[]): SheetOutcome['counts'] {
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 }
  for (const outcome of outcomes) counts[outcome]++
  return counts
}

async function noteChange(tx: Tx, draft: DraftRow, counts: SheetOutcome['counts']): Promise<void> {
  if (counts.created + counts.updated === 0) return
  const author = { author_id: tx.actor.personId, author_name: tx.actor.name }
  await changeDraft(tx, draft, author)
  const { created, updated } = counts
  record(tx, 'trade.agreement_prices_set', `agreement:${draft.agreement_id}`, {
    ...{ no: draft.no, created, updated },
  })
}
