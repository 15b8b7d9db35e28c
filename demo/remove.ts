// Takes the demo world out of a database: `npx node demo/remove.ts [--data DIR]`, or with DATABASE_URL.
// The server may go on running; whoever is signed in to the demo is signed out.

import { join } from 'node:path'
import { readConfig } from '../server/platform/config.ts'
import { Fault, openConsole } from '../server/platform/console.ts'
import { openDatabase } from '../server/platform/db.ts'
import { fileStore } from '../server/platform/files.ts'
import { appUrlFor } from '../server/platform/migrate.ts'
import { runningEmbedded, startEmbedded } from '../server/platform/postgres.ts'
import { removeDemo } from './load.ts'

const say = openConsole(process.stdout)

async function main(args: string[]): Promise<void> {
  const config = readConfig(process.env, args)
  const running = config.databaseUrl ?? runningEmbedded(config.dataDir)
  const embedded = running ? null : await startEmbedded(config.dataDir, say)
  const ownerUrl = running ?? embedded!.ownerUrl
  const database = await openDatabase({ ownerUrl, appUrl: appUrlFor(ownerUrl) }, () => {})
  const files = fileStore(join(config.dataDir, 'files'))
  try {
    const orgs = await say.step('Removing the demo', () => removeDemo({ database, files }))
    say(
      orgs > 0
        ? `The demo is gone: ${orgs.toLocaleString('en')} organisations with all that was theirs.`
        : 'There is no demo in this database.',
    )
  } finally {
    await database.close()
    await embedded?.stop()
  }
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Fault)) throw error
  say(error.message)
  process.exitCode = 1
}
