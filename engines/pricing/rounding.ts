// Rounding a price to the policy of its agreement.
import type { Rounding } from './model.ts'

/**
 * To the step of the policy but within the bounds (NaN for none): what rounds below the floor goes up to the next
 * step, what rounds above the ceiling goes down, and where no step lies between them the price stays as it was.
 */
export function roundWithin(
  price: number,
  policy: Rounding,
  floor: number,
  ceiling: number,
): number {
  let rounded = roundTo(price, policy, policy.mode)
  if (rounded < floor) rounded = roundTo(floor, policy, 'up')
  if (rounded > ceiling) rounded = roundTo(ceiling, policy, 'down')
  return rounded < floor || rounded > ceiling ? price : rounded
}

function roundTo(
  price: number,
  { stepE4, endingE4 = 0 }: Rounding,
  mode: Rounding['mode'],
): number {
  const offset = price - endingE4
  const below = Math.floor(offset / stepE4)
  const rest = offset - below * stepE4
  const rounded = (below + (goesUp(mode, rest, stepE4, below) ? 1 : 0)) * stepE4 + endingE4
  return rounded < 0 ? endingE4 : rounded
}

function goesUp(mode: Rounding['mode'], rest: number, step: number, below: number): boolean {
  switch (mode) {
    case 'up':
      return rest > 0
    case 'down':
      return false
    case 'half_up':
      return rest * 2 >= step
    case 'half_even':
      return rest * 2 > step || (rest * 2 === step && below % 2 !== 0)
  }
}
