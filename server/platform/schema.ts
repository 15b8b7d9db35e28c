import { z } from 'zod'

/** Shapes that every module's wire format is made of. */
export const Id = z.uuid()
export const Instant = z.iso.datetime({ offset: true })
export const Version = z.int().positive()
export const Name = z.string().trim().min(1).max(100)
export const Text = z.string().trim().max(10_000)
export const Currency = z.string().regex(/^[A-Z]{3}$/)
/** Integer minor units; JavaScript holds them exactly up to 90 trillion yuan. */
export const Minor = z.int().min(0).max(9_000_000_000_000_000)
export const BasisPoints = z.int().min(-9_000).max(100_000)
export const Phone = z
  .string()
  .transform(normalPhone)
  .pipe(z.string().regex(/^\+?\d{5,15}$/))
export const Mail = z.string().trim().toLowerCase().pipe(z.email().max(200))

/** Spaces, dashes and +86 are dropped, full-width digits become plain ones. */
export function normalPhone(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\s().\-–—]/g, '')
  return plain.replace(/^(\+|00)86(?=1\d{10}$)/, '')
}

export const TimeZone = z.string().max(60).refine(isTimeZone, { message: 'time_zone_unknown' })

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

export const Page = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.int().optional(),
  })
/** What a spreadsheet is asked for with: it knows no time zones, so times are written as my clock shows them. */
export const FileQuery = z.object({ timeZone: TimeZone.default('Asia/Shanghai') })
/** A list in a query string: `?tier=1&tier=2` and `?tier=1` both give an array. */
export const many = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (v) => (v === undefined || Array.isArray(v) ? v : [v]),
    z.array(item).max(200).optional(),
  )

export const FieldError = z.object({ field: z.string(), code: z.string(), message: z.string() })
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  reason: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(FieldError).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof Problem>
export type ErrorDetails = Partial<Pick<Problem, 'reason' | 'detail' | 'errors' | 'data'>>

/** What an actor may do in a module, in rising order. */
export const LEVELS = ['none', 'view', 'edit'] as const
export const Level = z.enum(LEVELS)
export type Level = z.infer<typeof Level>
export const MODULES = ['identity', 'network', 'trade', 'messaging', 'production'] as const
export const ModuleName = z.enum(MODULES)
export type ModuleName = z.infer<typeof ModuleName>

export const StoredFile = z.object({
  id: Id,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
})
