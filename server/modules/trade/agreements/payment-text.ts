import { PaymentTerm } from '../terms-schema.ts'

// Terms of payment as people write them into a cell. Pure.

/** One spelling for terms that mean the same, in which listed prices are stored. */
export function storedTerm(term: PaymentTerm): string {
  const shares = new Map<string, PaymentTerm[number]>()
  for (const part of term) {
    const key = `${part.from} ${String(part.days).padStart(3, '0')}`
    const shareBp = (shares.get(key)?.shareBp ?? 0) + part.shareBp
    shares.set(key, { shareBp, from: part.from, days: part.days })
  }
  const inOrder = [...shares].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(inOrder.map(([, part]) => part))
}

const WHOLE: [RegExp, PaymentTerm][] = [
  [
    /^(现款|现结|全款|预付全款|款到发货|cash|prepaid|cash in full)$/i,
    [{ shareBp: 10_000, from: 'order', days: 0 }],
  ],
  [/^(货到付款|到付|cash on delivery|cod)$/i, [{ shareBp: 10_000, from: 'delivery', days: 0 }]],
]
const FROM: [RegExp, PaymentTerm[number]['from']][] = [
  [/预付|定金|订金|下单|订货|down|deposit|order/i, 'order'],
  [/发货|出货|shipment|shipped/i, 'shipment'],
  [/到货|收货|货到|delivery|delivered/i, 'delivery'],
  [/月结|账期|开票|发票|invoice|net|credit/i, 'invoice'],
]

/** `30%预付+70%到货`, `月结60天`, `现款`, `30% down, 70% net 30`; null where it cannot be understood. */
export function readPayment(text: string): PaymentTerm | null {
  const plain = text.normalize('NFKC').trim()
  const whole = WHOLE.find(([pattern]) => pattern.test(plain))
  if (whole) return whole[1]
  const parts = plain.split(/[+,;、，；]/).map((part) => readPart(part.trim()))
  if (parts.some((part) => part === null)) return null
  const parsed = PaymentTerm.safeParse(parts)
  return parsed.success ? parsed.data : null
}

function readPart(text: string): PaymentTerm[number] | null {
  const from = FROM.find(([pattern]) => pattern.test(text))
  if (!from) return null
  const share = /(\d{1,3}(?:\.\d{1,2})?)\s*%/.exec(text)
  const days = /(\d{1,3})\s*(?:天|日|days?|d\b)|(?:net)\s*(\d{1,3})/i.exec(text)
  const shareBp = share ? Math.round(Number(share[1]) * 100) : 10_000
  return { shareBp, from: from[1], days: Number(days?.[1] ?? days?.[2] ?? 0) }
}
