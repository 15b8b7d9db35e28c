import { sql } from 'kysely'
import type { Ctx, Tx } from '../../platform/ctx.ts'
import { orgsSql } from '../identity/index.ts'
import { getLedChain } from '../network/index.ts'
import type { FactoryScore, PeriodFigures } from './schema.ts'

interface ScoreRow {
  id: string
  name: string
  shares: number
  finished: number
  on_time: number | null
  quality: number | null
  reporting: number | null
  answer_minutes: number | null
  reaction_minutes: number | null
}

/** How each factory did in a period: what it had to finish in it, how well, and how quickly it answered. */
export function readScores(
  ctx: Ctx,
  query: { chainId: string; from: string; to: string },
): Promise<{ items: FactoryScore[] }> {
  return ctx.read(async (tx) => {
    await getLedChain(tx, query.chainId)
    const { rows } = await sql<ScoreRow>`
      WITH due AS (
        SELECT s.*, coalesce(f.ends_at, s.ends_at) AS promised FROM shares s
        LEFT JOIN LATERAL (SELECT l.ends_at FROM plan_lines l WHERE l.share_id = s.id
          ORDER BY l.plan_no LIMIT 1) f ON true
        WHERE s.org_id = ${tx.actor.orgId} AND s.chain_id = ${query.chainId} AND s.withdrawn_at IS NULL
          AND s.ends_at >= ${query.from} AND s.ends_at < ${query.to}),
      work AS (
        SELECT d.assignee_org_id AS org, count(*) AS shares, count(d.finished_at) AS finished,
          -- On time is what the factory first said yes to, whatever the plan has become since.
          avg((d.finished_at <= d.promised)::int) FILTER (
            WHERE d.finished_at IS NOT NULL OR d.promised < ${tx.now()}) AS on_time,
          sum(p.good_milli)::float8 / nullif(sum(p.good_milli + p.scrap_milli), 0) AS quality,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.answered_at - d.offered_at) / 60)
            FILTER (WHERE d.answered_at > d.offered_at) AS answer_minutes
        FROM due d LEFT JOIN progress p ON p.share_id = d.id GROUP BY 1),
      silence AS (
        SELECT m.org, count(*) AS missed FROM digests g
        JOIN production_orders o ON o.id = g.order_id AND o.chain_id = ${query.chainId}
        CROSS JOIN LATERAL (SELECT (x ->> 'orgId')::uuid AS org
          FROM jsonb_array_elements(g.data -> 'missing') x) m
        WHERE g.org_id = ${tx.actor.orgId} AND g.slot_at >= ${query.from} AND g.slot_at < ${query.to}
        GROUP BY 1),
      asked AS (
        SELECT d.assignee_org_id AS org, count(*) AS asked FROM due d
        JOIN digests g ON g.order_id = d.order_id AND g.slot_at >= greatest(d.starts_at, ${query.from})
          AND g.slot_at < least(coalesce(d.finished_at, ${query.to}), ${query.to}) GROUP BY 1),
      reaction AS (
        SELECT w.assignee_org_id AS org, percentile_cont(0.5) WITHIN GROUP
          (ORDER BY extract(epoch FROM w.acknowledged_at - w.raised_at) / 60) AS minutes
        FROM warnings w WHERE w.org_id = ${tx.actor.orgId} AND w.chain_id = ${query.chainId}
          AND w.acknowledged_at IS NOT NULL AND w.raised_at >= ${query.from} AND w.raised_at < ${query.to}
        GROUP BY 1)
      SELECT k.org AS id, coalesce(o.short_name, '') AS name, k.shares, k.finished, k.on_time::float8,
        k.quality, k.answer_minutes, r.minutes AS reaction_minutes,
        greatest(0, 1 - coalesce(s.missed, 0)::float8 / nullif(a.asked, 0)) AS reporting
      FROM work k LEFT JOIN ${orgsSql()} o ON o.id = k.org LEFT JOIN silence s ON s.org = k.org
      LEFT JOIN asked a ON a.org = k.org LEFT JOIN reaction r ON r.org = k.org
      ORDER BY k.on_time NULLS LAST, k.shares DESC, k.org`.execute(tx.db)
    return { items: rows.map(shapeScore) }
  })
}

function shapeScore(row: ScoreRow): FactoryScore {
  return {
    org: { id: row.id, name: row.name },
    shares: row.shares,
    finished: row.finished,
    onTime: row.on_time,
    quality: row.quality,
    // Where no digest was ever made, nobody has counted.
    reporting: row.reporting,
    answerMinutes: row.answer_minutes,
    reactionMinutes: row.reaction_minutes,
  }
}

/** The same figures over as many days before and after a moment, say the day on which the clock began. */
export function readComparison(
  ctx: Ctx,
  query: { chainId: string; at: string; days: number },
): Promise<{ before: PeriodFigures; after: PeriodFigures }> {
  return ctx.read(async (tx) => {
    await getLedChain(tx, query.chainId)
    const at = Date.parse(query.at)
    const span = query.days * 86_400_000
    return {
      before: await readPeriod(tx, query.chainId, at - span, at),
      after: await readPeriod(tx, query.chainId, at, at + span),
    }
  })
}

async function readPeriod(
  tx: Tx,
  chainId: string,
  fromMs: number,
  toMs: number,
): Promise<PeriodFigures> {
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const { rows } = await sql<{
    orders: number
    cycle_hours: number | null
    on_time: number | null
    reporting: number | null
    reaction_minutes: number | null
  }>`
    WITH done AS (
      SELECT o.id, o.finished_at, f.due_at, (SELECT min(r.done_at) FROM progress_reports r
        WHERE r.order_id = o.id) AS begun_at
      FROM production_orders o JOIN plans f ON f.order_id = o.id AND f.plan_no = 1
      WHERE o.org_id = ${tx.actor.orgId} AND o.chain_id = ${chainId} AND o.state = 'done'
        AND o.finished_at >= ${from} AND o.finished_at < ${to})
    SELECT (SELECT count(*) FROM done) AS orders,
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - begun_at) / 3600)
        FROM done) AS cycle_hours,
      (SELECT avg((finished_at <= due_at)::int)::float8 FROM done) AS on_time,
      (SELECT sum((g.data ->> 'heard')::int)::float8 / nullif(sum((g.data ->> 'expected')::int), 0)
        FROM digests g JOIN production_orders o ON o.id = g.order_id AND o.chain_id = ${chainId}
        WHERE g.org_id = ${tx.actor.orgId} AND g.slot_at >= ${from} AND g.slot_at < ${to}) AS reporting,
      -- The first reaction is whichever comes first: somebody takes the warning up, or the plan is changed.
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM x.reacted_at - x.raised_at) / 60)
        FROM (SELECT w.raised_at, least(w.acknowledged_at, (SELECT min(n.made_at) FROM plans n
            WHERE n.order_id = w.order_id AND n.made_at > w.raised_at)) AS reacted_at
          FROM warnings w WHERE w.org_id = ${tx.actor.orgId} AND w.chain_id = ${chainId}
            AND w.raised_at >= ${from} AND w.raised_at < ${to}) x
        WHERE x.reacted_at IS NOT NULL) AS reaction_minutes`.execute(tx.db)
  const row = rows[0]!
  return {
    orders: row.orders,
    cycleHours: row.cycle_hours,
    onTime: row.on_time,
    reporting: row.reporting,
    reactionMinutes: row.reaction_minutes,
  }
}
