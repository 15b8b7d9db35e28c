import { createHash, randomBytes, randomFillSync } from 'node:crypto'

// Random bytes are drawn for many ids at once: asking for sixteen costs nearly as much as asking for thousands.
const drawn = Buffer.alloc(16 * 256)
let used = drawn.length

/** UUID version 7: sorts by the time it was made, so index pages fill in order. */
export function newId(nowMs: number = Date.now()): string {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const bytes = drawn.subarray(used, used + 16)
  used += 16
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A secret for a link, a cookie or a key: 256 random bits. Only its hash is ever stored. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url')
}

export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
