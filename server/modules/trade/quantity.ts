// Quantities of trade: decimals of up to six places, kept as whole millionths of their unit so that what is
// shipped, received and returned adds up to what was ordered exactly, be it 250,000 mm or 2 pieces.

const PLACES = 6
const MICRO = 10n ** BigInt(PLACES)
export const QUANTITY = /^(0|[1-9]\d{0,11})(\.\d{1,6})?$/

/** `"12.5"` as 12500000n. The text must match `QUANTITY`. */
export function toMicro(quantity: string): bigint {
  const [whole, part = ''] = quantity.split('.') as [string, string?]
  return BigInt(whole) * MICRO + BigInt(part.padEnd(PLACES, '0'))
}

/** 12500000n as `"12.5"`: no zeros that say nothing. */
export function fromMicro(micro: bigint): string {
  const sign = micro < 0n ? '-' : ''
  const size = micro < 0n ? -micro : micro
  const part = (size % MICRO).toString().padStart(PLACES, '0').replace(/0+$/, '')
  return `${sign}${size / MICRO}${part ? `.${part}` : ''}`
}
