import type {
  Audience,
  Notice,
  NoticeInput,
  NoticeKind,
} from '../../../../server/modules/messaging/schema.ts'
import type { Chain } from '../../../../server/modules/network/schema.ts'
import type { Product } from '../../../../server/modules/trade/schema.ts'
import type { StoredFile } from './api.ts'
import { otherSide } from './audience.ts'
import type { PastedRow } from './paste.ts'

/** A notice while it is written: like the server's, but prices may still be missing. */
export interface Draft {
  chainId: string
  kind: NoticeKind
  title: string
  body: string
  audience: Audience
  lines: DraftLine[]
  validFrom: string | null
  deadlineAt: string | null
  relayMinutes: number
  reminderHours: number[]
  escalateAfterHours: number | null
  observesQuietHours: boolean
  files: StoredFile[]
  supersedesId: string | null
}

export interface DraftLine {
  productId: string
  code: string
  name: string
  unit: string
  currency: string
  previousMinor: number | null
  priceMinor: number | null
  retailMinor: number | null
}

export function emptyDraft(chain: Chain): Draft {
  const { relayMinutes, reminderHours, escalateAfterHours } = chain.settings
  return {
    chainId: chain.id,
    kind: 'announcement',
    title: '',
    body: '',
    audience: { side: 'downstream' },
    lines: [],
    validFrom: null,
    deadlineAt: null,
    relayMinutes,
    reminderHours,
    escalateAfterHours,
    observesQuietHours: true,
    files: [],
    supersedesId: null,
  }
}

/** A stored draft to go on with, or a sent notice as the beginning of its next edition. */
export function draftOf(notice: Notice, { isNextEdition = false } = {}): Draft {
  return {
    chainId: notice.chainId,
    kind: notice.kind,
    title: notice.title,
    body: notice.body,
    audience: notice.audience,
    lines: notice.prices.map((line) => ({
      ...line,
      // The price that the edition before announced is the one that the next compares with.
      previousMinor: isNextEdition ? line.priceMinor : line.previousMinor,
    })),
    validFrom: notice.validFrom,
    deadlineAt: notice.deadlineAt,
    relayMinutes: notice.relayMinutes,
    reminderHours: notice.reminderHours,
    escalateAfterHours: notice.escalateAfterHours,
    observesQuietHours: notice.observesQuietHours,
    files: notice.files,
    supersedesId: isNextEdition ? notice.id : notice.supersedesId,
  }
}

/** Another kind; prices only ever flow downstream. */
export function withKind(draft: Draft, kind: NoticeKind): Partial<Draft> {
  if (kind !== 'price_change' || draft.audience.side === 'downstream') return { kind }
  return { kind, audience: otherSide(draft.audience, 'downstream') }
}

/** Whole hours from 1 to 720, each once, in order; anything else that was typed is dropped. */
export function hoursOf(values: readonly string[]): number[] {
  const hours = values
    .map(Number)
    .filter((value) => Number.isInteger(value) && value >= 1 && value <= 720)
  return [...new Set(hours)].sort((a, b) => a - b).slice(0, 6)
}

export const lineOf = (product: Product): DraftLine => ({
  productId: product.id,
  code: product.code,
  name: product.name,
  unit: product.unit,
  currency: product.currency,
  previousMinor: product.priceMinor,
  priceMinor: product.priceMinor,
  retailMinor: product.retailMinor,
})

export interface Applied {
  lines: DraftLine[]
  changed: number
  added: number
  /** Codes that no product of mine has. */
  unknown: string[]
}

/** Puts pasted prices on the lines; a code that stands there is changed, another one is added. */
export function applyPaste(
  lines: readonly DraftLine[],
  rows: readonly PastedRow[],
  products: readonly Product[],
): Applied {
  const byCode = new Map(products.map((product) => [product.code.toLowerCase(), product]))
  const result: Applied = { lines: [...lines], changed: 0, added: 0, unknown: [] }
  for (const { code, priceMinor, retailMinor } of rows) {
    const product = byCode.get(code.toLowerCase())
    if (!product) {
      result.unknown.push(code)
      continue
    }
    const at = result.lines.findIndex((line) => line.productId === product.id)
    const before = at === -1 ? lineOf(product) : result.lines[at]!
    const line = { ...before, priceMinor, retailMinor: retailMinor ?? before.retailMinor }
    if (at === -1) {
      result.lines.push(line)
      result.added++
    } else {
      result.lines[at] = line
      result.changed++
    }
  }
  return result
}

export type DraftField = 'title' | 'lines' | 'validFrom' | 'deadlineAt' | 'recipients'
export type DraftFaults = Partial<Record<DraftField, string>>

/** What has to be put right before it can be saved, and (with the count) before it can be sent. */
export function draftFaults(draft: Draft, recipients?: number): DraftFaults {
  const faults: DraftFaults = {}
  if (draft.title.trim() === '') faults.title = 'title_needed'
  if (draft.kind === 'price_change') {
    if (draft.lines.length === 0) faults.lines = 'prices_needed'
    else if (draft.lines.some((line) => line.priceMinor === null || line.retailMinor === null)) {
      faults.lines = 'price_missing'
    }
    if (!draft.validFrom) faults.validFrom = 'valid_from_needed'
  }
  if (draft.kind === 'task' && !draft.deadlineAt) faults.deadlineAt = 'deadline_needed'
  if (recipients === 0) faults.recipients = 'nobody'
  return faults
}

/** As the server takes it. Prices stay with the draft when another kind is tried, but do not go out. */
export function inputOf(draft: Draft): NoticeInput {
  const isPrice = draft.kind === 'price_change'
  return {
    chainId: draft.chainId,
    kind: draft.kind,
    title: draft.title.trim(),
    body: draft.body.trim(),
    audience: draft.audience,
    prices: isPrice
      ? draft.lines.map(({ productId, priceMinor, retailMinor }) => ({
          productId,
          priceMinor: priceMinor as number,
          retailMinor: retailMinor as number,
        }))
      : [],
    validFrom: isPrice ? draft.validFrom : null,
    deadlineAt: draft.deadlineAt,
    relayMinutes: draft.relayMinutes,
    reminderHours: draft.reminderHours,
    escalateAfterHours: draft.escalateAfterHours,
    observesQuietHours: draft.observesQuietHours,
    fileIds: draft.files.map((file) => file.id),
    supersedesId: draft.supersedesId,
  }
}
