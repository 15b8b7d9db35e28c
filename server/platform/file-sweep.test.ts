import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import test from 'node:test'
import { parseCrontab } from 'graphile-worker'
import pino from 'pino'
import { testApp, type User } from '../../test/app.ts'
import { asOrg, openCtx, SYSTEM } from './ctx.ts'
import { sweepFiles } from './file-sweep.ts'
import { insertFile, type KeptBytes } from './files.ts'
import { startWorker } from './jobs.ts'

const { app, newOrg } = await testApp({ after: test.after })
const { owner } = app.database
const lead = await newOrg('Lead')
const chain = (await lead.post('chains', { name: '羽绒' })).body.id
const HOUR = 3_600_000
const sweep = (hours = 0) => sweepFiles(owner, app.files, new Date(Date.now() + hours * HOUR))
let content = 0

const keep = (text = `content ${++content}`) =>
  app.files.keep(Readable.from([text]), 'a.txt', 'text/plain')
const actingAs = (user: User) => asOrg(app.source, openCtx(app.source, SYSTEM), user.orgId)
const insert = (kept: KeptBytes, user = lead) =>
  actingAs(user).transaction((tx) => insertFile(tx, kept))
const ageBytes = (kept: KeptBytes) => utimes(kept.path, 0, 0)
const draft = async (fileIds: string[]) => {
  const made = await lead.post('notices', {
    chainId: chain,
    kind: 'announcement',
    title: 'x',
    fileIds,
  })
  assert.equal(made.status, 201, made.text)
  return made.body.id
}
const isThere = async (id: string) => (await lead.get(`files/${id}`)).status === 200

test('bytes without a row go after an hour, and bytes with one stay', async () => {
  const [refused, fresh, used] = [await keep(), await keep(), await keep()]
  const file = await insert(used)
  await draft([file.id])
  await ageBytes(refused)
  await ageBytes(used)
  assert.deepEqual(await sweep(), { rows: 0, files: 1, bytes: refused.bytes })
  assert.deepEqual(
    [refused, fresh, used].map((kept) => existsSync(kept.path)),
    [false, true, true],
  )
  assert.equal((await sweep(2)).files, 1, 'the fresh one, once it is old')
  assert.ok(await isThere(file.id))
})

test('a row that nothing refers to goes after a day, its bytes with it', async () => {
  const [kept, used] = [await insert(await keep()), await insert(await keep())]
  const notice = await draft([used.id])
  assert.equal((await sweep(23)).rows, 0)
  assert.equal((await sweep(25)).rows, 1)
  assert.deepEqual([await isThere(kept.id), await isThere(used.id)], [false, true])
  assert.equal((await lead.delete(`notices/${notice}`)).status, 204)
  assert.deepEqual(await sweep(25), { rows: 1, files: 1, bytes: used.bytes })
  assert.equal((await lead.get(`files/${used.id}`)).status, 404)
})

test('content that another org keeps stays when one of them lets it go', async () => {
  const other = await newOrg('Other')
  const kept = await keep()
  await insert(kept, other)
  const mine = await insert(kept)
  await draft([mine.id])
  await ageBytes(kept)
  assert.equal((await sweep(25)).rows, 1)
  assert.ok(await isThere(mine.id))
})

test('an upload of an import is kept as long as the import', async () => {
  const form = new FormData()
  form.append('file', new Blob(['编码,名称\nA,甲']), 'a.csv')
  const request = new Request('http://x', { method: 'POST', body: form })
  const begun = await app.http.inject({
    method: 'POST',
    url: `/api/v1/chains/${chain}/imports`,
    headers: { cookie: lead.cookie, 'content-type': request.headers.get('content-type')! },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  assert.equal(begun.statusCode, 201, begun.body)
  const { rows } = await owner.query('SELECT file_id FROM imports WHERE id = $1', [begun.json().id])
  assert.equal((await sweep(1000)).rows, 0)
  assert.ok(await isThere(rows[0].file_id))
})

test('half-written uploads go after a day', async () => {
  const part = join(app.files.folder, '0198.part')
  await writeFile(part, 'half')
  await sweep(23)
  assert.ok(existsSync(part))
  await sweep(25)
  assert.equal(existsSync(part), false)
})

test('a row that is about to commit keeps its bytes, however old they are', async () => {
  const kept = await keep()
  await ageBytes(kept)
  const id = await actingAs(lead).transaction(async (tx) => {
    const file = await insertFile(tx, kept)
    assert.equal((await sweep()).files, 0, 'another connection is sweeping meanwhile')
    return file.id
  })
  assert.ok(await isThere(id))
})

test('bytes that were swept before their row was written are asked for again', async () => {
  const kept = await keep()
  await ageBytes(kept)
  assert.equal((await sweep()).files, 1)
  await assert.rejects(insert(kept), { code: 'unavailable' })
  const { rows } = await owner.query('SELECT 1 FROM files WHERE sha256 = $1', [kept.sha256])
  assert.equal(rows.length, 0)
})

test('uploads of old content while sweeps run never leave a row without its bytes', async () => {
  const text = 'the same sheet, refused last week and right today'
  for (let round = 0; round < 150; round++) {
    const kept = await keep(text)
    await ageBytes(kept)
    const [file] = await Promise.all([
      keep(text).then((again) => insert(again)),
      sweep(),
      ...(round % 3 === 0 ? [sweep()] : []),
    ])
    assert.ok(existsSync(kept.path), `round ${round}`)
    assert.ok(await isThere(file.id), `round ${round}`)
    await owner.query('DELETE FROM files WHERE id = $1', [file.id])
  }
})

test('a reference that comes while rows are swept is refused or keeps its file', async () => {
  for (let round = 0; round < 20; round++) {
    const file = await insert(await keep())
    const body = { chainId: chain, kind: 'announcement', title: 'x', fileIds: [file.id] }
    const [made] = await Promise.all([lead.post('notices', body), sweep(25)])
    assert.ok([201, 400, 409].includes(made.status), made.text)
    assert.equal(await isThere(file.id), made.status === 201)
  }
})

test('two sweeps at once take each file once, and what a dead one moved aside goes', async () => {
  const kept = await keep()
  await ageBytes(kept)
  const both = await Promise.all([sweep(), sweep()])
  assert.equal(both[0].files + both[1].files, 1)
  const aside = `${kept.path}.swept`
  await writeFile(aside, 'moved aside')
  await sweep(25)
  assert.equal(existsSync(aside), false)
})

test('every column that names a file points at it, so that a sweep knows it is used', async () => {
  const { rows } = await owner.query(`
    SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.column_name ~ '(^|_)file_ids?$' AND NOT EXISTS (
      SELECT 1 FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND k.confrelid = 'files'::regclass
        AND k.conrelid::regclass::text = c.table_name AND a.attname = c.column_name)`)
  assert.deepEqual(rows, [])
})

test('the worker sweeps by the clock', async () => {
  const kept = await keep()
  await ageBytes(kept)
  const log = pino({ level: 'silent' }) as never
  const worker = await startWorker(app.source, app.jobs, app.chores, log)
  try {
    const { rows } = await owner.query(
      `SELECT identifier FROM graphile_worker._private_known_crontabs ORDER BY 1`,
    )
    assert.deepEqual(
      rows.map((row) => row.identifier),
      Object.keys(app.chores).sort(),
    )
    await owner.query(`SELECT graphile_worker.add_job('sweep_files', '{}')`)
    const until = Date.now() + 10_000
    while (existsSync(kept.path) && Date.now() < until) await new Promise((r) => setTimeout(r, 20))
    assert.equal(existsSync(kept.path), false)
  } finally {
    await worker.stop()
  }
  for (const [task, { at }] of Object.entries(app.chores)) {
    assert.equal(parseCrontab(`${at} ${task}`).length, 1)
  }
  assert.ok((await readdir(app.files.folder)).length > 0)
})
