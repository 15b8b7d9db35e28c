import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { testDatabase } from './database.ts'

export interface Killable {
  /** Where the living process answers; another after each crash. */
  address(): string
  owner: pg.Pool
  /** kill -9, and a new process on the same database. */
  crash(): Promise<void>
  /** A firm with its first person, by the API. */
  register(): Promise<{ orgId: string; cookie: string }>
}

/** A server in a process of its own on a database of its own; both go when the file's tests are over. */
export async function killableServer(): Promise<Killable> {
  const drops: (() => unknown)[] = []
  const database = await testDatabase({ after: (drop) => void drops.push(drop as () => unknown) })
  const dataDir = await mkdtemp(join(tmpdir(), 'jingwei-crash-'))
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 })
  let server: ChildProcess
  let address = await start()

  async function start(): Promise<string> {
    const program = fileURLToPath(new URL('./server.ts', import.meta.url))
    server = fork(program, [database.ownerUrl, database.appUrl, dataDir], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const [message] = (await once(server, 'message')) as [{ address: string }]
    return message.address
  }

  after(async () => {
    server.kill('SIGKILL')
    await owner.end()
    await rm(dataDir, { recursive: true, force: true })
    for (const drop of drops) await drop()
  })
  return {
    address: () => address,
    owner,
    async crash() {
      const gone = once(server, 'exit')
      server.kill('SIGKILL')
      await gone
      address = await start()
    },
    async register() {
      const response = await fetch(`${address}/api/v1/registrations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          org: { name: '链主公司', shortName: '链主' },
          person: { name: '链主', mail: 'crash@example.com', password: 'a crash password' },
        }),
      })
      const me = (await response.json()) as { org: { id: string } }
      const cookie = response.headers.get('set-cookie')!.split(';')[0] as string
      return { orgId: me.org.id, cookie }
    },
  }
}
