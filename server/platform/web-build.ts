import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault, type Say } from './console.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DIST = join(ROOT, 'web/dist')
const STAMP = '.built-from'

// What the pages are made of: their own sources, the shapes they share with the server, the libraries.
const SOURCES = [
  'web/**/*',
  'server/modules/*/schema.ts',
  'server/platform/schema.ts',
  'package-lock.json',
]
const APART = ['dist', 'dist.next', 'node_modules']

/** Builds the web app when its sources have changed since it was built last. */
export async function ensureWebBuilt(say: Say, signal?: AbortSignal): Promise<void> {
  if (!existsSync(join(ROOT, 'web/index.html'))) return
  const wanted = sourceHash()
  const stamp = join(DIST, STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  await say.step('Building the web app (only when it has changed)', async (report) => {
    // Built beside and moved into place: a server that runs keeps serving the old pages until then.
    const next = join(ROOT, 'web/dist.next')
    await runVite(next, (modules) => report(modules, undefined, 'modules'), signal)
    writeFileSync(join(next, STAMP), wanted)
    rmSync(DIST, { recursive: true, force: true })
    renameSync(next, DIST)
  })
}

function sourceHash(): string {
  const hash = createHash('sha256')
  const entries = globSync(SOURCES, {
    cwd: ROOT,
    withFileTypes: true,
    exclude: (entry) => APART.includes(entry.name),
  })
  const paths = entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths.sort()) {
    const content = readFileSync(path)
    hash.update(`${path.slice(ROOT.length)} ${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

function runVite(outDir: string, report: (modules: number) => void, signal?: AbortSignal) {
  const require = createRequire(join(ROOT, 'web/package.json'))
  const program = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js')
  return new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, [program, 'build', '--outDir', outDir, '--emptyOutDir'], {
      cwd: join(ROOT, 'web'),
      signal,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    })
    let output = ''
    const hear = (chunk: Buffer) => {
      output += chunk
      const modules = /(\d+) modules? transformed/.exec(output)?.[1]
      if (modules) report(Number(modules))
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', fail)
    child.on('close', (code) => {
      if (code === 0) done()
      else
        fail(
          new Fault(
            `The web app could not be built:\n${output.trim().split('\n').slice(-25).join('\n')}`,
          ),
        )
    })
  })
}
