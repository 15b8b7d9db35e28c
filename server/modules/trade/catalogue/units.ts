import { AppError } from '../../../platform/errors.ts'
import { fromMicro, toMicro } from '../quantity.ts'

// Quantities in the units of a product: a unit is an exact fraction of the base unit, so that cartons, pieces
// and millimetres add up without a remainder. What would leave one is refused. Pure.

/** One of `unit` is numerator / denominator base units. */
export interface PackUnit {
  unit: string
  numerator: number
  denominator: number
  /** Places that a quantity in this unit may have. */
  decimals: number
}
export interface Measured {
  unit: string
  decimals: number
  units: readonly PackUnit[]
}

/** A quantity in any unit of the product as millionths of its base unit; `at` names the line in a refusal. */
export function toBaseMicro(product: Measured, quantity: string, unit: string, at = ''): bigint {
  const { numerator, denominator, decimals } = packUnit(product, unit, at)
  const micro = toMicro(quantity)
  const scaled = micro * BigInt(numerator)
  const base = scaled / BigInt(denominator)
  const isWhole =
    fits(micro, decimals) && base * BigInt(denominator) === scaled && fits(base, product.decimals)
  if (!isWhole)
    throw refusedAt(`${at}quantity`, 'quantity_impossible', { quantity, unit, decimals })
  return base
}

/** Base millionths in a unit of the product, or null where that leaves a remainder. */
export function inUnit(product: Measured, baseMicro: bigint, unit: string): string | null {
  const { numerator, denominator, decimals } = packUnit(product, unit, '')
  const scaled = baseMicro * BigInt(denominator)
  const micro = scaled / BigInt(numerator)
  const isWhole = micro * BigInt(numerator) === scaled && fits(micro, decimals)
  return isWhole ? fromMicro(micro) : null
}

/** The unit as a fraction of the base unit; the base unit is 1/1 of itself. */
export function packUnit(product: Measured, unit: string, at = ''): PackUnit {
  if (unit === product.unit) return { ...product, numerator: 1, denominator: 1 }
  const known = product.units.find((pack) => pack.unit === unit)
  if (!known) throw refusedAt(`${at}unit`, 'unit_unknown', { unit })
  return known
}

function fits(micro: bigint, decimals: number): boolean {
  return micro % 10n ** BigInt(6 - decimals) === 0n
}

function refusedAt(field: string, code: string, data: Record<string, unknown>): AppError {
  return new AppError('bad_input', {
    reason: code,
    data,
    errors: [{ field, code, message: 'The product cannot be counted so' }],
  })
}
