/** Something the person at the keyboard can mend; the message says what and how. */
export class Fault extends Error {
  override name = 'Fault'
}

/** Reports how far a step has come; `total` is left out while it is unknown. */
export type Report = (done: number, total?: number, unit?: string) => void

/** What a long-running command tells the person who started it. */
export interface Say {
  (line: string): void
  /** Runs `work` and shows that it runs: a spinner or a bar on a terminal, plain lines elsewhere. */
  step<T>(what: string, work: (report: Report) => Promise<T>): Promise<T>
}

interface Output {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/** For callers that have nobody to tell, such as tests. */
export const silent: Say = Object.assign(() => {}, {
  step: <T>(_what: string, work: (report: Report) => Promise<T>) => work(() => {}),
})

export function openConsole(out: Output = process.stderr): Say {
  const line = (text: string) => void out.write(`${text}\n`)
  return Object.assign(line, { step: out.isTTY ? animatedStep(out) : plainStep(line) })
}

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const FRAME_MS = 100

function animatedStep(out: Output): Say['step'] {
  return async (what, work) => {
    const startMs = performance.now()
    let state = ''
    let frame = 0
    const draw = () => {
      const seconds = (performance.now() - startMs) / 1000
      const text = `${FRAMES[frame++ % FRAMES.length]} ${what}${state}${seconds >= 2 ? `  ${seconds.toFixed(0)} s` : ''}`
      out.write(`\r\x1b[K${text.slice(0, (out.columns ?? 80) - 1)}`)
    }
    draw()
    const timer = setInterval(draw, FRAME_MS)
    const end = (mark: string) => {
      clearInterval(timer)
      out.write(`\r\x1b[K${mark} ${what}  ${spent(startMs)}\n`)
    }
    try {
      const result = await work((done, total, unit) => {
        state = `  ${total ? bar(done / total) : ''}${amount(done, total, unit)}`
      })
      end('✓')
      return result
    } catch (error) {
      end('✗')
      throw error
    }
  }
}

// A log gets a line when a step begins, one every few seconds while it runs, and one when it took long.
const PLAIN_EVERY_MS = 5_000
const WORTH_A_LINE_MS = 2_000

function plainStep(line: (text: string) => void): Say['step'] {
  return async (what, work) => {
    const startMs = performance.now()
    let state = ''
    line(`${what} ...`)
    const timer = setInterval(() => line(`  ${what}: ${state}${spent(startMs)}`), PLAIN_EVERY_MS)
    try {
      const result = await work((done, total, unit) => {
        state = `${amount(done, total, unit)}, `
      })
      if (performance.now() - startMs > WORTH_A_LINE_MS) {
        line(`  ${what}: ${state}done in ${spent(startMs)}`)
      }
      return result
    } finally {
      clearInterval(timer)
    }
  }
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * 20)
  return `${'█'.repeat(filled)}${'░'.repeat(20 - filled)} `
}

function amount(done: number, total?: number, unit = ''): string {
  const of = total === undefined ? '' : ` / ${total.toLocaleString('en')}`
  return `${done.toLocaleString('en')}${of}${unit && ` ${unit}`}`
}

function spent(startMs: number): string {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`
}
