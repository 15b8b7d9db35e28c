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
