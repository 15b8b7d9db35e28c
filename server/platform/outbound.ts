import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP } from 'node:net'

/** Why a call to an address of somebody else's came to nothing. */
export const OUTBOUND_FAILURES = [
  'address_refused',
  'name_unknown',
  'unreachable',
  'timed_out',
  'answer_too_long',
] as const
export class OutboundFailure extends Error {
  readonly kind: (typeof OUTBOUND_FAILURES)[number]
  constructor(kind: OutboundFailure['kind'], detail = '') {
    super(detail ? `${kind}: ${detail}` : kind)
    this.kind = kind
  }
}

export interface OutboundCall {
  url: string
  headers: Record<string, string>
  body: string
}
interface OutboundHead {
  status: number
  headers: Record<string, string | string[] | undefined>
}
export interface OutboundAnswer extends OutboundHead {
  text: string
}
export interface Outbound {
  /** Sends once: no redirect is followed, and neither time nor answer is unbounded. */
  post(call: OutboundCall): Promise<OutboundAnswer>
  /** Asks once, in the same bounds; what is longer than `bytesMax` is not read to its end. */
  get(url: string, bytesMax: number): Promise<OutboundHead & { bytes: Buffer }>
}

// Networks that are not the public Internet: own machines, neighbours, cloud metadata, documentation, multicast.
// Two lists, because one would read every IPv4 address as the IPv6 address that holds it.
const PRIVATE = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const range of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]) {
  const [net, bits] = range.split('/') as [string, string]
  PRIVATE.ipv4.addSubnet(net, Number(bits), 'ipv4')
}
for (const range of [
  // Addresses that hold another one inside are refused as a whole: what they lead to is not ours to guess.
  ...['::/96', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
  ...['100::/64', '2001:db8::/32', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]) {
  const [net, bits] = range.split('/') as [string, string]
  PRIVATE.ipv6.addSubnet(net, Number(bits), 'ipv6')
}

export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return family === 6 ? !PRIVATE.ipv6.check(address, 'ipv6') : !PRIVATE.ipv4.check(address, 'ipv4')
}

const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 64 * 1024

/**
 * Calls to addresses that users gave. They are hostile until proven otherwise: a name is looked up once, every
 * address behind it must be public, and the connection goes to the address that was looked at, so that a name
 * which answers differently the next time leads nowhere.
 */
export function openOutbound(options: { allowsPrivate: boolean; timeoutMs?: number }): Outbound {
  const { allowsPrivate, timeoutMs = TIMEOUT_MS } = options
  async function call(text: string, asked: Omit<Asked, 'signal'>) {
    const url = URL.parse(text)
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
      throw new OutboundFailure('address_refused', 'not a web address')
    }
    const signal = AbortSignal.timeout(timeoutMs)
    const place = await addressOf(url.hostname.replace(/^\[|\]$/g, ''), allowsPrivate)
    return send(url, place, { ...asked, signal })
  }
  return {
    async post({ url, headers, body }) {
      const length = { 'content-length': String(Buffer.byteLength(body)) }
      const { bytes, ...head } = await call(url, {
        method: 'POST',
        headers: { ...headers, ...length },
        body,
        bytesMax: ANSWER_BYTES_MAX,
      })
      return { ...head, text: bytes.toString('utf8') }
    },
    get: (url, bytesMax) => call(url, { method: 'GET', headers: {}, body: '', bytesMax }),
  }
}

interface Asked {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string
  bytesMax: number
  signal: AbortSignal
}

type Place = { address: string; family: number }

async function addressOf(name: string, allowsPrivate: boolean): Promise<Place> {
  const places = await lookup(name, { all: true, verbatim: true }).catch(() => [] as Place[])
  if (places.length === 0) throw new OutboundFailure('name_unknown', name)
  // One private address among public ones is how a name would be made to point inwards.
  if (!allowsPrivate && !places.every(({ address }) => isPublicAddress(address))) {
    throw new OutboundFailure('address_refused', name)
  }
  return places[0]!
}

function send(
  url: URL,
  place: Place,
  { method, headers, body, bytesMax, signal }: Asked,
): Promise<OutboundHead & { bytes: Buffer }> {
  return new Promise((done, fail) => {
    const failed = (error: Error) =>
      fail(
        error instanceof OutboundFailure
          ? error
          : new OutboundFailure(signal.aborted ? 'timed_out' : 'unreachable', error.message),
      )
    const call = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {
        method,
        agent: false,
        signal,
        headers: { ...headers, 'user-agent': 'Jingwei' },
        lookup: (_name, asked, answer) =>
          asked.all ? answer(null, [place]) : answer(null, place.address, place.family),
      },
      (response) => {
        const parts: Buffer[] = []
        let bytes = 0
        response.on('data', (part: Buffer) => {
          bytes += part.length
          if (bytes <= bytesMax) return void parts.push(part)
          // Told at once: the end of the answer may be here before the call is seen to be broken off.
          failed(new OutboundFailure('answer_too_long'))
          call.destroy()
        })
        response.on('error', failed)
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: Buffer.concat(parts),
          }),
        )
      },
    )
    call.on('error', failed)
    call.end(body)
  })
}
