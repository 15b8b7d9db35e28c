import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** A process, told apart from a later one that was given the same number. */
export interface Holder {
  pid: number
  startedAt: string | null
  /** Where the holder serves, once it does. */
  address: string | null
}

/** Somebody else holds the lock, and lives. */
export class LockHeld extends Error {
  readonly holder: Holder
  constructor(holder: Holder) {
    super(`already running, pid ${holder.pid}${holder.address ? `, ${holder.address}` : ''}`)
    this.name = 'LockHeld'
    this.holder = holder
  }
}

export interface Lock {
  announce(address: string): void
  release(): void
}

/** Takes the lock file, or throws LockHeld. The lock of a process that was killed is taken over. */
export function takeLock(path: string): Lock {
  const me: Holder = { pid: process.pid, startedAt: processStart(process.pid), address: null }
  const mine = `${path}.${process.pid}.${Math.random().toString(36).slice(2, 8)}`
  const write = () => writeFileSync(mine, JSON.stringify(me), { mode: 0o644 })
  write()
  try {
    // A link either makes the complete file or fails, so no reader ever sees half a lock.
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(mine, path)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 5) throw error
        clearStale(path)
      }
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return {
    announce(address) {
      me.address = address
      write()
      renameSync(mine, path)
    },
    release() {
      if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true })
    },
  }
}

/** Who holds the lock; null when nobody who lives does. */
export function lockHolder(path: string): Holder | null {
  const holder = readHolder(path)
  return holder && isAlive(holder) ? holder : null
}

function clearStale(path: string): void {
  const holder = readHolder(path)
  if (!holder) return
  if (isAlive(holder)) throw new LockHeld(holder)
  // Two who find the same dead lock both come here. Only one rename succeeds; when it moved away a
  // fresh lock instead, that one is put back.
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = readHolder(aside)
  if (moved && isAlive(moved)) {
    linkSync(aside, path)
    rmSync(aside)
    throw new LockHeld(moved)
  }
  rmSync(aside, { force: true })
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch (error) {
    // A lock file cut short by a full disk names nobody.
    if (error instanceof SyntaxError) return { pid: -1, startedAt: null, address: null }
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  if (!processExists(pid)) return false
  const now = processStart(pid)
  return now === null || startedAt === null || now === startedAt
}

export function processExists(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return processState(pid) !== 'Z'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process began, in whatever form the system tells; null when it does not tell. */
function processStart(pid: number): string | null {
  if (process.platform === 'linux') return procStat(pid)?.[19] ?? null
  if (process.platform === 'win32') return null
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    // ps ends with 1 when there is no such process.
    return null
  }
}

// A killed child that its parent has not collected still has a number, but holds nothing any more.
function processState(pid: number): string | null {
  return process.platform === 'linux' ? (procStat(pid)?.[0] ?? null) : null
}

function procStat(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in brackets and may hold spaces; the fields after it may not.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
