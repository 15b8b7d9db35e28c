import type pg from 'pg'
import type { App } from '../server/app.ts'
import { hashPassword } from '../server/modules/identity/index.ts'
import { Fault } from '../server/platform/console.ts'
import { sweepFiles } from '../server/platform/file-sweep.ts'
import { copyRows } from './copy.ts'
import { appendFacts, planJobs } from './facts.ts'
import { removeRows } from './remove-rows.ts'
import { tablesOf } from './rows.ts'
import { LOGINS, type LoginKey, loginOf } from './shapes.ts'
import { makeWorld, SEED } from './world.ts'

/** Everybody in the demo signs in with this; it is printed at the start. */
export const PASSWORD = 'warp-and-weft'
/** Taken while the demo comes or goes, so that two starts at once do not load it twice. */
const DEMO_LOCK = 5_180_901

export interface DemoLogin {
  name: string
  login: string
  password: string
  role: string
}
type Loading = Pick<App, 'database' | 'source'>

/**
 * Puts the demo world into an empty database and answers who can sign in. On a database that has it
 * already nothing changes; beside firms of the user's own it is refused.
 */
export async function loadDemo(app: Loading): Promise<DemoLogin[]> {
  await inTransaction(app.database.owner, async (client) => {
    const { demo, real } = await countOrgs(client)
    if (demo > 0) return
    if (real > 0) {
      throw new Fault(
        `This database has ${real} organisations of its own, so the demo is not loaded beside them. Nothing was changed.\nGive the demo a folder of its own: ./jingwei start --demo --data DIR`,
      )
    }
    await writeWorld(client, app.source.now().getTime())
  })
  return readLogins(app.database.owner)
}

/** Takes the demo world out again; answers how many organisations went. Refuses where others are tied in. */
export async function removeDemo(app: Pick<App, 'database' | 'files'>): Promise<number> {
  const orgs = await inTransaction(app.database.owner, async (client) => {
    const { demo } = await countOrgs(client)
    if (demo > 0) await removeRows(client)
    return demo
  })
  // What was uploaded within the hour is left to the server's own sweep.
  await sweepFiles(app.database.owner, app.files, new Date())
  return orgs
}

async function countOrgs(client: pg.ClientBase): Promise<{ demo: number; real: number }> {
  const { rows } = await client.query<{ demo: number; real: number }>(
    'SELECT count(*) FILTER (WHERE is_demo) AS demo, count(*) FILTER (WHERE NOT is_demo) AS real FROM orgs',
  )
  return rows[0]!
}

async function writeWorld(client: pg.ClientBase, now: number): Promise<void> {
  const world = makeWorld(SEED, now)
  const passwordHash = await hashPassword(PASSWORD)
  const one = async (text: string, values: unknown[] = []) =>
    (await client.query<{ n: number }>(text, values)).rows.map((row) => row.n)
  const partnerNos = await one(
    `SELECT nextval(pg_get_serial_sequence('partners', 'no')) AS n FROM generate_series(1, $1)`,
    [world.network.partners.length],
  )
  const [chainNo] = await one(`SELECT nextval(pg_get_serial_sequence('chains', 'no')) AS n`)
  const [lastDispatch] = await one('SELECT coalesce(max(seq), 0) AS n FROM dispatches')
  const numbers = {
    ...{ partnerNos, passwordHash, now },
    ...{ chainNo: chainNo!, lastDispatch: lastDispatch! },
  }
  for (const { name, rows, after } of tablesOf(world, numbers)) {
    await copyRows(client, name, rows)
    if (after) await client.query(after)
  }
  await appendFacts(client, SEED, world)
  await planJobs(client, world, now)
  // Fresh tables have no statistics, and the first pages should not be the slow ones.
  await client.query(
    'ANALYZE orgs, people, memberships, partners, contacts, receipts, notice_prices, trade_orders, trade_order_lines, trade_goods_facts, invoices, invoice_lines, instalments, payments, allocations, ledger_entries, ledger_postings',
  )
}

async function readLogins(pool: pg.Pool): Promise<DemoLogin[]> {
  const keys = Object.keys(LOGINS) as LoginKey[]
  const { rows } = await pool.query<{ name: string; mail: string }>(
    'SELECT name, mail FROM people WHERE mail = ANY($1)',
    [keys.map(loginOf)],
  )
  const names = new Map(rows.map((row) => [row.mail, row.name]))
  return keys.flatMap((key) => {
    const login = loginOf(key)
    const name = names.get(login)
    // Somebody may have changed or ended a login meanwhile; what is left is still shown.
    return name === undefined ? [] : [{ name, login, password: PASSWORD, role: LOGINS[key] }]
  })
}

async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK])
    const result = await work(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    // A broken connection is thrown away, and the transaction with it.
    client.release(true)
    throw error
  }
}
