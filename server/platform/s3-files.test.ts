import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import test, { after } from 'node:test'
import { testApp } from '../../test/app.ts'
import { s3StandIn } from '../../test/s3-stand-in.ts'
import { asOrg, openCtx, SYSTEM } from './ctx.ts'
import { sweepFiles } from './file-sweep.ts'
import { fileStore, insertFile, type KeptBytes } from './files.ts'
import { s3FileStore } from './s3-files.ts'

const { objects, state, settings, env } = await s3StandIn({ after })

async function store(secret = settings.secret) {
  const folder = await mkdtemp(join(tmpdir(), 'jingwei-s3-'))
  after(() => rm(folder, { recursive: true, force: true }))
  return s3FileStore(fileStore(folder), { ...settings, secret })
}
const placeOf = (sha256: string) => `/${sha256.slice(0, 2)}/${sha256}`

test('what is kept lies in the store under its hash, and comes back to a process that never had it', async () => {
  const first = await store()
  const kept = await first.keep(
    Readable.from([Buffer.from('面料检验报告')]),
    '报告.txt',
    'text/plain',
  )
  assert.deepEqual([...objects.keys()], [placeOf(kept.sha256)])
  const second = await store()
  const { stream, bytes } = await second.open(kept.sha256)
  assert.deepEqual([await text(stream), bytes], ['面料检验报告', 18])
  objects.clear()
  assert.equal(await text((await second.open(kept.sha256)).stream), '面料检验报告', 'by now a copy')
})

test('a wrong secret keeps nothing, and neither does a store that is down', async () => {
  objects.clear()
  const wrong = await store('another secret')
  const keep = (to: Awaited<ReturnType<typeof store>>) =>
    to.keep(Readable.from([Buffer.from('x')]), 'x', 'text/plain')
  await assert.rejects(keep(wrong), /answered 403/)
  assert.equal(state.refusals.at(-1), 'wrong signature')
  state.isDown = true
  await assert.rejects(keep(await store()), /answered 503/)
  state.isDown = false
  assert.equal(objects.size, 0)
  await assert.rejects((await store()).open('0'.repeat(64)), /does not have 0000/)
})

test('the app keeps uploads there when its settings say so', async (t) => {
  objects.clear()
  const { newOrg } = await testApp(t, { env })
  const user = await newOrg()
  const body =
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n你好\r\n--x--\r\n'
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const made = await user.post('files', body, headers)
  assert.equal(made.status, 201, made.text)
  assert.equal(objects.size, 1)
  assert.equal((await user.get(`files/${made.body.id}`)).text, '你好')
})

test('names come page by page, and nothing that is not named as our files are', async () => {
  objects.clear()
  const { away, keep } = await store()
  const kept: string[] = []
  for (const word of ['一', '二', '三', '四', '五'])
    kept.push((await keep(Readable.from([Buffer.from(word)]), 'a', 'text/plain')).sha256)
  const foreign = { bytes: Buffer.from('x'), writtenAt: new Date(0) }
  for (const path of ['/backup.tar', `/00/${kept[0]}`, `/${kept[0]}`]) objects.set(path, foreign)
  const found: string[] = []
  for await (const page of away!.names()) found.push(...page)
  assert.deepEqual(found.sort(), kept.sort())
  assert.equal(await away!.read('0'.repeat(64)), null)
  assert.equal(await away!.writtenAt('0'.repeat(64)), null)
})

test('objects that nothing refers to are swept, by the database that came first, and nothing else is', async (t) => {
  objects.clear()
  const { app, newOrg } = await testApp(t, { env })
  const lead = await newOrg()
  const { owner } = app.database
  const sweep = (hours = 0) =>
    sweepFiles(owner, app.files, new Date(Date.now() + hours * 3_600_000))
  const acting = asOrg(app.source, openCtx(app.source, SYSTEM), lead.orgId)
  const insert = (kept: KeptBytes) => acting.transaction((tx) => insertFile(tx, kept))
  const keep = (words: string) =>
    app.files.keep(Readable.from([Buffer.from(words)]), 'a.txt', 'text/plain')
  const lies = (kept: KeptBytes) => objects.has(placeOf(kept.sha256))
  const [refused, used, other] = [await keep('refused'), await keep('used'), await keep('other')]
  await insert(used)
  const foreign = { bytes: Buffer.from('x'), writtenAt: new Date(0) }
  objects.set('/backup.tar', foreign)
  assert.equal((await sweep()).away, 0, 'what is younger than an hour may yet get its row')
  assert.equal((await sweep(2)).away, 2)
  assert.deepEqual([refused, used, other].map(lies), [false, true, false])
  assert.ok(objects.has('/backup.tar'))

  // The copy here may be there still: what counts is what lies in the store.
  const again = await keep('swept under way')
  objects.delete(placeOf(again.sha256))
  assert.ok(existsSync(again.path))
  await assert.rejects(insert(again), { code: 'unavailable' })
  await insert(await keep('swept under way'))

  objects.set('/jingwei-owner', { bytes: Buffer.from('another/1'), writtenAt: new Date() })
  await keep('of a copy of the database')
  assert.equal((await sweep(2)).away, 'not ours')
  assert.equal(objects.size, 5)
})

test('uploads of old content while the store is swept never leave a row without its bytes', async (t) => {
  objects.clear()
  const { app, newOrg } = await testApp(t, { env })
  const lead = await newOrg()
  const acting = asOrg(app.source, openCtx(app.source, SYSTEM), lead.orgId)
  const keep = () =>
    app.files.keep(Readable.from([Buffer.from('the same again')]), 'a.txt', 'text/plain')
  for (let round = 0; round < 40; round++) {
    const { sha256 } = await keep()
    const [file] = await Promise.all([
      keep()
        .then((kept) => acting.transaction((tx) => insertFile(tx, kept)))
        .catch((error) => (error.code === 'unavailable' ? null : Promise.reject(error))),
      sweepFiles(app.database.owner, app.files, new Date(Date.now() + 2 * 3_600_000)),
    ])
    assert.equal(file === null || objects.has(placeOf(sha256)), true, `round ${round}`)
    await app.database.owner.query('DELETE FROM files')
  }
})
