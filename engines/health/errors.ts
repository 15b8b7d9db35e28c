export type FaultCode =
  | 'not_a_number'
  | 'out_of_range'
  | 'empty'
  | 'wrong_length'
  | 'unknown_feature'
  | 'too_few_points'
  | 'no_spread'

/** Bad input, with what is at fault: never a silent number. */
export class HealthError extends Error {
  readonly code: FaultCode
  readonly field: string
  constructor(code: FaultCode, field: string, detail = '') {
    super(`${field}: ${code}${detail && ` (${detail})`}`)
    this.name = 'HealthError'
    this.code = code
    this.field = field
  }
}

/** Lets only a finite number within the range pass. */
export function within(
  value: number,
  field: string,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new HealthError('not_a_number', field, String(value))
  }
  if (value < min || value > max) throw new HealthError('out_of_range', field, String(value))
  return value
}

/** Checks a series; NaN stands for a missing value where `allowsMissing`. */
export function checkSeries(values: ArrayLike<number>, field: string, allowsMissing = false): void {
  if (values.length === 0) throw new HealthError('empty', field)
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!) && allowsMissing) continue
    within(values[i]!, `${field}[${i}]`)
  }
}
