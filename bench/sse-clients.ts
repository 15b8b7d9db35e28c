// A process of its own that holds many live streams and tells when each got the message, or the messages.
import { request } from 'node:http'

interface Order {
  url: string
  cookies: string[]
  event: string
}

let arrivals: number[] = []
let clients = 0
let expected = 0
let open = 0

/** `arm` says how many messages each stream is to get; true means one. */
process.on('message', (message: { connect?: Order; arm?: boolean | number }) => {
  if (message.connect) connect(message.connect)
  if (message.arm) {
    arrivals = []
    expected = clients * Number(message.arm)
  }
})

function connect({ url, cookies, event }: Order): void {
  clients = cookies.length
  expected = clients
  arrivals = []
  open = 0
  let next = 0
  const one = () => {
    const cookie = cookies[next++]
    if (cookie === undefined) return
    const call = request(
      url,
      { headers: { cookie, accept: 'text/event-stream' }, agent: false },
      (answer) => {
        if (answer.statusCode !== 200) throw new Error(`stream answered ${answer.statusCode}`)
        answer.setEncoding('utf8')
        let isOpen = false
        // Several messages may come in one piece, and one may be cut at its edge.
        let rest = ''
        answer.on('data', (text: string) => {
          if (!isOpen) {
            isOpen = true
            if (++open === clients) process.send!({ open })
            one()
          }
          rest += text
          let from = 0
          for (let at = rest.indexOf(event); at >= 0; at = rest.indexOf(event, from)) {
            arrived()
            from = at + event.length
          }
          rest = rest.slice(Math.max(from, rest.length - event.length + 1))
        })
      },
    )
    call.end()
  }
  for (let i = 0; i < 64; i++) one()
}

function arrived(): void {
  arrivals.push(performance.timeOrigin + performance.now())
  if (arrivals.length === expected) process.send!({ arrivals })
}
