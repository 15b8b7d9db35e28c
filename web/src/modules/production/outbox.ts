import { useSyncExternalStore } from 'react'
import { ApiError, http } from '../../ui/http.ts'
import { isPassing } from '../../ui/problem.ts'
import { type ReportInput, type ReportResult, sendReports } from './api.ts'

/**
 * Reports wait here until the server has them: written to the device first, sent in the order in which they
 * were made, and taken away when the server has answered. Each bears its own id, so that one whose answer
 * was lost is sent again and counts once.
 */
export interface Waiting {
  no?: number
  report: ReportInput
  /** What the list shows while the line is down. */
  title: string
  /** Goes up before its report, once; then the report bears the file's id instead. */
  photo?: Blob
  /** Set when the server refused it: it stays until somebody has read why. */
  refused?: string
}

const STORE = 'reports'
const BATCH = 50
const listeners = new Set<() => void>()
let known: Waiting[] = []
let sending: Promise<void> | null = null

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open('jingwei.production', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: 'no', autoIncrement: true })
    }
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
}

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open()
  try {
    return await new Promise((done, fail) => {
      const transaction = db.transaction(STORE, mode)
      const request = work(transaction.objectStore(STORE))
      transaction.oncomplete = () => done(request.result)
      transaction.onabort = () => fail(transaction.error)
    })
  } finally {
    db.close()
  }
}

async function look(): Promise<Waiting[]> {
  known = await inStore('readonly', (store) => store.getAll() as IDBRequest<Waiting[]>)
  for (const listener of listeners) listener()
  return known
}

/** Puts a report into the outbox and tries to send what is in it. */
export async function post(report: ReportInput, title: string, photo?: Blob): Promise<void> {
  const waiting: Waiting = { report, title, ...(photo && { photo }) }
  await inStore('readwrite', (store) => store.add(waiting))
  await look()
  await flush()
}

/** Somebody has read why a report was refused. */
export async function drop(no: number): Promise<void> {
  await inStore('readwrite', (store) => store.delete(no))
  await look()
}

/** Sends what waits; answers when nothing more can be done now. Only one sending runs at a time. */
export function flush(): Promise<void> {
  sending ??= sendAll().finally(() => {
    sending = null
  })
  return sending
}

async function sendAll(): Promise<void> {
  for (;;) {
    const batch = (await look()).filter((one) => one.refused === undefined).slice(0, BATCH)
    if (batch.length === 0) return
    let results: ReportResult[]
    const next = batch.find((one) => one.photo)
    if (next) {
      if (!(await sendPhoto(next))) return
      continue
    }
    try {
      results = (await sendReports(batch.map((one) => one.report))).results
    } catch (error) {
      // The line is down or the session is over: they wait. What can never be read is named.
      if (isPassing(error) || (error instanceof ApiError && error.status !== 400)) return
      results = batch.map((one) => ({ id: one.report.id, outcome: 'refused', reason: 'malformed' }))
    }
    await settle(batch, results)
  }
}

/** Sends the photo of a report up and remembers that it is there; false when it has to wait. */
async function sendPhoto({ photo, ...one }: Waiting): Promise<boolean> {
  const file = new File([photo as Blob], 'photo.jpg', { type: (photo as Blob).type })
  let kept: Waiting
  try {
    const { id } = await http.upload<{ id: string }>('/files', file)
    kept = { ...one, report: { ...one.report, fileId: id } }
  } catch (error) {
    const isUnfit = error instanceof ApiError && [400, 413, 415].includes(error.status)
    if (!isUnfit) return false
    kept = { ...one, refused: 'file' }
  }
  await inStore('readwrite', (store) => store.put(kept))
  return true
}

async function settle(batch: Waiting[], results: ReportResult[]): Promise<void> {
  for (const [i, one] of batch.entries()) {
    const { outcome, reason } = results[i]!
    if (outcome === 'refused') {
      const told = { ...one, refused: reason ?? 'malformed' }
      await inStore('readwrite', (store) => store.put(told))
    } else await inStore('readwrite', (store) => store.delete(one.no as number))
  }
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    addEventListener('online', flush)
    void flush()
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('online', flush)
  }
}

export const useOutbox = (): Waiting[] => useSyncExternalStore(subscribe, () => known)
