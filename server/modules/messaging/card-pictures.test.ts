import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { after } from 'node:test'
import { talkWorld } from './conversation-fixture.ts'
import { picturesOf, shownType } from './webhook-format.ts'

const world = await talkWorld({ after })
const { lead, dealer, rival, open } = world
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const GIF = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')

const asked: string[] = []
/** Pictures as people keep them: where they were said to be, moved, too big, gone, or no picture at all. */
const server = createServer((request, response) => {
  const path = request.url!
  asked.push(path)
  if (path === '/a.png') response.end(PNG)
  else if (path === '/b.gif') response.end(GIF)
  else if (path === '/moved') response.writeHead(302, { location: '/a.png' }).end()
  else if (path === '/round') response.writeHead(302, { location: '/round' }).end()
  else if (path === '/big.png') response.end(Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]))
  else if (path === '/page.png') response.setHeader('content-type', 'image/png').end('<svg/>')
  else response.writeHead(404).end()
}).listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => {
  server.closeAllConnections()
  server.close()
})
const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

async function robot() {
  const id = await open(lead, [dealer])
  const made = await lead.post(`conversations/${id}/robots`, { name: '进度', perMinute: 600 })
  const url = new URL(made.body.url)
  return {
    id,
    async send(body: unknown) {
      const answer = await world.anyone.post(url.pathname + url.search, body)
      assert.deepEqual(answer.body, { errcode: 0, errmsg: 'ok' })
    },
    async last() {
      return (await dealer.get(`conversations/${id}/messages`)).body.items.at(-1)
    },
  }
}
const news = (...paths: string[]) => ({
  msgtype: 'news',
  news: {
    articles: paths.map((path) => ({ title: path, url: 'https://a.example', picurl: at(path) })),
  },
})

test('pictures of news are fetched once by the house, and read by those who may read the message', async () => {
  const { id, send, last } = await robot()
  await send(news('/a.png', '/moved', '/b.gif', '/a.png'))
  assert.equal((await last()).data.pictures, undefined, 'posting waits for nobody outside')
  assert.equal(asked.length, 0)
  const before = (await last()).version
  await world.runJobs()
  const { data, version, editedAt } = await last()
  assert.deepEqual(
    Object.keys(data.pictures).sort(),
    [at('/a.png'), at('/b.gif'), at('/moved')].sort(),
  )
  assert.ok(version > before, 'an open page takes the newer state')
  assert.equal(editedAt, null)
  const file = await dealer.get(`files/${data.pictures[at('/moved')]}`)
  assert.deepEqual([file.status, file.headers['content-type']], [200, 'image/png'])
  const gif = await lead.get(`files/${data.pictures[at('/b.gif')]}`)
  assert.equal(gif.headers['content-type'], 'image/gif')
  assert.equal((await rival.get(`files/${data.pictures[at('/a.png')]}`)).status, 404)
  assert.deepEqual(asked.sort(), ['/a.png', '/a.png', '/b.gif', '/moved'])
  // A job that runs again, after a crash say, asks nobody again.
  const { owner } = world.app.database
  await owner.query(`SELECT graphile_worker.add_job('messaging.fetch_pictures', $1)`, [
    JSON.stringify({ orgId: lead.orgId, conversationId: id, no: (await last()).no }),
  ])
  await world.runJobs()
  assert.equal(asked.length, 4)
  const { no } = await last()
  assert.equal((await lead.put(`conversations/${id}/messages/${no}/recall`)).status, 200)
  assert.equal((await dealer.get(`files/${data.pictures[at('/a.png')]}`)).status, 404)
})

test('what is gone, too big, goes round or is no picture stays a link', async () => {
  const { send, last } = await robot()
  await send(news('/gone', '/big.png', '/round', '/page.png', '/b.gif'))
  await world.runJobs()
  assert.deepEqual(Object.keys((await last()).data.pictures), [at('/b.gif')])
  await send(news('/gone'))
  await world.runJobs()
  assert.equal((await last()).data.pictures, undefined)
  assert.equal((await last()).data.articles[0].picurl, at('/gone'))
})

test('both pictures of a template card are fetched', async () => {
  const { send, last } = await robot()
  await send({
    msgtype: 'template_card',
    template_card: {
      card_type: 'news_notice',
      main_title: { title: '到货' },
      card_image: { url: at('/a.png') },
      image_text_area: { title: '面料', image_url: at('/b.gif') },
      card_action: { type: 1, url: 'https://a.example' },
    },
  })
  await world.runJobs()
  assert.equal(Object.keys((await last()).data.pictures).length, 2)
})

test('who waits in the line for too long is passed over, so that a stranger cannot hold it up', async () => {
  const { send, last } = await robot()
  await send(news('/a.png'))
  world.tick(11 * 60_000)
  await world.runJobs()
  assert.equal((await last()).data.pictures, undefined)
})

test('pictures are known by their bytes, and addresses by their scheme', () => {
  const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')
  for (const [bytes, type] of [
    [PNG, 'image/png'],
    [GIF, 'image/gif'],
    [webp, 'image/webp'],
    [Buffer.from('ffd8ffe0', 'hex'), 'image/jpeg'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
    [Buffer.alloc(0), null],
  ] as const)
    assert.equal(shownType(bytes), type)
  const articles = ['javascript:x', 'file:///etc/passwd', '', 'https://a.example/1.png'].map(
    (picurl) => ({ title: 't', url: 'u', picurl }),
  )
  assert.deepEqual(picturesOf({ data: { articles } }), ['https://a.example/1.png'])
  assert.deepEqual(picturesOf({}), [])
  assert.deepEqual(picturesOf(undefined), [])
})
