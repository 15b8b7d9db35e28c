import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

// Argon2id with 19 MiB and two passes, the least that OWASP's password storage page recommends.
const MEMORY_KIB = 19_456
const PASSES = 2
const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2 as never)

function parameters(password: string, nonce: Buffer): Argon2Parameters {
  const message = password.normalize('NFKC')
  return { message, nonce, parallelism: 1, tagLength: 32, memory: MEMORY_KIB, passes: PASSES }
}

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', parameters(password, nonce))
  return `argon2id$${MEMORY_KIB}$${PASSES}$${nonce.toString('base64')}$${tag.toString('base64')}`
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, nonce, tag] = stored.split('$') as [
    string,
    string,
    string,
    string,
    string,
  ]
  const expected = Buffer.from(tag, 'base64')
  const seen = await derive('argon2id', {
    ...parameters(password, Buffer.from(nonce, 'base64')),
    memory: Number(memory),
    passes: Number(passes),
  })
  return timingSafeEqual(seen, expected)
}

let decoy: Promise<string> | undefined
/** As slow as a real check, so that the time of an answer does not tell whether a login exists. */
export async function checkNobody(password: string): Promise<false> {
  decoy ??= hashPassword('a password that nobody has')
  await isPassword(password, await decoy)
  return false
}

/** Passwords that guessers try first; a long list adds little once length and throttling are there. */
const COMMON =
  /^(.)\1+$|^(?:0?123456789\d*|9876543210|qwertyuiop|1q2w3e4r5t|password\d*|jingwei\d*|admin\d*)$/i

export function isWeak(password: string, about: (string | null | undefined)[]): boolean {
  const plain = password.toLowerCase()
  return COMMON.test(plain) || about.some((word) => word && plain === word.toLowerCase())
}
