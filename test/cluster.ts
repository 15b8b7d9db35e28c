// Keeps the test cluster for files that are run by hand, and ends when nobody has used it for a while.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { silent } from '../server/platform/console.ts'
import { startEmbedded } from '../server/platform/postgres.ts'

const CHECK_MS = 5_000
const IDLE_CHECKS_MAX = 6

const cluster = await startEmbedded(process.argv[2]!, silent, { unsafe: true })
const client = new pg.Client({ connectionString: cluster.ownerUrl })
await client.connect()
for (let idle = 0; idle < IDLE_CHECKS_MAX; ) {
  await sleep(CHECK_MS)
  const { rowCount } = await client.query(
    "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  )
  idle = rowCount ? 0 : idle + 1
}
await client.end()
await cluster.stop()
