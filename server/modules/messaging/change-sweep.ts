import type pg from 'pg'

/** The stream resets a client that has missed so many changes in its org's conversations. */
const RESUMED_MAX = 1000
const READ_AT_ONCE = 10_000
const SETTLED_MS = 3_600_000

interface ChangeRow {
  seq: number
  place: string
  is_settled: boolean
}

/**
 * Drops the changes from which nobody can resume any more: behind each lie a thousand later ones for every org
 * that has somebody in its conversation. Those of the last hour stay, for processes that read slowly, and so
 * does the very last, from which the next number is drawn. It may die anywhere; the next run goes on.
 */
export async function sweepChanges(owner: pg.Pool, now: Date): Promise<number> {
  const settled = new Date(now.getTime() - SETTLED_MS)
  const later = new Map<string, number>()
  const circles = new Map<string, string[]>()
  let dropped = 0
  let before: number | null = null
  for (;;) {
    const { rows }: pg.QueryResult<ChangeRow> = await owner.query(
      `SELECT seq, conversation_id AS place, at < $2 AS is_settled FROM conversation_changes
       WHERE $1::bigint IS NULL OR seq < $1 ORDER BY seq DESC LIMIT ${READ_AT_ONCE}`,
      [before, settled],
    )
    await readCircles(owner, [...new Set(rows.map((row) => row.place))], circles)
    const over = rows.filter(({ place, is_settled }, at) => {
      const waiting = circles.get(place)!.filter((org) => (later.get(org) ?? 0) < RESUMED_MAX)
      // Whoever is full stays full, so they need not be asked again.
      circles.set(place, waiting)
      for (const org of waiting) later.set(org, (later.get(org) ?? 0) + 1)
      const isLast = before === null && at === 0
      return waiting.length === 0 && is_settled && !isLast
    })
    const { rowCount } = await owner.query(
      'DELETE FROM conversation_changes WHERE seq = ANY($1::bigint[])',
      [over.map((row) => row.seq)],
    )
    dropped += rowCount ?? 0
    if (rows.length < READ_AT_ONCE) return dropped
    before = rows.at(-1)!.seq
  }
}

/** The orgs that hear of a conversation, of those not known yet. */
async function readCircles(
  owner: pg.Pool,
  places: string[],
  circles: Map<string, string[]>,
): Promise<void> {
  const fresh = places.filter((place) => !circles.has(place))
  const { rows } = await owner.query<{ place: string; orgs: string[] }>(
    `SELECT a.place, array(SELECT DISTINCT member_org_id FROM conversation_members
       WHERE conversation_id = a.place) AS orgs FROM unnest($1::uuid[]) AS a(place)`,
    [fresh],
  )
  for (const { place, orgs } of rows) circles.set(place, orgs)
}
