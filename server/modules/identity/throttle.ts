import { sql } from 'kysely'
import type { Database } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'

const FREE_FAILURES = 5
// A whole factory may stand behind one address, so an address gets more room than a login.
const FREE_FAILURES_OF_ADDRESS = 50
const WAIT_MAX_S = 900

function freeFailures(key: string): number {
  return key.startsWith('address:') ? FREE_FAILURES_OF_ADDRESS : FREE_FAILURES
}

/**
 * Slows down guessing: after some failures each further one doubles the wait, up to a quarter of an hour.
 * Counted per login and per address, in the database, so that every process sees the same count.
 */
export async function refuseGuessing(database: Database, keys: string[], now: Date): Promise<void> {
  const { rows } = await database.owner.query<{ until: string }>(
    `SELECT max(t.until) AS until FROM throttles t
     JOIN unnest($1::text[], $2::int[]) AS k(key, free) ON k.key = t.key AND t.failures > k.free`,
    [keys, keys.map(freeFailures)],
  )
  const until = rows[0]?.until
  if (until && Date.parse(until) > now.getTime()) {
    const seconds = Math.ceil((Date.parse(until) - now.getTime()) / 1000)
    throw new AppError('too_many', { reason: 'sign_in', data: { retryAfterSeconds: seconds } })
  }
}

export async function countFailure(database: Database, keys: string[], now: Date): Promise<void> {
  for (const key of keys) {
    await sql`INSERT INTO throttles AS t (key, failures, until)
      VALUES (${key}, 1, ${now})
      ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN t.until < ${now}::timestamptz - interval '1 hour' THEN 1 ELSE t.failures + 1 END,
        until = ${now}::timestamptz + make_interval(secs =>
          least(${WAIT_MAX_S}, 2 ^ least(greatest(t.failures + 1 - ${freeFailures(key)}, 0), 20)))`.execute(
      database.ownerDb,
    )
  }
}

export async function clearFailures(database: Database, keys: string[]): Promise<void> {
  await database.owner.query('DELETE FROM throttles WHERE key = ANY($1)', [keys])
}
