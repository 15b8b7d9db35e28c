// One price change down six tiers to 4,000 stores, each with its own price: from the request to the last
// of 4,000 live streams, beside one raw INSERT..SELECT plus a raw push of the same frames.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import {
  draft,
  type House,
  median,
  openHouse,
  type PlantedChain,
  percentile,
  plantChain,
  report,
  sendDraft,
} from './house.ts'

const STORES = 4000
const ROUNDS = 9
const WARM_UP = 3
const now = () => performance.timeOrigin + performance.now()

const house = await openHouse()
const chain = await plantChain(house, STORES, true)
const clients = fork(fileURLToPath(new URL('./sse-clients.ts', import.meta.url)))

async function connect(url: string, event: string): Promise<void> {
  const opened = once(clients, 'message')
  clients.send({ connect: { url, cookies: chain.storeCookies, event } })
  await opened
}
async function timed(work: () => Promise<void>): Promise<{ accepted: number; arrivals: number[] }> {
  clients.send({ arm: true })
  const answered = once(clients, 'message')
  const start = now()
  await work()
  const accepted = now() - start
  const [{ arrivals }] = (await answered) as [{ arrivals: number[] }]
  return { accepted, arrivals: arrivals.map((at) => at - start) }
}

await connect(`${house.address}/api/v1/stream`, 'event: notice.sent')
const ours: Awaited<ReturnType<typeof timed>>[] = []
for (let i = 0; i < ROUNDS + WARM_UP; i++) {
  const id = await draft(house, chain)
  const round = await timed(() => sendDraft(house, chain, id))
  if (i >= WARM_UP) ours.push(round)
}
const kept = await house.app.database.owner.query(
  `SELECT count(*) AS n FROM receipts WHERE state = 'delivered'`,
)
const raw = await rawRounds(house, chain)
clients.kill()
await house.close()

const total = median(ours.map((round) => Math.max(...round.arrivals)))
const rawTotal = median(raw.map((round) => round.insert + round.push))
const p99 = median(ours.map((round) => percentile(round.arrivals, 0.99)))
report(
  'cascade',
  [
    [
      'recipients a notice',
      `${kept.rows[0].n / (ROUNDS + WARM_UP)} (${STORES} stores, ${chain.sellers} distributors)`,
    ],
    ['accepted and durable', `${median(ours.map((round) => round.accepted)).toFixed(1)} ms`],
    [
      'half of the stores served',
      `${median(ours.map((round) => percentile(round.arrivals, 0.5))).toFixed(1)} ms`,
    ],
    ['99 % of the stores served', `${p99.toFixed(1)} ms (goal 250)`],
    ['all stores served', `${total.toFixed(1)} ms`],
    ['raw INSERT..SELECT', `${median(raw.map((round) => round.insert)).toFixed(1)} ms`],
    ['raw push', `${median(raw.map((round) => round.push)).toFixed(1)} ms`],
    ['times the raw', `${(total / rawTotal).toFixed(2)} (goal 3)`],
  ],
  { p99_ms: p99, times_raw: total / rawTotal },
)

/** The floor: the same rows by one statement into a bare table, the same frame to each bare connection. */
async function rawRounds({ app }: House, { chainId, leadOrgId }: PlantedChain) {
  const streams: ServerResponse[] = []
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('event: hello\ndata: {}\n\n')
    streams.push(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'event: raw')
  const { owner } = app.database
  await owner.query(`CREATE TABLE raw_receipts (notice_id int, partner_id uuid, recipient uuid, state text,
    at timestamptz, price bigint, PRIMARY KEY (notice_id, partner_id))`)
  const frame = `event: raw\nid: 12.34\ndata: ${JSON.stringify({ noticeId: leadOrgId, partnerId: chainId, kind: 'price_change', title: '夏装调价通知', pricesMinor: [15000], retailsMinor: [29900] })}\n\n`
  const rounds: { insert: number; push: number }[] = []
  for (let i = 0; i < ROUNDS + WARM_UP; i++) {
    const start = now()
    await owner.query(
      `INSERT INTO raw_receipts SELECT $1, id, partner_org_id, 'delivered', now(), 15000
       FROM partners WHERE path <@ ANY($2::ltree[])`,
      [i, ['c1.d']],
    )
    const insert = now() - start
    const { arrivals } = await timed(async () => {
      for (const stream of streams) stream.write(frame)
    })
    if (i >= WARM_UP) rounds.push({ insert, push: Math.max(...arrivals) })
  }
  server.closeAllConnections()
  server.close()
  return rounds
}
