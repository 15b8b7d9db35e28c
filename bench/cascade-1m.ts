// One price change to a million recipients: from the request to the durable receipts, beside one raw
// INSERT..SELECT of the same number of rows.
import { draft, median, openHouse, plantChain, report, sendDraft } from './house.ts'

const STORES = 1_000_000
const ROUNDS = 3

const house = await openHouse()
console.log(`planting ${STORES.toLocaleString('en')} stores …`)
const chain = await plantChain(house, STORES, false)
const { owner } = house.app.database
await owner.query(`CREATE TABLE raw_receipts (notice_id int, partner_id uuid, recipient uuid, state text,
  at timestamptz, price bigint, PRIMARY KEY (notice_id, partner_id))`)

const ours: number[] = []
const raw: number[] = []
for (let i = 0; i < ROUNDS + 1; i++) {
  const id = await draft(house, chain)
  let start = performance.now()
  await sendDraft(house, chain, id)
  const took = performance.now() - start
  start = performance.now()
  await owner.query(
    `INSERT INTO raw_receipts SELECT $1, id, partner_org_id, 'delivered', now(), 15000
     FROM partners WHERE path <@ ANY($2::ltree[])`,
    [i, ['c1.d']],
  )
  const floor = performance.now() - start
  console.log(`round ${i}: ${Math.round(took)} ms, raw ${Math.round(floor)} ms`)
  // The first round fills caches on both sides.
  if (i > 0) {
    ours.push(took)
    raw.push(floor)
  }
}
const { rows } = await owner.query('SELECT count(*) AS n FROM receipts')
await house.close()
const times = median(ours.map((took, i) => took / raw[i]!))
report(
  'cascade-1m',
  [
    ['receipts a notice', `${rows[0].n / (ROUNDS + 1)} (${chain.sellers} sellers)`],
    ['sent and durable', `${Math.round(median(ours))} ms`],
    ['raw INSERT..SELECT', `${Math.round(median(raw))} ms`],
    ['times the raw', `${times.toFixed(2)} (goal 2)`],
  ],
  { times_raw: times, seconds: median(ours) / 1000 },
)
