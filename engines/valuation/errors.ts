/** What made a valuation impossible, as a stable code. */
export type FaultCode =
  | 'not_a_number'
  | 'negative'
  | 'out_of_range'
  | 'empty'
  | 'unit_mismatch'
  | 'currency_mismatch'
  | 'weights_do_not_sum'
  | 'peer_without_points'
  | 'unknown_name'
  | 'wrong_length'
  | 'too_few_points'
  | 'did_not_converge'

/** Bad input, with the field that is at fault: never a silent number. */
export class ValuationError extends Error {
  readonly code: FaultCode
  readonly field: string
  constructor(code: FaultCode, field: string, detail = '') {
    super(`${field}: ${code}${detail && ` (${detail})`}`)
    this.name = 'ValuationError'
    this.code = code
    this.field = field
  }
}

/** Lets only finite numbers of at least `min` pass. */
export function finite(value: number, field: string, min = 0): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ValuationError('not_a_number', field, String(value))
  }
  if (value < min) {
    throw new ValuationError(min === 0 ? 'negative' : 'out_of_range', field, String(value))
  }
  return value
}

export function above(value: number, field: string, floor = 0): number {
  if (finite(value, field, Number.NEGATIVE_INFINITY) > floor) return value
  throw new ValuationError('out_of_range', field, String(value))
}
