import type { Database } from '../../platform/db.ts'
import type { Feed, FeedMessage } from '../../platform/realtime.ts'

/** Arrivals of notices, as the live stream reads them: one row a dispatch, however many receive it. */
export function dispatchFeed(database: Database): Feed {
  return {
    key: 'd',
    module: 'messaging',
    async head() {
      const { rows } = await database.owner.query<{ seq: number }>(
        'SELECT coalesce(max(seq), 0) AS seq FROM dispatches',
      )
      return rows[0]!.seq
    },
    async read(orgIds, after) {
      const { rows } = await database.owner.query<ArrivalRow>({
        name: 'arrivals',
        text: ARRIVALS,
        values: [orgIds, after],
      })
      return { messages: rows.map(shapeArrival), head: rows.at(-1)?.seq ?? after }
    },
  }
}

interface ArrivalRow {
  org_id: string
  seq: number
  kind: string
  notice_id: string
  partner_id: string
  notice_kind: string
  title: string
  price_minor: number[] | null
  retail_minor: number[] | null
}

// Reminders concern those who have not confirmed; every other dispatch concerns its own receipts, except
// that recalling and superseding concern all that were ever delivered.
const ARRIVALS = `
  SELECT r.recipient_org_id AS org_id, d.seq, d.kind, d.notice_id, r.partner_id, n.kind AS notice_kind,
    n.title, p.price_minor[1:3] AS price_minor, p.retail_minor[1:3] AS retail_minor
  FROM dispatches d
  JOIN notices n ON n.id = d.notice_id
  JOIN receipts r ON r.org_id = d.org_id AND r.notice_id = d.notice_id
    AND r.recipient_org_id = ANY($1) AND r.delivered_at IS NOT NULL
    AND CASE d.kind WHEN 'reminded' THEN r.state IN ('delivered', 'read')
      WHEN 'recalled' THEN true WHEN 'superseded' THEN true WHEN 'escalated' THEN false ELSE r.wave = d.wave END
  LEFT JOIN notice_prices p ON p.notice_id = r.notice_id AND p.seller_id = r.seller_id
  WHERE d.seq > $2 ORDER BY d.seq LIMIT 100000`

function shapeArrival(row: ArrivalRow): FeedMessage {
  return {
    orgId: row.org_id,
    seq: row.seq,
    type: `notice.${row.kind}`,
    data: {
      noticeId: row.notice_id,
      partnerId: row.partner_id,
      kind: row.notice_kind,
      title: row.title,
      ...(row.price_minor && { pricesMinor: row.price_minor, retailsMinor: row.retail_minor }),
    },
  }
}
