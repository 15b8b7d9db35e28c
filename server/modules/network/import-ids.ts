import { randomBytes } from 'node:crypto'

/**
 * Many ids of the same kind as `newId` makes, from one draw of randomness: asking the system for each of
 * 200,000 takes longer than everything else that is done to a row here.
 */
export function idSource(nowMs: number = Date.now(), count = 4096): () => string {
  const time = nowMs.toString(16).padStart(12, '0')
  const head = `${time.slice(0, 8)}-${time.slice(8)}-7`
  let random = ''
  let at = 0
  return () => {
    if (at === random.length) {
      random = randomBytes(count * 10).toString('hex')
      at = 0
    }
    const hex = random.slice(at, at + 20)
    at += 20
    const variant = '89ab'[Number.parseInt(hex[3]!, 16) & 3]
    return `${head}${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`
  }
}
