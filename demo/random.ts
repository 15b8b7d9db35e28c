/** A small seeded generator (sfc32): the same seed draws the same world on every machine. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** Waiting times of people: half are shorter than the median, and the tail is long. */
  logNormal(median: number, sigma: number): number
  /** Shaped like a UUID of version 7 whose time is `ms`. */
  id(ms: number): string
  /** A stream of its own, so that drawing more here moves nothing there. */
  fork(label: string): Random
}

export function seeded(seed: string): Random {
  const draw = sfc32(seed)
  const next = () => draw() / 4_294_967_296
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    logNormal(median, sigma) {
      // Box-Muller; 1 - next() is never 0, so the logarithm is finite.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return median * Math.exp(sigma * normal)
    },
    id(ms) {
      const word = () => draw().toString(16).padStart(8, '0')
      const time = Math.floor(ms).toString(16).padStart(12, '0')
      const variant = '89ab'[draw() & 3]
      const [a, b] = [word(), word()]
      const head = `${time.slice(0, 8)}-${time.slice(8)}`
      return `${head}-7${a.slice(0, 3)}-${variant}${a.slice(3, 6)}-${b}${word().slice(0, 4)}`
    },
    fork: (label) => seeded(`${seed}/${label}`),
  }
}

function sfc32(seed: string): () => number {
  let [a, b, c, d] = [hash(seed, 1), hash(seed, 2), hash(seed, 3), 1]
  const draw = () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  for (let i = 0; i < 15; i++) draw()
  return draw
}

/** FNV-1a, begun at a different place for each word of the state. */
function hash(text: string, salt: number): number {
  let h = 2_166_136_261 ^ salt
  for (const char of text) h = Math.imul(h ^ char.codePointAt(0)!, 16_777_619)
  return h ^ (h >>> 15)
}
