import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { after } from 'node:test'
import axios from 'axios'
import fc from 'fast-check'
import { talkWorld } from './conversation-fixture.ts'
import { isWithin } from './webhook.ts'
import { readIncoming, WebhookRefusal } from './webhook-format.ts'

const world = await talkWorld({ after })
const { lead, dealer, rival, outsider, open } = world
const address = await world.app.http.listen({ port: 0, host: '127.0.0.1' })
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function robot(more: Record<string, unknown> = {}) {
  const id = await open(lead, [dealer])
  const made = await lead.post(`conversations/${id}/robots`, {
    name: '进度',
    perMinute: 600,
    ...more,
  })
  assert.equal(made.status, 201, made.text)
  const url = new URL(made.body.url)
  const path = url.pathname + url.search
  const last = async () => {
    const { body } = await dealer.get(`conversations/${id}/messages`)
    return body.items.at(-1)
  }
  const send = async (body: unknown) => (await world.anyone.post(path, body)).body
  return { id, path, key: url.searchParams.get('key') as string, made: made.body, last, send }
}
const text = (content: string, more: object = {}) => ({
  msgtype: 'text',
  text: { content, ...more },
})

test('every kind of message of the format is taken and shown', async () => {
  const { send, last } = await robot()
  const ok = { errcode: 0, errmsg: 'ok' }
  assert.deepEqual(
    await send(text('完成 80%', { mentioned_list: ['Dealer owner', '@all', '无此人'] })),
    ok,
  )
  const first = await last()
  assert.deepEqual(
    [first.kind, first.text, first.sender.name, first.mentionsAll, first.mentions.length],
    ['text', '完成 80%', '进度', true, 1],
  )
  for (const msgtype of ['markdown', 'markdown_v2']) {
    assert.deepEqual(await send({ msgtype, [msgtype]: { content: '**落后** 12%' } }), ok)
    assert.equal((await last()).kind, 'markdown')
  }
  const md5 = createHash('md5').update(PNG).digest('hex')
  assert.deepEqual(
    await send({ msgtype: 'image', image: { base64: PNG.toString('base64'), md5 } }),
    ok,
  )
  const picture = await last()
  assert.equal(picture.kind, 'picture')
  assert.equal((await dealer.get(`files/${picture.file.id}`)).headers['content-type'], 'image/png')
  assert.equal((await rival.get(`files/${picture.file.id}`)).status, 404)
  const article = {
    title: '中秋礼品领取',
    description: '今年中秋',
    url: 'https://a.example',
    picurl: '',
  }
  assert.deepEqual(await send({ msgtype: 'news', news: { articles: [article] } }), ok)
  assert.deepEqual(
    [(await last()).template, (await last()).data.articles[0].url],
    ['robot.news', 'https://a.example'],
  )
  const card = {
    card_type: 'text_notice',
    source: { desc: '企业微信', desc_color: 0 },
    main_title: { title: '欢迎使用', desc: '您的好友' },
    emphasis_content: { title: '100', desc: '数据含义' },
    horizontal_content_list: [{ keyname: '邀请人', value: '张三' }],
    jump_list: [{ type: 1, url: 'https://a.example', title: '官网' }],
    card_action: { type: 1, url: 'https://a.example' },
  }
  assert.deepEqual(await send({ msgtype: 'template_card', template_card: card }), ok)
  assert.equal((await last()).text, '欢迎使用\n您的好友\n100 数据含义\n邀请人: 张三')
  const news = { ...card, card_type: 'news_notice', card_image: { url: 'https://a.example/x.png' } }
  assert.deepEqual(await send({ msgtype: 'template_card', template_card: news }), ok)
  assert.equal((await last()).template, 'robot.news_notice')
})

test('a file is uploaded first, lives three days, and belongs to its robot', async () => {
  const { send, last, key } = await robot()
  const form = new FormData()
  form.append('media', new Blob(['日期,完成\n1,80']), '进度.csv')
  const uploaded = await fetch(`${address}/cgi-bin/webhook/upload_media?key=${key}&type=file`, {
    method: 'POST',
    body: form,
  })
  const { errcode, media_id, type, created_at } = (await uploaded.json()) as Record<string, unknown>
  assert.deepEqual([uploaded.status, errcode, type], [200, 0, 'file'])
  assert.match(String(created_at), /^\d{10}$/)
  const file = { msgtype: 'file', file: { media_id } }
  assert.equal((await send(file)).errcode, 0)
  assert.equal((await last()).file.name, '进度.csv')
  const other = await robot()
  assert.equal((await other.send(file)).errcode, 40007, 'another robot’s')
  assert.equal((await send({ msgtype: 'file', file: { media_id: 'x' } })).errcode, 40007)
  world.tick(3 * 86_400_000 + 1000)
  assert.equal((await send(file)).errcode, 40007, 'three days later')
  const upload = async (query: string, body: FormData | string) =>
    (
      (await (
        await fetch(`${address}/cgi-bin/webhook/upload_media?${query}`, { method: 'POST', body })
      ).json()) as { errcode: number }
    ).errcode
  const tiny = new FormData()
  tiny.append('media', new Blob(['x']), 'x.txt')
  assert.equal(await upload(`key=${key}&type=file`, tiny), 45001)
  assert.equal(await upload(`key=${key}&type=voice`, form), 40008)
  assert.equal(await upload(`key=${key}&type=file`, 'text'), 47001)
  assert.equal(await upload('key=unknown&type=file', form), 93000)
})

test('faults are answered with 200 and the numbers that scripts know; nothing is posted', async () => {
  const { send, id, path } = await robot()
  const png = PNG.toString('base64')
  const cases: [unknown, number][] = [
    [text('x'.repeat(2049)), 45002],
    [text('字'.repeat(683)), 45002],
    [text(''), 44004],
    [{ msgtype: 'markdown', markdown: { content: 'x'.repeat(4097) } }, 45002],
    [{ msgtype: 'voice', voice: {} }, 40008],
    [{}, 40008],
    [[], 47001],
    [{ msgtype: 'text', text: 'x' }, 40058],
    [{ msgtype: 'image', image: { base64: png, md5: 'x' } }, 301019],
    [
      {
        msgtype: 'image',
        image: { base64: Buffer.from('no picture').toString('base64'), md5: 'x' },
      },
      40009,
    ],
    [{ msgtype: 'news', news: { articles: [] } }, 45008],
    [
      {
        msgtype: 'news',
        news: { articles: Array(9).fill({ title: 'x', url: 'https://a.example' }) },
      },
      45008,
    ],
    [
      {
        msgtype: 'news',
        news: { articles: [{ title: 'x'.repeat(129), url: 'https://a.example' }] },
      },
      45002,
    ],
    [
      {
        msgtype: 'template_card',
        template_card: {
          card_type: 'text_notice',
          card_action: { type: 1, url: 'https://a.example' },
        },
      },
      40058,
    ],
    [
      { msgtype: 'template_card', template_card: { card_type: 'vote', card_action: { type: 1 } } },
      40058,
    ],
  ]
  for (const [body, errcode] of cases) {
    assert.equal((await send(body)).errcode, errcode, JSON.stringify(body).slice(0, 80))
  }
  const broken = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"msgtype":',
  })
  assert.deepEqual(
    [broken.status, ((await broken.json()) as { errcode: number }).errcode],
    [200, 47001],
  )
  const huge = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(text('x'.repeat(5_000_000))),
  })
  assert.equal(((await huge.json()) as { errcode: number }).errcode, 45002)
  const fits = await send(text('字'.repeat(682)))
  assert.equal(fits.errcode, 0)
  const { body } = await lead.get(`conversations/${id}`)
  assert.equal(body.lastNo, 1)
})

test('whatever is posted, the answer is of the format and never ours to blame', () => {
  const kinds = ['text', 'markdown', 'image', 'news', 'file', 'template_card']
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.jsonValue({ maxDepth: 4 }), (msgtype, own) => {
      try {
        readIncoming({ msgtype, [msgtype]: own })
      } catch (error) {
        assert.ok(error instanceof WebhookRefusal, String(error))
      }
    }),
    { numRuns: 500 },
  )
})

test('twenty a minute and no more, also at once; the next minute counts anew', async () => {
  const { send, id } = await robot({ perMinute: undefined })
  const answers = await Promise.all(Array.from({ length: 23 }, (_, i) => send(text(`${i}`))))
  assert.equal(answers.filter((a) => a.errcode === 0).length, 20)
  assert.equal(answers.filter((a) => a.errcode === 45009).length, 3)
  assert.equal((await lead.get(`conversations/${id}`)).body.lastNo, 20)
  world.tick(60_000)
  assert.equal((await send(text('again'))).errcode, 0)
})

test('a key works from its addresses only, until it is rotated or the robot removed', async () => {
  const { send, made, path, id } = await robot({ addresses: ['10.1.0.0/16'] })
  assert.equal((await send(text('x'))).errcode, 60020)
  const changed = await lead.patch(`robots/${made.id}`, { addresses: ['127.0.0.1'] }, made.version)
  assert.equal(changed.status, 200, changed.text)
  assert.equal((await send(text('x'))).errcode, 0)
  const rotated = await lead.post(`robots/${made.id}/key`)
  assert.equal((await world.anyone.post(path, text('x'))).body.errcode, 93000)
  const next = new URL(rotated.body.url)
  const again = () => world.anyone.post(next.pathname + next.search, text('y'))
  assert.equal((await again()).body.errcode, 0)
  assert.equal((await lead.put(`robots/${made.id}/test`)).status, 200)
  assert.equal((await lead.delete(`robots/${made.id}`)).status, 204)
  assert.equal((await again()).body.errcode, 93000)
  assert.equal((await lead.delete(`robots/${made.id}`)).status, 404)
  assert.deepEqual((await lead.get(`conversations/${id}/robots`)).body.items, [])
})

test('only who decides about a conversation has its robots, and nobody is told a key twice', async () => {
  const { made, id, key } = await robot()
  const seen = await dealer.get(`conversations/${id}/robots`)
  assert.equal(seen.status, 200)
  assert.ok(!seen.text.includes(key))
  assert.equal((await dealer.post(`conversations/${id}/robots`, { name: 'x' })).status, 403)
  assert.equal((await dealer.post(`robots/${made.id}/key`)).status, 403)
  for (const user of [rival, outsider]) {
    assert.equal((await user.get(`conversations/${id}/robots`)).status, 404)
    assert.equal((await user.put(`robots/${made.id}/test`)).status, 404)
    assert.equal((await user.delete(`robots/${made.id}`)).status, 404)
  }
  const bad = await lead.post(`conversations/${id}/robots`, {
    name: 'x',
    addresses: ['everywhere'],
  })
  assert.equal(bad.body.errors[0].field, 'addresses.0')
  const rows = await world.rawSql(lead, 'SELECT name FROM robots')
  assert.deepEqual(rows, [], 'a job without a person sees none')
  await assert.rejects(world.rawSql(lead, 'SELECT key_hash FROM robots'), /permission denied/)
})

test('addresses and ranges hold for both families', () => {
  const cases: [string, string[], boolean][] = [
    ['10.1.2.3', [], true],
    ['10.1.2.3', ['10.1.0.0/16'], true],
    ['10.2.2.3', ['10.1.0.0/16'], false],
    ['::ffff:10.1.2.3', ['10.1.2.3'], true],
    ['2001:db8::5', ['2001:db8::/32'], true],
    ['2001:db9::5', ['2001:db8::/32', '10.0.0.0/8'], false],
  ]
  for (const [from, ranges, expected] of cases) assert.equal(isWithin(from, ranges), expected, from)
})

test('a public client of the format works when its calls come to our address', async () => {
  const { WechatRobot } = await import('push-all-in-one')
  // The package itself is untouched; its library for requests is told where that host is.
  const moved = axios.interceptors.request.use((call) => {
    call.url = (call.url ?? '').replace('https://qyapi.weixin.qq.com', address)
    return call
  })
  try {
    const { key, last, send } = await robot({ perMinute: 3 })
    const client = new WechatRobot({ WECHAT_ROBOT_KEY: key })
    const answer = await client.send('产线告警', '缝制落后 12%', { msgtype: 'text' })
    assert.deepEqual(answer.data, { errcode: 0, errmsg: 'ok' })
    assert.equal((await last()).text, '产线告警\n缝制落后 12%')
    await client.send('日报', '> 完成 **80%**', { msgtype: 'markdown' })
    assert.deepEqual(
      [(await last()).kind, (await last()).text],
      ['markdown', '日报\n\n> 完成 **80%**'],
    )
    await send(text('third'))
    const limited = await client.send('第四条', '', { msgtype: 'text' })
    assert.equal(limited.data.errcode, 45009)
    const wrong = await new WechatRobot({ WECHAT_ROBOT_KEY: 'no-such-key' }).send('x', '', {
      msgtype: 'text',
    })
    assert.equal(wrong.data.errcode, 93000)
  } finally {
    axios.interceptors.request.eject(moved)
  }
})
