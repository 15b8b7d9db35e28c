import { AppError } from './errors.ts'

/** A place in a sorted list, opaque to the caller: the sort values of the last row seen. */
export function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

export function decodeCursor(
  cursor: string | undefined,
  length: number,
): (string | number)[] | null {
  if (cursor === undefined) return null
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((v) => typeof v === 'string' || typeof v === 'number')
    ) {
      return values
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new AppError('bad_input', {
    errors: [{ field: 'cursor', code: 'invalid', message: 'Start again from the first page' }],
  })
}

/** Cuts the extra row that tells whether there is a next page. */
export function pageOf<R, T>(
  rows: R[],
  limit: number,
  cursorOf: (row: R) => readonly unknown[],
  shape: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(shape),
    nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null,
  }
}

const PAGE_ROWS = 500
// Far more than anybody lists; a file ends somewhere all the same.
const FILE_ROWS_MAX = 100_000

/** All rows of a list, page by page, for a file. */
export async function* everyRow<T>(
  list: (page: { cursor: string | undefined; limit: number }) => Promise<{
    items: T[]
    nextCursor: string | null
  }>,
): AsyncGenerator<T> {
  let cursor: string | undefined
  for (let rows = 0; rows < FILE_ROWS_MAX; rows += PAGE_ROWS) {
    const { items, nextCursor } = await list({ cursor, limit: PAGE_ROWS })
    yield* items
    if (nextCursor === null) return
    cursor = nextCursor
  }
}
