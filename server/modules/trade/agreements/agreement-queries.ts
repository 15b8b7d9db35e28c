import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { badField, found } from '../../../platform/errors.ts'
import { orgsSql } from '../../identity/index.ts'
import { likeText, readGroup } from '../../network/index.ts'
import { fromMicro } from '../quantity.ts'
import {
  type Agreement,
  type AgreementFor,
  type AgreementQuery,
  type AgreementRow,
  AgreementTerms,
  type AgreementVersion,
  type ListedQuery,
} from './schema.ts'

interface HeaderRow {
  id: string
  name: string
  currency: string
  audience: AgreementFor['audience']
  buyer_org_id: string | null
  group_id: string | null
  tier: number | null
  region: string | null
  org_name: string | null
  ends_at: string | null
  version: number
}

const headerColumns = sql`a.id, a.name, a.currency, a.audience, a.buyer_org_id, a.group_id, a.tier, a.region,
  a.ends_at, a.version, o.name AS org_name`

/** Where a version stands on a day; `next` is when the one after it begins. */
const stateSql = (now: Date) => sql`CASE
  WHEN v.activated_at IS NULL AND v.submitted_at IS NOT NULL THEN 'waiting'
  WHEN v.activated_at IS NULL THEN 'draft'
  WHEN v.next <= ${now}::timestamptz THEN 'superseded'
  WHEN v.valid_from > ${now}::timestamptz THEN 'scheduled' ELSE 'active' END`
const versionsSql = sql`(SELECT w.*, lead(w.valid_from) OVER (PARTITION BY w.agreement_id,
    w.activated_at IS NULL ORDER BY w.valid_from, w.no) AS next
  FROM agreement_versions w WHERE w.org_id = (SELECT jingwei_org()))`

async function shapeFor(tx: Tx, row: HeaderRow): Promise<{ for: AgreementFor; forName: string }> {
  switch (row.audience) {
    case 'org':
      return {
        for: { audience: 'org', buyerOrgId: row.buyer_org_id as string },
        forName: row.org_name ?? '',
      }
    case 'group': {
      const groupId = row.group_id as string
      return { for: { audience: 'group', groupId }, forName: (await readGroup(tx, groupId)).name }
    }
    case 'tier':
      return { for: { audience: 'tier', tier: row.tier as number }, forName: String(row.tier) }
    case 'region':
      return {
        for: { audience: 'region', region: row.region as string },
        forName: row.region ?? '',
      }
    case 'all':
      return { for: { audience: 'all' }, forName: '' }
  }
}

interface ListRow extends HeaderRow {
  state: AgreementRow['state']
  valid_from: string | null
  rules: number
  prices: number
  has_draft: boolean
}

/** My agreements by name, each as it stands today. */
export function listAgreements(ctx: Ctx, query: AgreementQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const like = query.q ? `%${likeText(query.q)}%` : null
    const where = sql`a.org_id = ${tx.actor.orgId}
      AND (${like}::text IS NULL OR a.name ILIKE ${like} OR o.name ILIKE ${like})`
    const from = after
      ? sql`(a.name, a.id) > (${String(after[0])}, ${String(after[1])}::uuid)`
      : sql`true`
    const { rows } = await sql<ListRow>`
      SELECT ${headerColumns}, (s.shown).valid_from, s.has_draft,
        CASE WHEN a.ends_at <= ${tx.now()}::timestamptz THEN 'ended' ELSE s.state END AS state,
        jsonb_array_length(s.terms->'rules') AS rules, ${pricesSql(sql`s.no`)} AS prices
      FROM agreements a LEFT JOIN ${orgsSql()} o ON o.id = a.buyer_org_id
      CROSS JOIN LATERAL (
        SELECT v AS shown, v.no, v.terms, ${stateSql(tx.now())} AS state,
          bool_or(v.activated_at IS NULL) OVER () AS has_draft
        FROM ${versionsSql} v WHERE v.agreement_id = a.id
        ORDER BY array_position(ARRAY['active', 'scheduled', 'waiting', 'draft', 'superseded'],
          ${stateSql(tx.now())}), v.no DESC LIMIT 1) s
      WHERE ${where} AND ${from} ORDER BY a.name, a.id LIMIT ${query.limit + 1}`.execute(tx.db)
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.name, row.id],
      (row) => row,
    )
    const total = await sql<{ count: number }>`
      SELECT count(*) FROM agreements a LEFT JOIN ${orgsSql()} o ON o.id = a.buyer_org_id
      WHERE ${where}`.execute(tx.db)
    const items: AgreementRow[] = []
    for (const row of page.items) {
      items.push({
        ...{ id: row.id, name: row.name, currency: row.currency, state: row.state },
        ...(await shapeFor(tx, row)),
        ...{ endsAt: row.ends_at, validFrom: row.valid_from, version: row.version },
        ...{ rules: row.rules, prices: row.prices, hasDraft: row.has_draft },
      })
    }
    return { items, nextCursor: page.nextCursor, total: total.rows[0]!.count }
  })
}

const pricesSql = (no: RawBuilder<unknown>) => sql<number>`(
  SELECT count(*) FROM agreement_prices p WHERE p.agreement_id = a.id
    AND p.from_no <= ${no} AND (p.until_no IS NULL OR p.until_no > ${no}))`

export function getAgreement(ctx: Ctx, id: string): Promise<Agreement> {
  return ctx.read((tx) => readAgreement(tx, id))
}

export async function readAgreement(tx: Tx, id: string): Promise<Agreement> {
  const { rows } = await sql<HeaderRow>`
    SELECT ${headerColumns} FROM agreements a LEFT JOIN ${orgsSql()} o ON o.id = a.buyer_org_id
    WHERE a.id = ${id} AND a.org_id = ${tx.actor.orgId}`.execute(tx.db)
  const header = found(rows[0], 'agreement')
  const { rows: versions } = await sql<AgreementVersion>`
    SELECT v.no, ${stateSql(tx.now())} AS state, v.note, v.valid_from AS "validFrom",
      v.author_name AS "authorName", v.authored_at AS "authoredAt", v.below_floor AS "belowFloor",
      coalesce(v.author_id = ${tx.actor.personId}::uuid, false) AS "isMine", v.version,
      v.approved_by_name AS "approvedByName", v.approved_at AS "approvedAt", ${pricesSql(sql`v.no`)} AS prices
    FROM ${versionsSql} v JOIN agreements a ON a.id = v.agreement_id
    WHERE v.agreement_id = ${id} ORDER BY v.no DESC`.execute(tx.db)
  const shown =
    versions.find(({ state }) => state === 'draft' || state === 'waiting') ??
    versions.find(({ state }) => state === 'active') ??
    versions[0]!
  const hasEnded = header.ends_at !== null && Date.parse(header.ends_at) <= tx.now().getTime()
  const standing = versions.find(({ state }) => state === 'active') ?? shown
  return {
    ...{ id, name: header.name, currency: header.currency },
    ...(await shapeFor(tx, header)),
    ...{ endsAt: header.ends_at, versions, version: header.version, termsNo: shown.no },
    state: hasEnded ? 'ended' : standing.state,
    terms: await readTerms(tx, id, shown.no),
  }
}

/** What a version says. */
export async function readTerms(tx: Tx, id: string, no: number): Promise<AgreementTerms> {
  const row = await tx.db
    .selectFrom('agreement_versions')
    .select('terms')
    .where('org_id', '=', tx.actor.orgId as string)
    .where('agreement_id', '=', id)
    .where('no', '=', no)
    .executeTakeFirst()
  return AgreementTerms.parse(found(row, 'version').terms)
}

export function getTerms(ctx: Ctx, id: string, no: number): Promise<AgreementTerms> {
  return ctx.read((tx) => readTerms(tx, id, no))
}

interface PriceRow {
  productId: string
  code: string
  name: string
  unit: string
  fromMicro: number
  payment: string
  leadDays: number
  unitE4: number
}

/** The list of prices of a version, by product code. */
export function listAgreementPrices(ctx: Ctx, id: string, query: ListedQuery) {
  return ctx.read(async (tx) => {
    const { termsNo } = await readAgreement(tx, id)
    const no = query.no ?? termsNo
    const rows = await priceRows(tx, id, no, query)
    const count = await sql<{ count: number }>`
      SELECT count(*) FROM agreement_prices p JOIN products g ON g.id = p.product_id
      WHERE ${ofVersion(tx, id, no)} AND ${matching(query.q)}`.execute(tx.db)
    const keyOf = (row: PriceRow) => [row.code, row.fromMicro, row.payment, row.leadDays]
    return { ...pageOf(rows, query.limit, keyOf, shapePrice), total: count.rows[0]!.count }
  })
}

const ofVersion = (tx: Tx, id: string, no: number) => sql`p.agreement_id = ${id}
  AND p.org_id = ${tx.actor.orgId} AND p.from_no <= ${no} AND (p.until_no IS NULL OR p.until_no > ${no})`
const matching = (q?: string) =>
  q ? sql`(g.code ILIKE ${`%${likeText(q)}%`} OR g.name ILIKE ${`%${likeText(q)}%`})` : sql`true`

async function priceRows(tx: Tx, id: string, no: number, query: ListedQuery): Promise<PriceRow[]> {
  const after = decodeCursor(query.cursor, 4)
  if (after && ![after[1], after[3]].every(Number.isSafeInteger)) {
    throw badField('cursor', 'invalid', 'Start again from the first page')
  }
  const from = after
    ? sql`(g.code, p.from_micro, p.payment, p.lead_days) > (${String(after[0])}, ${Number(after[1])}::bigint,
        ${String(after[2])}, ${Number(after[3])}::int)`
    : sql`true`
  const { rows } = await sql<PriceRow>`
    SELECT g.id AS "productId", g.code, g.name, g.unit, p.from_micro AS "fromMicro", p.payment,
      p.lead_days AS "leadDays", p.unit_e4 AS "unitE4"
    FROM agreement_prices p JOIN products g ON g.id = p.product_id
    WHERE ${ofVersion(tx, id, no)} AND ${matching(query.q)} AND ${from}
    ORDER BY g.code, p.from_micro, p.payment, p.lead_days LIMIT ${query.limit + 1}`.execute(tx.db)
  return rows
}

function shapePrice({ fromMicro: micro, payment, ...row }: PriceRow) {
  return {
    ...row,
    from: fromMicro(BigInt(micro)),
    payment: payment === '' ? null : JSON.parse(payment),
  }
}
