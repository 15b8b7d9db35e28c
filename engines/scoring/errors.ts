export type FaultCode =
  | 'not_a_number'
  | 'out_of_range'
  | 'empty'
  | 'wrong_length'
  | 'wrong_kind'
  | 'one_class'
  | 'unknown_variable'
  | 'singular'
  | 'not_converged'
  | 'bad_model'

/** Bad input, with what is at fault: never a silent number. */
export class ScoringError extends Error {
  readonly code: FaultCode
  readonly field: string
  constructor(code: FaultCode, field: string, detail = '') {
    super(`${field}: ${code}${detail && ` (${detail})`}`)
    this.name = 'ScoringError'
    this.code = code
    this.field = field
  }
}

/** Lets only a finite number within the range pass. */
export function within(
  value: unknown,
  field: string,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ScoringError('not_a_number', field, String(value))
  }
  if (value < min || value > max) throw new ScoringError('out_of_range', field, String(value))
  return value
}

/** Checks outcomes: 1 is bad (the event), 0 is good, and there must be some of both. */
export function checkTarget(target: ArrayLike<number>, length = target.length): void {
  if (target.length === 0) throw new ScoringError('empty', 'target')
  if (target.length !== length) {
    throw new ScoringError('wrong_length', 'target', `${target.length}, not ${length}`)
  }
  let bad = 0
  for (let i = 0; i < target.length; i++) {
    within(target[i], `target[${i}]`)
    if (target[i] !== 0 && target[i] !== 1) {
      throw new ScoringError('out_of_range', `target[${i}]`, String(target[i]))
    }
    bad += target[i]!
  }
  if (bad === 0 || bad === target.length) throw new ScoringError('one_class', 'target')
}

export function checkNumbers(values: ArrayLike<number>, field: string): void {
  if (values.length === 0) throw new ScoringError('empty', field)
  for (let i = 0; i < values.length; i++) within(values[i], `${field}[${i}]`)
}
