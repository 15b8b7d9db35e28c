import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { talkWorld } from './conversation-fixture.ts'

const world = await talkWorld({ after })
const { lead, distributor, rival, dealer, outsider, open, say } = world
const id = await open(lead, [distributor, dealer])
const at = (no: number) => `conversations/${id}/messages/${no}`

async function upload(user: typeof lead, name: string, type: string, content = 'bytes') {
  const body = [
    '--x',
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    `Content-Type: ${type}`,
    '',
    content,
    '--x--',
    '',
  ].join('\r\n')
  const answer = await user.post('files', body, {
    'content-type': 'multipart/form-data; boundary=x',
  })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id as string
}

test('messages are numbered from one, in order, however many speak at once', async () => {
  const busy = await open(lead, [distributor, dealer])
  const numbers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => say([lead, distributor, dealer][i % 3]!, busy, `${i}`)),
  )
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    Array.from({ length: 30 }, (_, i) => i + 1),
  )
  const { body } = await dealer.get(`conversations/${busy}/messages?limit=10`)
  assert.deepEqual(
    body.items.map((m: { no: number }) => m.no),
    [21, 22, 23, 24, 25, 26, 27, 28, 29, 30],
  )
  assert.deepEqual([body.hasEarlier, body.hasLater], [true, false])
  const around = (await dealer.get(`conversations/${busy}/messages?around=5&limit=4`)).body
  assert.deepEqual(
    around.items.map((m: { no: number }) => m.no),
    [3, 4, 5, 6],
  )
  const after = (await dealer.get(`conversations/${busy}/messages?after=28`)).body
  assert.equal(after.items.length, 2)
})

test('a message sent again with its key is said once', async () => {
  const key = { 'idempotency-key': 'chat-key-0001' }
  const body = { kind: 'text', text: '只说一次' }
  const [first, second] = await Promise.all([
    lead.post(`conversations/${id}/messages`, body, key),
    lead.post(`conversations/${id}/messages`, body, key),
  ])
  assert.equal(first!.body.no, second!.body.no)
})

test('who is named must be there, and a reply needs something to answer', async () => {
  const no = await say(lead, id, '@Dealer owner 请看', { mentions: [dealer.personId] })
  const { body } = await dealer.get(`conversations/${id}/messages?after=${no - 1}`)
  assert.deepEqual(body.items[0].mentions, [{ personId: dealer.personId, name: 'Dealer owner' }])
  const reply = await say(dealer, id, '看到了', { replyNo: no })
  const answer = (await lead.get(`conversations/${id}/messages?after=${reply - 1}`)).body.items[0]
  assert.deepEqual(answer.replyTo, { no, name: 'Lead owner', text: '@Dealer owner 请看' })
  const bad = async (more: object) =>
    (await lead.post(`conversations/${id}/messages`, { kind: 'text', text: 'x', ...more })).body
      .errors[0].field
  assert.equal(await bad({ mentions: [rival.personId] }), 'mentions.0')
  assert.equal(await bad({ replyNo: 99_999 }), 'replyNo')
  assert.equal(await bad({ text: '' }), 'text')
  assert.equal(await bad({ text: 'x'.repeat(5001) }), 'text')
})

test('an edit keeps what was said before, for everybody; only who said it may edit', async () => {
  const no = await say(lead, id, '周五交货')
  const patch = { text: '周六交货' }
  assert.equal((await dealer.patch(at(no), patch, 1)).status, 403)
  assert.equal((await rival.patch(at(no), patch, 1)).status, 404)
  const edited = await lead.patch(at(no), patch, 1)
  assert.deepEqual([edited.body.text, edited.body.version], ['周六交货', 2])
  assert.ok(edited.body.editedAt)
  assert.equal((await lead.patch(at(no), patch, 1)).status, 412, 'from an old reading')
  const { body } = await dealer.get(`${at(no)}/versions`)
  assert.deepEqual(
    body.items.map((v: { text: string }) => v.text),
    ['周五交货'],
  )
  assert.equal((await rival.get(`${at(no)}/versions`)).status, 404)
})

test('what is taken back leaves its place; hosts may take back for others; the trace stays', async () => {
  const no = await say(dealer, id, '说错了')
  const answered = await say(lead, id, '什么？', { replyNo: no })
  assert.equal((await distributor.put(`${at(no)}/recall`)).status, 403)
  const recalled = await lead.put(`${at(no)}/recall`)
  assert.deepEqual(
    [recalled.body.text, recalled.body.recalledBy, recalled.body.sender.name],
    ['', 'Lead owner', 'Dealer owner'],
  )
  assert.equal((await dealer.put(`${at(no)}/recall`)).body.reason, 'recalled', 'once only')
  const reply = await distributor.get(`conversations/${id}/messages?after=${answered - 1}`)
  assert.equal(reply.body.items[0].replyTo.text, '')
  assert.equal((await distributor.get(`${at(no)}/versions`)).status, 403)
  assert.equal((await dealer.get(`${at(no)}/versions`)).body.items[0].text, '说错了')
  assert.deepEqual((await lead.get('messages?q=说错')).body.items, [])
  const twice = await say(lead, id, '并发')
  const both = await Promise.all([lead.put(`${at(twice)}/recall`), lead.put(`${at(twice)}/recall`)])
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
})

test('pictures and files reach the members, and nobody else', async () => {
  const picture = await upload(dealer, '样衣.png', 'image/png')
  const sheet = await upload(dealer, '尺码.xlsx', 'application/octet-stream')
  const send = (body: object) => dealer.post(`conversations/${id}/messages`, body)
  const shown = await send({ kind: 'picture', fileId: picture, width: 4, height: 3 })
  assert.deepEqual([shown.status, shown.body.file.name], [201, '样衣.png'])
  assert.deepEqual(shown.body.data, { width: 4, height: 3 })
  const sent = await send({ kind: 'file', fileId: sheet })
  assert.equal(sent.status, 201)
  assert.equal((await lead.get(`files/${sheet}`)).status, 200)
  assert.equal((await rival.get(`files/${sheet}`)).status, 404)
  assert.equal((await outsider.get(`files/${picture}`)).status, 404)
  assert.equal(
    (await send({ kind: 'picture', fileId: sheet })).body.errors[0].code,
    'not_a_picture',
  )
  const strange = await upload(rival, 'x.png', 'image/png')
  assert.equal((await send({ kind: 'file', fileId: strange })).body.errors[0].field, 'fileId')
  await dealer.put(`${at(sent.body.no)}/recall`)
  assert.equal((await lead.get(`files/${sheet}`)).status, 404, 'taken back with its message')
})

test('a card shows a record of ours, never an address elsewhere', async () => {
  const card = {
    title: '订单 2026-118',
    path: '/production/orders/1',
    facts: [{ label: '数量', value: '1,200 件' }],
  }
  const sent = await lead.post(`conversations/${id}/messages`, { kind: 'card', card })
  assert.deepEqual([sent.status, sent.body.template], [201, 'record'])
  assert.equal(sent.body.data.path, '/production/orders/1')
  const away = { ...card, path: '//evil.example' }
  assert.equal(
    (await lead.post(`conversations/${id}/messages`, { kind: 'card', card: away })).status,
    400,
  )
})

test('pins are shared, one each, and go with a recall', async () => {
  const no = await say(lead, id, '请收藏')
  assert.deepEqual((await dealer.put(`${at(no)}/pin`)).body.pinned, [no])
  assert.deepEqual((await lead.put(`${at(no)}/pin`)).body.pinned, [no])
  assert.deepEqual((await lead.get(`conversations/${id}`)).body.pinned, [no])
  assert.equal((await rival.put(`${at(no)}/pin`)).status, 404)
  assert.equal((await lead.put(`${at(99_999)}/pin`)).status, 404)
  assert.deepEqual((await lead.delete(`${at(no)}/pin`)).body.pinned, [])
  await lead.put(`${at(no)}/pin`)
  await lead.put(`${at(no)}/recall`)
  assert.deepEqual((await lead.get(`conversations/${id}`)).body.pinned, [])
})

test('words are found in Chinese and English, newest first and page by page', async () => {
  const room = await open(lead, [dealer], { title: '面料' })
  await say(lead, room, '全棉面料明天到厂')
  await say(dealer, room, 'Cotton fabric arrives tomorrow')
  await say(lead, room, '面料 50% 已检验')
  const find = async (q: string, more = '') =>
    (await dealer.get(`messages?q=${encodeURIComponent(q)}${more}`)).body
  const texts = (page: { items: { text: string }[] }) => page.items.map((m) => m.text)
  assert.deepEqual(texts(await find('面料')), ['面料 50% 已检验', '全棉面料明天到厂'])
  assert.deepEqual(texts(await find('FABRIC arr')), ['Cotton fabric arrives tomorrow'])
  assert.deepEqual(texts(await find('50%')), ['面料 50% 已检验'], 'a percent sign is itself')
  assert.deepEqual(texts(await find('料面')), [])
  assert.equal((await find('面料')).items[0].title, '面料')
  const first = await find('面料', '&limit=1')
  const second = await find('面料', `&limit=1&cursor=${first.nextCursor}`)
  assert.deepEqual([...texts(first), ...texts(second)], texts(await find('面料')))
  assert.deepEqual(texts(await find('面料', `&conversationId=${id}`)), [])
  assert.equal((await dealer.get('messages?q=x')).status, 400)
})
