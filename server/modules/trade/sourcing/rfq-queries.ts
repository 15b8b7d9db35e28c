import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../../platform/ctx.ts'
import { decodeCursor, pageOf } from '../../../platform/cursor.ts'
import { found } from '../../../platform/errors.ts'
import { conversationOf } from '../../messaging/index.ts'
import { likeText } from '../../network/index.ts'
import { isOpened, type RfqRecord } from './rows.ts'
import { quoteState, rfqState } from './rules.ts'
import type { InboxRow, Question, Rfq, RfqLine, RfqQuery, RfqRow, RfqSupplier } from './schema.ts'
import { plain } from './versions.ts'

const lineColumns = sql`l.no, l.product_id, l.kind, l.description, l.category, l.spec, l.quality, l.quantity,
  l.unit, l.target_e4, l.deliver_by::text AS deliver_by, l.place`

export function getRfq(ctx: Ctx, id: string): Promise<Rfq> {
  return ctx.read((tx) => readRfq(tx, id))
}

/** A request as my side of it knows it. */
export async function readRfq(tx: Tx, id: string): Promise<Rfq> {
  const me = tx.actor.orgId as string
  const { rows } = await sql<RfqRecord>`SELECT r.* FROM rfqs r WHERE r.id = ${id}
    AND (r.org_id = ${me} OR EXISTS (SELECT 1 FROM rfq_suppliers s
      WHERE s.rfq_id = r.id AND s.seller_org_id = ${me}))`.execute(tx.db)
  const row = found(rows[0], 'rfq')
  const lines = await readLines(tx, id)
  const head = {
    ...shapeHead(row, tx.now().getTime()),
    lines,
    note: row.note,
    payment: row.payment as unknown as Rfq['payment'],
    incoterm: row.incoterm as Rfq['incoterm'],
    place: row.place,
    roundsMax: row.rounds_max,
    showsRivals: row.shows_rivals,
    endedAt: row.ended_at,
    endReason: row.end_reason,
    createdBy: row.created_by_name,
    files: await readFiles(tx, id),
    questions: await readQuestions(tx, id),
    version: row.version,
  }
  return row.org_id === me
    ? { ...head, ...(await buyerSide(tx, row, lines)) }
    : { ...head, ...(await supplierSide(tx, row)) }
}

function shapeHead(
  row: Pick<
    RfqRecord,
    | 'id'
    | 'code'
    | 'title'
    | 'org_id'
    | 'buyer_name'
    | 'currency'
    | 'state'
    | 'is_sealed'
    | 'closes_at'
    | 'created_at'
  >,
  nowMs: number,
) {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    buyer: { id: row.org_id, name: row.buyer_name },
    currency: row.currency,
    state: rfqState(row, nowMs),
    isSealed: row.is_sealed,
    closesAt: row.closes_at,
    createdAt: row.created_at,
  }
}

type Side = Pick<
  Rfq,
  | 'side'
  | 'isOpened'
  | 'rivals'
  | 'suppliers'
  | 'assumptions'
  | 'quoteId'
  | 'declinedAt'
  | 'conversationId'
>

/** To the buyer its suppliers and what it keeps to itself; hidden targets come back to their lines. */
async function buyerSide(tx: Tx, row: RfqRecord, lines: RfqLine[]): Promise<Side> {
  const own = await tx.db
    .selectFrom('rfq_private')
    .selectAll()
    .where('rfq_id', '=', row.id)
    .where('org_id', '=', row.org_id)
    .executeTakeFirstOrThrow()
  const targets = own.targets as Record<string, number>
  for (const line of lines) line.targetE4 ??= targets[line.no] ?? null
  return {
    side: 'buyer',
    isOpened: isOpened(row),
    rivals: null,
    suppliers: await readSuppliers(tx, row.id),
    assumptions: {
      annualRateBp: own.annual_rate_bp,
      estimates: own.estimates as unknown as NonNullable<Rfq['assumptions']>['estimates'],
    },
    ...{ quoteId: null, declinedAt: null, conversationId: null },
  }
}

async function supplierSide(tx: Tx, row: RfqRecord): Promise<Side> {
  const me = tx.actor.orgId as string
  const { rows } = await sql<{
    declined_at: string | null
    quote_id: string | null
    rivals: number | null
  }>`SELECT s.declined_at, q.id AS quote_id, rfq_rivals(s.rfq_id) AS rivals FROM rfq_suppliers s
    LEFT JOIN quotes q ON q.rfq_id = s.rfq_id AND q.org_id = s.seller_org_id
    WHERE s.rfq_id = ${row.id} AND s.seller_org_id = ${me}`.execute(tx.db)
  const mine = rows[0]!
  return {
    side: 'supplier',
    isOpened: isOpened(row),
    rivals: mine.rivals,
    suppliers: null,
    assumptions: null,
    quoteId: mine.quote_id,
    declinedAt: mine.declined_at,
    conversationId: await conversationOf(tx, row.org_id, `rfq:${row.id}/${me}`),
  }
}

export async function readLines(tx: Tx, rfqId: string): Promise<RfqLine[]> {
  const { rows } = await sql<{
    no: number
    product_id: string | null
    kind: RfqLine['kind']
    description: string
    category: string
    spec: string
    quality: string
    quantity: string
    unit: string
    target_e4: number | null
    deliver_by: string | null
    place: string
  }>`SELECT ${lineColumns} FROM rfq_lines l WHERE l.rfq_id = ${rfqId} ORDER BY l.no`.execute(tx.db)
  return rows.map(({ product_id, target_e4, deliver_by, quantity, ...line }) => ({
    ...line,
    productId: product_id,
    quantity: plain(quantity),
    targetE4: target_e4,
    isTargetShown: target_e4 !== null,
    deliverBy: deliver_by,
  }))
}

async function readFiles(tx: Tx, rfqId: string): Promise<Rfq['files']> {
  const { rows } = await sql<Rfq['files'][number]>`
    SELECT f.id, f.name, f.media_type AS "mediaType", f.bytes FROM rfq_files r
    JOIN files f ON f.id = r.file_id WHERE r.rfq_id = ${rfqId} ORDER BY r.no`.execute(tx.db)
  return rows
}

async function readQuestions(tx: Tx, rfqId: string): Promise<Question[]> {
  const me = tx.actor.orgId
  const { rows } = await sql<Omit<Question, 'isMine'> & { asker_org_id: string | null }>`
    SELECT q.id, q.question, q.asked_at AS "askedAt", q.answer, q.answered_at AS "answeredAt",
      a.asker_name AS asker, a.asker_org_id
    FROM rfq_questions q LEFT JOIN rfq_question_askers a ON a.question_id = q.id
    WHERE q.rfq_id = ${rfqId} ORDER BY q.asked_at, q.id`.execute(tx.db)
  return rows.map(({ asker_org_id, ...row }) => ({ ...row, isMine: asker_org_id === me }))
}

async function readSuppliers(tx: Tx, rfqId: string): Promise<RfqSupplier[]> {
  const nowMs = tx.now().getTime()
  const { rows } = await sql<{
    seller_org_id: string
    seller_name: string
    invited_at: string
    seen_at: string | null
    declined_at: string | null
    decline_reason: string | null
    reminded_at: string | null
    quote_id: string | null
    state: string | null
    changed_at: string | null
    valid_until: string | null
    conversation_id: string | null
  }>`SELECT s.*, q.id AS quote_id, q.state, q.changed_at, v.valid_until,
      conversation_of(s.org_id, 'rfq:' || s.rfq_id || '/' || s.seller_org_id) AS conversation_id
    FROM rfq_suppliers s
    LEFT JOIN quotes q ON q.rfq_id = s.rfq_id AND q.org_id = s.seller_org_id
    LEFT JOIN quote_versions v ON v.quote_id = q.id AND v.no = q.version_no
    WHERE s.rfq_id = ${rfqId} AND s.org_id = ${tx.actor.orgId}
    ORDER BY s.seller_name, s.seller_org_id`.execute(tx.db)
  return rows.map((row) => ({
    orgId: row.seller_org_id,
    name: row.seller_name,
    invitedAt: row.invited_at,
    seenAt: row.seen_at,
    declinedAt: row.declined_at,
    declineReason: row.decline_reason,
    remindedAt: row.reminded_at,
    quoteId: row.quote_id,
    quoteState: row.state && quoteState({ state: row.state, valid_until: row.valid_until }, nowMs),
    quotedAt: row.changed_at,
    conversationId: row.conversation_id,
  })) as RfqSupplier[]
}

function inState(tx: Tx, state: RfqQuery['state']): RawBuilder<unknown> {
  if (state === 'all') return sql`true`
  if (state === 'open') return sql`r.state = 'open' AND r.closes_at > ${tx.now()}`
  if (state === 'closed') return sql`r.state = 'open' AND r.closes_at <= ${tx.now()}`
  return sql`r.state = ${state}`
}

function filterOf(tx: Tx, { q, state }: RfqQuery): RawBuilder<unknown> {
  if (!q) return inState(tx, state)
  const like = `%${likeText(q)}%`
  return sql`${inState(tx, state)} AND (r.title ILIKE ${like} OR r.code ILIKE ${like}
    OR r.buyer_name ILIKE ${like})`
}

const firstLine = sql`(SELECT l.description FROM rfq_lines l WHERE l.rfq_id = r.id AND l.no = 1) AS first_line,
  (SELECT count(*) FROM rfq_lines l WHERE l.rfq_id = r.id) AS line_count`

/** The requests of my org, the newest first. */
export function listRfqs(ctx: Ctx, query: RfqQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const filter = sql`r.org_id = ${tx.actor.orgId} AND ${filterOf(tx, query)}`
    const from = after
      ? sql`AND (r.created_at, r.id) < (${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`
      : sql``
    const { rows } = await sql<RfqRecord & Counts>`SELECT r.*, ${firstLine},
        (SELECT count(*) FROM rfq_suppliers s WHERE s.rfq_id = r.id) AS invited,
        (SELECT count(*) FROM rfq_suppliers s WHERE s.rfq_id = r.id AND s.declined_at IS NOT NULL) AS declined,
        (SELECT count(*) FROM quotes q WHERE q.rfq_id = r.id AND q.state <> 'withdrawn') AS answered,
        (SELECT count(*) FROM rfq_questions q WHERE q.rfq_id = r.id AND q.answer IS NULL) AS open_questions,
        (SELECT coalesce(sum(a.amount_minor), 0)::bigint FROM quote_acceptances a WHERE a.rfq_id = r.id) AS awarded
      FROM rfqs r WHERE ${filter} ${from}
      ORDER BY r.created_at DESC, r.id DESC LIMIT ${query.limit + 1}`.execute(tx.db)
    const total = await sql<{ count: number }>`SELECT count(*) FROM rfqs r WHERE ${filter}`.execute(
      tx.db,
    )
    const nowMs = tx.now().getTime()
    return {
      ...pageOf(
        rows,
        query.limit,
        (row) => [row.created_at, row.id],
        (row) => shapeRow(row, nowMs),
      ),
      total: total.rows[0]!.count,
    }
  })
}

interface Counts {
  first_line: string
  line_count: number
  invited: number
  declined: number
  answered: number
  open_questions: number
  awarded: number
}

function shapeRow(row: RfqRecord & Counts, nowMs: number): RfqRow {
  return {
    ...shapeHead(row, nowMs),
    lines: row.line_count,
    firstLine: row.first_line,
    invited: row.invited,
    answered: row.answered,
    declined: row.declined,
    openQuestions: row.open_questions,
    awardedMinor: row.awarded,
  }
}

/** The requests that I was asked, the latest first. */
export function listInbox(ctx: Ctx, query: RfqQuery) {
  return ctx.read(async (tx) => {
    const after = decodeCursor(query.cursor, 2)
    const filter = sql`s.seller_org_id = ${tx.actor.orgId} AND ${filterOf(tx, query)}`
    const from = after
      ? sql`AND (s.invited_at, r.id) < (${String(after[0])}::timestamptz, ${String(after[1])}::uuid)`
      : sql``
    const { rows } = await sql<
      RfqRecord & Invited
    >`SELECT r.*, ${firstLine}, s.invited_at, s.seen_at,
        s.declined_at, q.id AS quote_id, q.state AS quote_state, v.valid_until
      FROM rfq_suppliers s JOIN rfqs r ON r.id = s.rfq_id
      LEFT JOIN quotes q ON q.rfq_id = s.rfq_id AND q.org_id = s.seller_org_id
      LEFT JOIN quote_versions v ON v.quote_id = q.id AND v.no = q.version_no
      WHERE ${filter} ${from} ORDER BY s.invited_at DESC, r.id DESC LIMIT ${query.limit + 1}`.execute(
      tx.db,
    )
    const total = await sql<{ count: number }>`SELECT count(*) FROM rfq_suppliers s
      JOIN rfqs r ON r.id = s.rfq_id WHERE ${filter}`.execute(tx.db)
    const nowMs = tx.now().getTime()
    return {
      ...pageOf(
        rows,
        query.limit,
        (row) => [row.invited_at, row.id],
        (row) => shapeInvited(row, nowMs),
      ),
      total: total.rows[0]!.count,
    }
  })
}

interface Invited {
  first_line: string
  line_count: number
  invited_at: string
  seen_at: string | null
  declined_at: string | null
  quote_id: string | null
  quote_state: string | null
  valid_until: string | null
}

function shapeInvited(row: RfqRecord & Invited, nowMs: number): InboxRow {
  return {
    ...shapeHead(row, nowMs),
    lines: row.line_count,
    firstLine: row.first_line,
    invitedAt: row.invited_at,
    seenAt: row.seen_at,
    declinedAt: row.declined_at,
    quoteId: row.quote_id,
    quoteState:
      row.quote_state === null
        ? null
        : quoteState({ state: row.quote_state, valid_until: row.valid_until }, nowMs),
  }
}
