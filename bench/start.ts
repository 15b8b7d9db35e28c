// The second start of the demo: from the command to the first served page.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { median, report } from './house.ts'

const PORT = 5911
const ROUNDS = 5
const command = fileURLToPath(new URL('../jingwei', import.meta.url))
const dataDir = await mkdtemp(join(tmpdir(), 'jingwei-start-'))

async function start(): Promise<number> {
  const began = performance.now()
  const server = spawn(command, ['start', '--demo', '--port', String(PORT), '--data', dataDir], {
    stdio: 'ignore',
    env: { ...process.env, LOG_LEVEL: 'error' },
  })
  try {
    while (true) {
      const page = await fetch(`http://127.0.0.1:${PORT}/`).catch(() => null)
      if (page?.status === 200 && (await page.text()).includes('<div id="root"')) {
        return (performance.now() - began) / 1000
      }
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
      await sleep(10)
    }
  } finally {
    server.kill('SIGTERM')
    await new Promise((resolve) => server.once('exit', resolve))
  }
}

const first = await start()
const later: number[] = []
for (let i = 0; i < ROUNDS; i++) later.push(await start())
await rm(dataDir, { recursive: true, force: true })
report(
  'start',
  [
    ['first start: database made, demo loaded', `${first.toFixed(1)} s`],
    ['second start to the first page', `${median(later).toFixed(2)} s (goal 3)`],
  ],
  { seconds: median(later), first_seconds: first },
)
