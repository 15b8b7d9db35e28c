import { SheetError } from './error.ts'

/** What a file may cost us; every bound stops the reading while it happens. */
export interface SheetLimits {
  fileBytes: number
  /** Over all parts of a workbook together. */
  unzippedBytes: number
  /** How much longer than its packed bytes a part may get, once it is past `RATIO_FREE_BYTES`. */
  unzippedRatio: number
  rows: number
  columns: number
  cellChars: number
  /** In memory: the one thing of a workbook that cannot be streamed. */
  sharedStringBytes: number
  /** Of reading; the time that the caller takes for the rows is not counted. */
  wallMs: number
}

export const SHEET_LIMITS: SheetLimits = {
  fileBytes: 50 * 1024 * 1024,
  unzippedBytes: 600 * 1024 * 1024,
  unzippedRatio: 200,
  rows: 1_000_000,
  columns: 200,
  cellChars: 32_767,
  sharedStringBytes: 200 * 1024 * 1024,
  wallMs: 60_000,
}

// Small parts of one repeated row pack far better than any honest large sheet.
export const RATIO_FREE_BYTES = 32 * 1024 * 1024

/** Counts the time of reading only, and ends it when there is too much of it or nobody waits. */
export class ReadingClock {
  readonly #wallMs: number
  readonly #signal: AbortSignal | undefined
  #spentMs = 0
  #since: number | undefined = performance.now()

  constructor(wallMs: number, signal?: AbortSignal) {
    this.#wallMs = wallMs
    this.#signal = signal
  }

  check(): void {
    this.#signal?.throwIfAborted()
    if (this.#spentMs + this.#runningMs() > this.#wallMs) {
      throw new SheetError('sheet_too_slow', { maxMs: this.#wallMs })
    }
  }

  pause(): void {
    this.#spentMs += this.#runningMs()
    this.#since = undefined
  }

  resume(): void {
    this.#since = performance.now()
    this.#signal?.throwIfAborted()
  }

  // Streams read ahead while the caller works, so the clock may be asked while it stands.
  #runningMs(): number {
    return this.#since === undefined ? 0 : performance.now() - this.#since
  }
}
