import type pg from 'pg'
import { Fault } from '../server/platform/console.ts'

/** Tables with rows of an org, so ordered that nothing is deleted while something points at it. */
export const ORG_TABLES = [
  ...[
    'bank_entries',
    'bank_statements',
    'invoice_answers',
    'allocations',
    'payments',
    'instalments',
  ],
  ...['invoice_lines', 'invoices', 'document_numbers'],
  ...['ledger_postings', 'ledger_entries', 'ledger_closings'],
  ...[
    'forwards',
    'destination_sources',
    'destinations',
    'robot_media',
    'robots',
    'message_pictures',
    'message_pins',
  ],
  ...['message_reads', 'message_versions', 'messages', 'conversation_changes'],
  ...['conversation_members', 'conversations'],
  ...['trade_price_index', 'trade_wish_promises'],
  ...['trade_stock_facts', 'trade_stock', 'trade_line_production', 'trade_line_costs'],
  ...['trade_order_notes', 'trade_credit_limits', 'trade_instalments', 'trade_delivery_proofs'],
  ...['trade_settlements', 'trade_goods_facts', 'trade_shipments', 'trade_order_proposals'],
  ...['trade_order_lines', 'trade_orders', 'trade_order_counters'],
  ...['warnings', 'digests', 'handovers', 'progress', 'progress_reports', 'bundles', 'plan_lines'],
  ...['plans', 'shares', 'order_operations', 'production_orders', 'production_settings'],
  ...['routing_operations'],
  ...['receipts', 'relays', 'dispatches', 'notice_files', 'notice_prices', 'notice_products'],
  ...['notices', 'notice_templates'],
  ...['agreement_prices', 'agreement_versions', 'agreements', 'price_acceptances'],
  ...['product_units', 'product_pictures', 'product_viewers', 'product_floors'],
  ...['trade_lots', 'purchasers', 'award_approvals', 'award_lines', 'awards', 'quote_acceptances'],
  ...['quote_offers', 'quote_versions', 'quotes', 'rfq_question_askers', 'rfq_questions'],
  ...['rfq_suppliers', 'rfq_private', 'rfq_files', 'rfq_lines', 'rfqs'],
  ...['markups', 'markup_limits', 'product_prices', 'products'],
  ...[
    'import_rows',
    'imports',
    'partner_invitations',
    'visibility_rules',
    'contacts',
    'partner_tags',
  ],
  ...['partner_group_members', 'partner_groups', 'removed_partners', 'place_orgs'],
  'inbox_floors',
  ...['partners', 'chains'],
  ...['api_keys', 'sessions', 'invitations', 'memberships'],
  ...['files', 'idempotent_requests', 'event_heads', 'events'],
] as const

const APPEND_ONLY = ['events', 'ledger_entries', 'ledger_postings']
const LOOKED_THROUGH = [
  ['memberships', 'org_id'],
  ['memberships', 'person_id'],
  ['partners', 'org_id'],
  ['partners', 'partner_org_id'],
] as const

/** Deletes every row of the demo's orgs and people, in the caller's transaction, or throws and deletes none. */
export async function removeRows(client: pg.ClientBase): Promise<void> {
  await client.query(
    `CREATE TEMPORARY TABLE going ON COMMIT DROP AS SELECT id FROM orgs WHERE is_demo`,
  )
  await client.query('ALTER TABLE going ADD PRIMARY KEY (id)')
  await refuseTies(client)
  await client.query(`CREATE TEMPORARY TABLE leaving ON COMMIT DROP AS
    SELECT DISTINCT person_id AS id FROM memberships WHERE org_id IN (SELECT id FROM going)`)
  await client.query('ANALYZE going, leaving')
  await client.query(`DELETE FROM graphile_worker._private_jobs
    WHERE payload ->> 'orgId' IN (SELECT id::text FROM going)`)
  // Each org and person that goes is looked for where it is referred to; these columns have no index of
  // their own, and thousands of passes over the table would take the most of the time.
  for (const [table, column] of LOOKED_THROUGH) {
    await client.query(`CREATE INDEX going_${table}_${column} ON ${table} (${column})`)
  }
  // The record is append-only for everybody; only the owner of the tables can lift that, and only for this.
  for (const table of APPEND_ONLY) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  for (const table of ORG_TABLES) {
    await client.query(`DELETE FROM ${table} WHERE org_id IN (SELECT id FROM going)`)
  }
  for (const table of APPEND_ONLY) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  await client.query(`DELETE FROM sessions WHERE person_id IN (SELECT id FROM leaving)`)
  await client.query(`DELETE FROM throttles t USING people p WHERE p.id IN (SELECT id FROM leaving)
    AND t.key IN ('login:' || p.mail, 'login:' || p.phone)`)
  await client.query('DELETE FROM people WHERE id IN (SELECT id FROM leaving)')
  await client.query('DELETE FROM orgs WHERE id IN (SELECT id FROM going)')
  for (const [table, column] of LOOKED_THROUGH) {
    await client.query(`DROP INDEX going_${table}_${column}`)
  }
}

/** Real firms in the demo's chain, its people in real firms, or its firms in real chains: then it stays. */
async function refuseTies(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT DISTINCT o.name FROM orgs o WHERE NOT o.is_demo AND o.id IN (
      SELECT partner_org_id FROM partners WHERE org_id IN (SELECT id FROM going)
      UNION SELECT org_id FROM partners WHERE partner_org_id IN (SELECT id FROM going)
      UNION SELECT owner_org_id FROM partners WHERE org_id IN (SELECT id FROM going)
      UNION SELECT org_id FROM contacts WHERE partner_id IN
        (SELECT id FROM partners WHERE org_id IN (SELECT id FROM going))
      UNION SELECT m.org_id FROM memberships m JOIN memberships d ON d.person_id = m.person_id
        WHERE d.org_id IN (SELECT id FROM going))
    ORDER BY o.name LIMIT 5`)
  if (rows.length === 0) return
  throw new Fault(
    `The demo is tied to organisations that are not part of it (${rows.map((row) => row.name).join(', ')}). Nothing was removed.\nEnd their memberships and places in the demo's chain first.`,
  )
}
