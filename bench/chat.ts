// Messages of a full group: 2,000 people of 40 firms, all with a page open. From the request to the last of 2,000
// live streams, one by one and in bursts, beside one raw INSERT plus a raw push of the same frame.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { newId, newSecret, secretHash } from '../server/platform/ids.ts'
import { type House, median, openHouse, percentile, person, report } from './house.ts'

const MEMBERS = 2000
const FIRMS = 40
const ROUNDS = 15
const WARM_UP = 5
const BURST = 60
const SENDERS = 4
const TEXT = '今天的坯布已经全部出库，预计下午两点到印染厂，请仓库准备收货。'
const now = () => performance.timeOrigin + performance.now()

const house = await openHouse()
const { owner } = house.app.database
const group = await plantGroup(house)
const clients = fork(fileURLToPath(new URL('./sse-clients.ts', import.meta.url)))
const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })

async function connect(url: string, event: string): Promise<void> {
  const opened = once(clients, 'message')
  clients.send({ connect: { url, cookies: group.cookies, event } })
  await opened
}
/** From the beginning of the work to each arrival at each client. */
async function timed(messages: number, work: () => Promise<void>): Promise<number[]> {
  clients.send({ arm: messages })
  const answered = once(clients, 'message')
  const start = now()
  await work()
  const [{ arrivals }] = (await answered) as [{ arrivals: number[] }]
  return arrivals.map((at) => at - start)
}

function say(cookie: string): Promise<void> {
  const body = JSON.stringify({ kind: 'text', text: TEXT })
  const headers = {
    cookie,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  const url = `${house.address}/api/v1/conversations/${group.id}/messages`
  return new Promise((done, fail) => {
    const call = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () =>
        answer.statusCode === 201 ? done() : fail(new Error(`answered ${answer.statusCode}`)),
      )
    })
    call.on('error', fail)
    call.end(body)
  })
}

await connect(`${house.address}/api/v1/stream`, 'event: conversation.message')
const ours: number[][] = []
for (let i = 0; i < ROUNDS + WARM_UP; i++) {
  const arrivals = await timed(1, () => say(group.cookies[i]!))
  if (i >= WARM_UP) ours.push(arrivals)
}
const oursBurst = await timed(BURST, async () => {
  let left = BURST
  const sender = async (cookie: string) => {
    while (left-- > 0) await say(cookie)
  }
  await Promise.all(group.cookies.slice(0, SENDERS).map(sender))
})
const { rows: kept } = await owner.query(
  'SELECT count(*)::int AS n FROM messages WHERE conversation_id = $1',
  [group.id],
)
if (kept[0].n !== ROUNDS + WARM_UP + BURST) throw new Error(`${kept[0].n} messages were kept`)

const { raw, rawBurst } = await rawRounds()
clients.kill()
await house.close()

const last = (arrivals: number[]) => Math.max(...arrivals)
const one = median(ours.map(last))
const rawOne = median(raw.map(last))
const rate = (BURST / last(oursBurst)) * 1000
const rawRate = (BURST / last(rawBurst)) * 1000
report(
  'chat',
  [
    ['members with a page open', `${MEMBERS} of ${FIRMS} firms`],
    [
      'one message: half of them served',
      `${median(ours.map((a) => percentile(a, 0.5))).toFixed(1)} ms`,
    ],
    ['one message: all served', `${one.toFixed(1)} ms`],
    ['raw INSERT plus raw push: all served', `${rawOne.toFixed(1)} ms`],
    ['times the raw, one by one', (one / rawOne).toFixed(2)],
    [
      `${BURST} messages by ${SENDERS} at once`,
      `${rate.toFixed(1)} messages/s, ${Math.round(rate * MEMBERS).toLocaleString('en')} deliveries/s`,
    ],
    ['raw, the same burst', `${rawRate.toFixed(1)} messages/s`],
    ['times the raw', `${(rawRate / rate).toFixed(2)} (goal 3)`],
  ],
  { times_raw: rawRate / rate, times_raw_one: one / rawOne, messages_per_s: rate, one_ms: one },
)

/** The floor: one row by a bare INSERT, committed, and the same frame to each bare connection. */
async function rawRounds() {
  const streams: ServerResponse[] = []
  const server = createServer((_request, response) => {
    // Without chunks, as our own streams are, so that the floor is the lowest there is.
    response.useChunkedEncodingByDefault = false
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('event: hello\ndata: {}\n\n')
    streams.push(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'event: raw')
  await owner.query(`CREATE TABLE raw_messages (conversation_id uuid, no bigint, sender uuid, text text,
    at timestamptz, PRIMARY KEY (conversation_id, no))`)
  let no = 0
  const sayRaw = async () => {
    no++
    await owner.query('INSERT INTO raw_messages VALUES ($1, $2, $3, $4, now())', [
      ...[group.id, no, group.id, TEXT],
    ])
    const sender = { personId: group.id, orgId: group.id, name: '陈立', orgName: '兰溪服饰' }
    const data = { conversationId: group.id, no, id: group.id, kind: 'text', sender, text: TEXT }
    const frame = `event: raw\nid: 1.2.3\ndata: ${JSON.stringify(data)}\n\n`
    for (const stream of streams) stream.write(frame)
  }
  const raw: number[][] = []
  for (let i = 0; i < ROUNDS + WARM_UP; i++) {
    const arrivals = await timed(1, sayRaw)
    if (i >= WARM_UP) raw.push(arrivals)
  }
  const rawBurst = await timed(BURST, async () => {
    for (let i = 0; i < BURST; i++) await sayRaw()
  })
  server.closeAllConnections()
  server.close()
  return { raw, rawBurst }
}

/** A group with everybody in it and a session for each, written in bulk. */
async function plantGroup({ app }: House): Promise<{ id: string; cookies: string[] }> {
  const lead = await person(house, 'Lead')
  const opened = await fetch(`${house.address}/api/v1/conversations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: lead.cookie },
    body: JSON.stringify({ title: '全链条群' }),
  })
  const { id } = (await opened.json()) as { id: string }
  const orgs = Array.from({ length: FIRMS }, () => newId())
  const members = Array.from({ length: MEMBERS - 1 }, (_, i) => ({
    person: newId(),
    org: orgs[i % FIRMS]!,
    secret: newSecret(),
  }))
  const columns = [members.map((m) => m.person), members.map((m) => m.org)]
  await app.database.owner.query(
    `INSERT INTO orgs (id, name, short_name, created_at) SELECT o, 'Firm', 'F', now() FROM unnest($1::uuid[]) o`,
    [orgs],
  )
  await app.database.owner.query(
    `INSERT INTO people (id, name, mail, created_at) SELECT p, 'Member', p::text || '@bench.invalid', now()
     FROM unnest($1::uuid[]) p`,
    [columns[0]],
  )
  await app.database.owner.query(
    `INSERT INTO memberships (id, org_id, person_id, role, joined_at)
     SELECT jingwei_uuid(), m.org, m.person, 'member', now() FROM unnest($1::uuid[], $2::uuid[]) AS m(person, org)`,
    columns,
  )
  await app.database.owner.query(
    `INSERT INTO sessions (id, token_hash, person_id, org_id, ip, user_agent, created_at, seen_at, expires_at)
     SELECT jingwei_uuid(), s.hash, s.person, s.org, '127.0.0.1', 'bench', now(), now(), now() + interval '1 day'
     FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS s(person, org, hash)`,
    [...columns, members.map((m) => secretHash(m.secret))],
  )
  await app.database.owner.query(
    `INSERT INTO conversation_members (org_id, conversation_id, person_id, member_org_id, after_no, came, joined_at)
     SELECT $3, $4, m.person, m.org, 0, 'added', now() FROM unnest($1::uuid[], $2::uuid[]) AS m(person, org)`,
    [...columns, lead.orgId, id],
  )
  await app.database.owner.query('UPDATE conversations SET version = version + 1 WHERE id = $1', [
    id,
  ])
  await app.database.owner.query('VACUUM ANALYZE')
  return { id, cookies: [lead.cookie, ...members.map((m) => `jingwei_session=${m.secret}`)] }
}
