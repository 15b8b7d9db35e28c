import type { Writable } from 'node:stream'
import pg from 'pg'

/**
 * Connections that can only read, shared by all reads of the process. A statement goes out at once, behind
 * whatever its connection already works on, and all that leave in one turn of the event loop leave in one packet:
 * waking PostgreSQL costs more than most reads. Each connection stands for one tenant at a time; what is sent in
 * another's name is preceded by the change, and is answered only if the change was.
 */
export interface Readers {
  query(tenant: string, config: pg.QueryConfig): Promise<pg.QueryResult>
  close(): Promise<void>
}

interface Reader {
  client: pg.Client
  /** The tenant that the last statement sent stands for, and PostgreSQL's answer to that change. */
  tenant: string
  changed: Promise<unknown>
  waiting: number
  answeredAt: number
  isHeld: boolean
}

// Behind a statement that takes longer than this nobody queues who can queue elsewhere.
const SLOW_MS = 60

export function openReaders(
  url: string,
  { few, max }: { few: number; max: number },
  onError: (error: Error) => void,
): Readers {
  const readers = new Set<Reader>()
  let opening: Promise<Reader> | null = null
  let isClosed = false

  async function open(): Promise<Reader> {
    const reader = await connect(url, (error) => {
      if (readers.delete(reader) && error && !isClosed) onError(error)
    })
    if (isClosed) await reader.client.end()
    else readers.add(reader)
    return reader
  }

  /** The one of the first few with the least to do, and one of the others where all of those are slow. */
  async function pick(): Promise<Reader> {
    let best: Reader | null = null
    const now = performance.now()
    for (const reader of readers) {
      if (reader.waiting > 0 && now - reader.answeredAt > SLOW_MS) continue
      if (!best || reader.waiting < best.waiting) best = reader
      if (best.waiting === 0) return best
    }
    const wanted = best ? few : max
    if (readers.size >= wanted) return best ?? leastBusy(readers)
    opening ??= open().finally(() => {
      opening = null
    })
    if (!best) return opening
    // While another connection opens, those that are there go on.
    opening.catch(() => {})
    return best
  }

  function drop(reader: Reader): void {
    readers.delete(reader)
    reader.client.end().catch(onError)
  }

  return {
    async query(tenant, config) {
      const reader = await pick()
      hold(reader)
      if (reader.waiting++ === 0) reader.answeredAt = performance.now()
      if (reader.tenant !== tenant) {
        reader.tenant = tenant
        reader.changed = reader.client.query(tenant)
        reader.changed.catch(() => drop(reader))
      }
      const { changed } = reader
      try {
        const answer = await reader.client.query(config)
        await changed
        return answer
      } finally {
        reader.waiting--
        reader.answeredAt = performance.now()
      }
    },
    async close() {
      isClosed = true
      await opening?.catch(() => {})
      await Promise.all([...readers].map((reader) => reader.client.end()))
    },
  }
}

function leastBusy(readers: Iterable<Reader>): Reader {
  return [...readers].reduce((least, reader) => (reader.waiting < least.waiting ? reader : least))
}

/** A connection that calls `onGone` when it has broken or ended. */
async function connect(url: string, onGone: (error?: Error) => void): Promise<Reader> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'jingwei-reader',
    pipeline: true,
    options: '-c default_transaction_read_only=on',
  } as pg.ClientConfig)
  client.on('error', onGone)
  client.on('end', () => onGone())
  await client.connect()
  const tenant = { tenant: '', changed: Promise.resolve() }
  return { client, ...tenant, waiting: 0, answeredAt: 0, isHeld: false }
}

/** Collects what is written in this turn of the event loop. */
function hold(reader: Reader): void {
  if (reader.isHeld) return
  reader.isHeld = true
  const { stream } = (reader.client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  setImmediate(() => {
    reader.isHeld = false
    stream.uncork()
  })
}
