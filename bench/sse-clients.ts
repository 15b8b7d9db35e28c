// A process of its own that holds many live streams and tells when each got the message.
import { request } from 'node:http'

interface Order {
  url: string
  cookies: string[]
  event: string
}

let arrivals: number[] = []
let expected = 0
let open = 0

process.on('message', (message: { connect?: Order; arm?: boolean }) => {
  if (message.connect) connect(message.connect)
  if (message.arm) arrivals = []
})

function connect({ url, cookies, event }: Order): void {
  expected = cookies.length
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
        answer.on('data', (text: string) => {
          if (!isOpen) {
            isOpen = true
            if (++open === expected) process.send!({ open })
            one()
          }
          if (text.includes(event)) arrived()
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
