import type { FastifyBaseLogger } from 'fastify'
import pg from 'pg'
import { type Actor, levelOf } from './actor.ts'
import type { Database } from './db.ts'
import { MODULES, type ModuleName } from './schema.ts'

/** One message of a feed, addressed to an org. */
export interface FeedMessage {
  orgId: string
  /** Absent: for everybody who has a page of the org open. */
  isFor?: (actor: Actor) => boolean
  seq: number
  type: string
  data: object
  /** `data` as it is written, where thousands are sent the same: their frames differ in the cursor only. */
  json?: string
}

/** A durable sequence beside the event record, whose numbers appear in commit order. */
export interface Feed {
  /** The key under which `pg_notify('jingwei', ...)` tells that it grew. */
  key: string
  module: ModuleName
  head(): Promise<number>
  /** What these orgs have not seen, and the number up to which that is all; there may be more after it. */
  read(
    orgIds: string[],
    after: number,
  ): Promise<{ messages: FeedMessage[]; head: number; isMore?: boolean }>
}

export interface Client {
  actor: Actor
  write(frame: string): void
  end(): void
}

interface Seat extends Client {
  /** Last event of the org, and last message of each feed, that this client has. */
  events: number
  feeds: number[]
  /** Frames that arrived while the backlog was being read. */
  held: (() => void)[] | null
}

interface Room {
  seats: Set<Seat>
  /** Last event handed to all seats; null until the first seat has read where the record stands. */
  events: number | null
}

interface EventRow {
  org_id: string
  seq: number
  type: string
  subject: string
  at: string
}

export interface Realtime {
  attach(client: Client, lastEventId: string | undefined): Promise<() => void>
  /** Calls back on every notification with this key, whichever process sent it. */
  on(key: string, handler: (value: string) => void): void
  clients(): number
  /** Ends the streams of a session or a person, say when it is revoked. */
  endWhere(matches: (actor: Actor) => boolean): void
  close(): Promise<void>
}

// A client that was away for longer than this is told to load afresh.
const BACKLOG_MAX = 1000
const LOOK_MS = 5000

/**
 * Live updates. PostgreSQL tells every process what grew; the process reads it once and writes it to the
 * clients of the orgs concerned. Cost grows with connected clients, not with members or receipts.
 */
export async function openRealtime(
  database: Database,
  ownerUrl: string,
  feeds: Feed[],
  log: FastifyBaseLogger,
): Promise<Realtime> {
  const rooms = new Map<string, Room>()
  const handlers = new Map<string, (value: string) => void>()
  const grown = new Set<string>()
  const signals = new Map<string, NodeJS.Timeout>()
  const heads = await Promise.all(feeds.map((feed) => feed.head()))
  const grownFeeds = new Set<number>()
  let reading: Promise<void> | null = null
  let closed = false

  function place(seat: Seat, deliver: () => void): void {
    if (seat.held) seat.held.push(deliver)
    else deliver()
  }

  function sendEvent(seat: Seat, row: EventRow): void {
    if (row.seq <= seat.events) return
    seat.events = row.seq
    const module = row.type.split('.')[0] as ModuleName
    if (MODULES.includes(module) && levelOf(seat.actor, module) === 'none') return
    seat.write(frame(row.type, { subject: row.subject, at: row.at }, cursor(seat)))
  }

  function sendFeed(seat: Seat, at: number, message: FeedMessage): void {
    if (message.seq <= seat.feeds[at]! || message.isFor?.(seat.actor) === false) return
    seat.feeds[at] = message.seq
    if (levelOf(seat.actor, feeds[at]!.module) === 'none') return
    seat.write(frame(message.type, message.data, cursor(seat), message.json))
  }

  async function readFeed(at: number): Promise<void> {
    const { messages, head, isMore } = await feeds[at]!.read([...rooms.keys()], heads[at]!)
    heads[at] = Math.max(heads[at]!, head)
    if (isMore) grownFeeds.add(at)
    for (const message of messages) {
      for (const seat of rooms.get(message.orgId)?.seats ?? []) {
        place(seat, () => sendFeed(seat, at, message))
      }
    }
  }

  async function readGrown(): Promise<void> {
    while ((grown.size > 0 || grownFeeds.size > 0) && !closed) {
      const orgs: [string, number][] = []
      for (const org of grown) {
        const after = rooms.get(org)?.events ?? null
        if (after !== null) orgs.push([org, after])
      }
      grown.clear()
      for (const at of [...grownFeeds]) {
        grownFeeds.delete(at)
        await readFeed(at)
      }
      if (orgs.length === 0) continue
      const rows = await readEvents(database, orgs)
      for (const row of rows) {
        const room = rooms.get(row.org_id)
        if (!room) continue
        room.events = Math.max(room.events ?? 0, row.seq)
        for (const seat of room.seats) place(seat, () => sendEvent(seat, row))
      }
    }
  }

  function wake(): void {
    reading ??= readGrown()
      .catch((error) => log.error({ err: error }, 'could not read what grew'))
      .finally(() => {
        reading = null
      })
  }

  // Transient hints ("the roll-up of this notice moved") are merged, so that 4,000 confirmations in a
  // second cost the sender's page a few refreshes and not 4,000.
  function signal(org: string, topic: string, personId?: string): void {
    const key = `${org} ${topic} ${personId ?? ''}`
    if (!rooms.has(org) || signals.has(key)) return
    signals.set(
      key,
      setTimeout(() => {
        signals.delete(key)
        for (const seat of rooms.get(org)?.seats ?? []) {
          if (personId !== undefined && seat.actor.personId !== personId) continue
          seat.write(frame('signal', { topic }))
        }
      }, 150),
    )
  }

  function onNotification(payload: string | undefined): void {
    const told = JSON.parse(payload ?? '{}') as Record<string, string>
    for (const org of told.e?.split(',') ?? []) if (rooms.has(org)) grown.add(org)
    if (grown.size > 0) wake()
    for (const [at, feed] of feeds.entries()) {
      if (told[feed.key] === undefined || rooms.size === 0) continue
      grownFeeds.add(at)
      wake()
    }
    if (told.t !== undefined) signal(told.t, told.topic ?? '', told.p)
    for (const [key, handler] of handlers) if (told[key] !== undefined) handler(told[key])
  }

  // What was told while nobody listened, or never told because its process died, is found by its number.
  function look(): void {
    for (const org of rooms.keys()) grown.add(org)
    if (rooms.size > 0) for (const at of feeds.keys()) grownFeeds.add(at)
    wake()
  }
  const ears = listen(ownerUrl, onNotification, log, look)
  await ears.ready
  const looking = setInterval(look, LOOK_MS)
  looking.unref()
  const beat = setInterval(() => {
    for (const room of rooms.values()) {
      for (const seat of room.seats) {
        seat.write(': alive\n\n')
        // Whatever was read has been written, so who is sent little need not come back from far behind.
        if (reading || seat.held) continue
        seat.feeds = seat.feeds.map((seq, at) => Math.max(seq, heads[at]!))
      }
    }
  }, 25_000)
  beat.unref()

  return {
    async attach(client, lastEventId) {
      const org = client.actor.orgId as string
      const seat: Seat = { ...client, events: 0, feeds: feeds.map(() => 0), held: [] }
      let room = rooms.get(org)
      if (!room) {
        room = { seats: new Set(), events: null }
        rooms.set(org, room)
        // While nobody was connected the feeds were not read, so their heads may lie behind.
        if (rooms.size === 1) {
          const now = await Promise.all(feeds.map((feed) => feed.head()))
          for (const [at, head] of now.entries()) heads[at] = Math.max(heads[at]!, head)
        }
      }
      room.seats.add(seat)
      await catchUp(database, feeds, seat, room, lastEventId, { sendEvent, sendFeed })
      // Something may have been told before the room knew where it stands.
      grown.add(org)
      wake()
      const held = seat.held ?? []
      seat.held = null
      for (const deliver of held) deliver()
      return () => {
        room.seats.delete(seat)
        if (room.seats.size === 0 && rooms.get(org) === room) rooms.delete(org)
      }
    },
    on: (key, handler) => void handlers.set(key, handler),
    clients: () => [...rooms.values()].reduce((sum, room) => sum + room.seats.size, 0),
    endWhere(matches) {
      for (const room of rooms.values()) {
        for (const seat of room.seats) if (matches(seat.actor)) seat.end()
      }
    },
    async close() {
      closed = true
      clearInterval(beat)
      clearInterval(looking)
      for (const timer of signals.values()) clearTimeout(timer)
      for (const room of rooms.values()) for (const seat of room.seats) seat.end()
      rooms.clear()
      await ears.close()
      await reading
    },
  }
}

interface Sending {
  sendEvent(seat: Seat, row: EventRow): void
  sendFeed(seat: Seat, at: number, message: FeedMessage): void
}

async function catchUp(
  database: Database,
  feeds: Feed[],
  seat: Seat,
  room: Room,
  lastEventId: string | undefined,
  { sendEvent, sendFeed }: Sending,
): Promise<void> {
  const org = seat.actor.orgId as string
  const known = parseCursor(lastEventId)
  const [head, ...heads] = await Promise.all([
    eventHead(database, org),
    ...feeds.map((feed) => feed.head()),
  ])
  room.events ??= head
  // A client of an earlier edition knows fewer feeds; of the others it has missed nothing.
  const from = heads.map((now, at) => Math.min(known?.[at + 1] ?? now, now))
  const isFar = known !== null && head - known[0]! > BACKLOG_MAX
  const missed = await Promise.all(
    feeds.map((feed, at) =>
      known && !isFar ? feed.read([org], from[at]!) : { messages: [], isMore: false },
    ),
  )
  const isTooMuch = missed.some(({ messages, isMore }) => isMore || messages.length > BACKLOG_MAX)
  const isAway = isFar || isTooMuch
  seat.events = known && !isAway ? Math.min(known[0]!, head) : head
  seat.feeds = isAway ? heads : from
  seat.write(`retry: 2000\n${frame(isAway ? 'reset' : 'hello', {}, cursor(seat))}`)
  if (!known || isAway) return
  for (const row of await readEvents(database, [[org, seat.events]])) sendEvent(seat, row)
  for (const [at, { messages }] of missed.entries())
    for (const message of messages) sendFeed(seat, at, message)
}

function parseCursor(text: string | undefined): number[] | null {
  return /^\d{1,15}(\.\d{1,15}){1,9}$/.test(text ?? '') ? text!.split('.').map(Number) : null
}

function cursor(seat: Seat): string {
  return `${seat.events}.${seat.feeds.join('.')}`
}

function frame(type: string, data: object, id?: string, json = JSON.stringify(data)): string {
  const head = id === undefined ? '' : `id: ${id}\n`
  return `event: ${type}\n${head}data: ${json}\n\n`
}

async function eventHead(database: Database, org: string): Promise<number> {
  const { rows } = await database.owner.query<{ seq: number }>(
    'SELECT seq FROM event_heads WHERE org_id = $1',
    [org],
  )
  return rows[0]?.seq ?? 0
}

async function readEvents(database: Database, after: [string, number][]): Promise<EventRow[]> {
  const { rows } = await database.owner.query<EventRow>(
    `SELECT e.org_id, e.seq, e.type, e.subject, e.at
     FROM unnest($1::uuid[], $2::bigint[]) AS r(org, after)
     JOIN events e ON e.org_id = r.org AND e.seq > r.after
     ORDER BY e.org_id, e.seq LIMIT 20000`,
    [after.map(([org]) => org), after.map(([, seq]) => seq)],
  )
  return rows
}

/** A connection of its own that listens, and comes back by itself when the database was away. */
function listen(
  url: string,
  onMessage: (payload: string | undefined) => void,
  log: FastifyBaseLogger,
  onReturn: () => void,
) {
  let client: pg.Client | null = null
  let isClosed = false
  let retry: NodeJS.Timeout | undefined

  async function connect(isReturn: boolean): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'jingwei-listen' })
    next.on('notification', (message) => onMessage(message.payload))
    next.on('error', (error) => {
      log.warn({ err: error }, 'the listening connection broke; connecting again')
      again()
    })
    await next.connect()
    await next.query('LISTEN jingwei')
    client = next
    if (isReturn) onReturn()
  }
  function again(): void {
    client = null
    if (isClosed) return
    clearTimeout(retry)
    retry = setTimeout(() => connect(true).catch(again), 500)
  }
  return {
    ready: connect(false),
    async close() {
      isClosed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
