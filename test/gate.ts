// The runner behind ./jingwei test and ./jingwei check.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Fault, openConsole, silent } from '../server/platform/console.ts'
import { type Embedded, scratchFolder, startEmbedded } from '../server/platform/postgres.ts'
import { ensureWebBuilt } from '../server/platform/web-build.ts'
import { ensureTemplate } from './database.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PLACES = ['server', 'engines', 'sdk', 'demo', 'eval', 'test', 'web']
const FILE_MS_MAX = Number(process.env.TEST_FILE_MINUTES ?? 5) * 60_000
const AT_ONCE = 2

const say = openConsole(process.stdout)
const stopping = new AbortController()
const children = new Set<ChildProcess>()
let passed = 0
let failed = 0
let skipped = 0

/** One of the tools of the fast part: what it prints is heard only when it fails. */
async function check(what: string, args: string[]): Promise<void> {
  const { code, output } = await say.step(what, () => program(process.execPath, args))
  count(what, code === 0, output)
}

function count(what: string, isOk: boolean, output: string): void {
  if (isOk) passed++
  else {
    failed++
    say(`\n✗ ${what}\n${output.trimEnd()}\n`)
  }
}

function program(file: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    children.add(child)
    let output = ''
    child.stdout!.on('data', (chunk) => (output += chunk))
    child.stderr!.on('data', (chunk) => (output += chunk))
    child.on('error', fail)
    child.on('close', (code) => {
      children.delete(child)
      done({ code, output })
    })
  })
}

async function fastPart(): Promise<void> {
  const tsc = 'node_modules/typescript/bin/tsc'
  await check('Types of the server', [tsc, '--noEmit'])
  if (existsSync(`${ROOT}/web/tsconfig.json`)) {
    await check('Types of the web app', [tsc, '--noEmit', '-p', 'web'])
  }
  await check('Lint and format', [
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--diagnostic-level=error',
    '.',
  ])
}

function testFiles(words: string[]): string[] {
  return globSync(`{${PLACES.join(',')}}/**/*.test.ts`, {
    cwd: ROOT,
    exclude: (path) => path.split(sep).includes('node_modules'),
  })
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
    .sort()
}

// Browser tests are told by what they import, not by a list that somebody must keep.
const isBrowserTest = (path: string) =>
  /['"]playwright-core['"]/.test(readFileSync(`${ROOT}/${path}`, 'utf8'))

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PACKAGES = ['chromium', 'fonts-noto-cjk']

/** Finds Chromium, or brings Debian's where that is allowed; answers whether there is one. */
async function ensureChromium(): Promise<boolean> {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given)
  const find = () => BROWSERS.map(which).find(Boolean)
  let path = find()
  if (!path && process.getuid?.() === 0 && which('apt-get')) {
    say(`Chromium is missing: installing ${PACKAGES.join(' and ')} with apt-get.`)
    await say.step('Installing Chromium', async () => {
      process.env.DEBIAN_FRONTEND = 'noninteractive'
      await program('apt-get', ['update', '-q'])
      const { code, output } = await program('apt-get', [
        'install',
        '-qy',
        '--no-install-recommends',
        ...PACKAGES,
      ])
      if (code !== 0) say(output)
    })
    path = find()
  }
  if (path) process.env.CHROMIUM_PATH = path
  return path !== undefined
}

function which(name: string): string | undefined {
  const { status, stdout } = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', name], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim() : undefined
}

/** One throw-away cluster for the whole run, named after this checkout so that two do not meet. */
async function startCluster(): Promise<{ cluster: Embedded; folder: string }> {
  const folder = scratchFolder(
    `gate-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`,
  )
  const cluster = await startEmbedded(folder, silent, { unsafe: true })
  process.once('exit', () => cluster.kill())
  process.env.JINGWEI_TEST_DATABASE = cluster.ownerUrl
  await ensureTemplate(cluster.ownerUrl)
  return { cluster, folder }
}

async function runTests(files: string[]): Promise<void> {
  const output = new Map<string, string>()
  const events = run({
    files: files.map((path) => `${ROOT}/${path}`),
    concurrency: AT_ONCE,
    timeout: FILE_MS_MAX,
    signal: stopping.signal,
  })
  events.on('test:stdout', ({ file, message }) => keep(output, file, message))
  events.on('test:stderr', ({ file, message }) => keep(output, file, message))
  events.on('test:pass', ({ skip, todo, name, details }) => {
    if (skip !== undefined || todo !== undefined) {
      skipped++
      const word = [skip, todo].find((reason) => typeof reason === 'string')
      say(`        skipped: ${name}${word ? `: ${word}` : ''}`)
    } else if (details.type !== 'suite') passed++
  })
  events.on('test:fail', ({ file, name, details }) => {
    const error = details.error as Error & { failureType?: string; cause?: unknown }
    // A parent fails because its child did, which was shown and counted already.
    if (error.failureType === 'subtestsFailed') return
    failed++
    const cause = error.cause instanceof Error ? error.cause.stack : (error.cause ?? error.message)
    const where = file ? relative(ROOT, file) : ''
    say(`\n✗ ${where}${name === file ? '' : ` › ${name}`}\n${indent(String(cause))}`)
    // The file itself failed: it crashed, hung or left something open. What it wrote tells why.
    if (name === file) say(indent(output.get(file)?.slice(-8_000) ?? ''))
  })
  let done = 0
  events.on('test:summary', ({ file, counts, success, duration_ms: ms }) => {
    if (file === undefined) return
    const place = `${String(++done).padStart(3)}/${files.length}`
    const mark = success ? '✓' : '✗'
    say(
      `${place} ${mark} ${relative(ROOT, file)}  ${counts.tests} tests, ${(ms / 1000).toFixed(1)} s`,
    )
    if (!success && output.has(file)) say(indent(output.get(file)!.slice(-8_000)))
  })
  for await (const _ of events) if (stopping.signal.aborted) break
}

function keep(output: Map<string, string>, file: string | undefined, message: string): void {
  if (file) output.set(file, (output.get(file) ?? '') + message)
}

// Frames of Node's own insides say nothing about our failure.
function indent(text: string): string {
  return text
    .replaceAll(/^\s+at .*\(?node:.*\n?/gm, '')
    .trimEnd()
    .replaceAll(/^/gm, '    ')
}

async function wholeGate(words: string[]): Promise<void> {
  let files = testFiles(words)
  const browser = files.filter(isBrowserTest)
  const hasBrowser = browser.length === 0 || (await ensureChromium())
  if (words.length === 0) await fastPart()
  if (browser.length > 0) await ensureWebBuilt(say, stopping.signal)
  const { cluster, folder } = await say.step('Starting a database for the tests', startCluster)
  try {
    if (!hasBrowser) {
      files = files.filter((path) => !browser.includes(path))
      count('Browser tests', false, 'There is no Chromium: set CHROMIUM_PATH to one.')
    }
    await runTests(files)
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function stop(): void {
  stopping.abort()
  for (const child of children) child.kill()
}

async function main([command, ...words]: string[]): Promise<void> {
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    if (command === 'check') {
      await fastPart()
      await runTests(['test/tidy.test.ts'])
    } else await wholeGate(words)
  } catch (error) {
    failed++
    say(error instanceof Fault ? error.message : String((error as Error).stack))
  }
  if (stopping.signal.aborted) say('Stopped.')
  say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exit(failed > 0 || stopping.signal.aborted ? 1 : 0)
}

await main(process.argv.slice(2))
