import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readBytes, workbook, zipOf } from '../../platform/sheets/made-files.ts'
import { csv, importWorld, xlsx } from './import-fixture.ts'

const world = await importWorld({ after })
const { owner, lead, newChain, upload, importInto, placesIn, failuresOf, runJobs } = world
const HEAD = ['编码', '名称', '上级编码']
const counted = async (table: string, where = 'true') =>
  (await owner.query(`SELECT count(*) AS n FROM ${table} WHERE ${where}`)).rows[0].n as number

/** GB18030 as the office programs of China save it; Node reads it and does not write it. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const bytes = new Map<string, number[]>()
  for (let a = 0x81; a < 0xff; a++) {
    for (let b = 0x40; b < 0xff; b++) bytes.set(decoder.decode(Uint8Array.of(a, b)), [a, b])
  }
  return Buffer.from([...text].flatMap((c) => (c < '\x80' ? c.charCodeAt(0) : bytes.get(c)!)))
}

/** 300 partners under a title, a note and a blank row, the groups merged, some rows wrong. */
function messyRows(): string[][] {
  const rows = Array.from({ length: 300 }, (_, i) => [
    i % 50 === 0 ? `华东区/第${i / 50 + 1}组` : '',
    `S${String(i).padStart(3, '0')}`,
    ` 第${i}店 `,
    i < 10 ? '' : `S${String(Math.floor(i / 10) - 1).padStart(3, '0')}`,
    '91350100M000100Y43',
    `店长${i}`,
    `138-0000-${String(i).padStart(4, '0')}`,
    '新店、旗舰',
  ])
  rows[20]![4] = '91350100M000100Y44'
  rows[120]![1] = 'S119'
  rows[130]![2] = ''
  rows[140]![6] = '见名片'
  rows[150]![3] = 'S999'
  return rows
}
const MESSY_HEAD = [
  '大区',
  '门店编码＊',
  '门店名称（必填）',
  '上级',
  '税号',
  '店长',
  '手机',
  '标签',
]
const TITLE = ['2026 年门店清单（华东）']
const NOTE = ['说明：请勿更改表头，编码不能重复']

async function messyWorkbook(): Promise<Buffer> {
  const xml = (cells: string[], r: number) =>
    `<row r="${r}">${cells.map((c, i) => (c === '' ? '' : `<c r="${String.fromCharCode(65 + i)}${r}" t="inlineStr"><is><t>${c}</t></is></c>`)).join('')}</row>`
  const data = messyRows().map((cells, i) => xml(cells, i + 5))
  const merged = Array.from(
    { length: 6 },
    (_, i) => `<mergeCell ref="A${i * 50 + 5}:A${i * 50 + 54}"/>`,
  )
  return workbook({
    rows: [xml(TITLE, 1), xml(NOTE, 2), xml(MESSY_HEAD, 4), ...data].join(''),
    after: `<mergeCells count="7"><mergeCell ref="A1:H1"/>${merged.join('')}</mergeCells>`,
  })
}
const MESSY_FAILURES = {
  25: 'uscc: uscc_check_digit',
  125: 'code: duplicate_code',
  135: 'name: required',
  145: 'contactPhone: phone_invalid',
  155: 'parentCode: parent_missing',
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [215 + i, 'parentCode: parent_failed']),
  ),
}

test('a messy sheet of 300 partners is read, guessed, imported and told row by row', async (t) => {
  const chain = await newChain()
  const begun = await upload(lead, chain, await messyWorkbook(), {}, '门店清单.xlsx')
  assert.equal(begun.status, 201, begun.text)
  assert.equal(begun.body.plan.headerRow, 4)
  const fields = [
    'group',
    'code',
    'name',
    'parentCode',
    'uscc',
    'contactName',
    'contactPhone',
    'tags',
  ]
  assert.deepEqual(
    begun.body.plan.mapping,
    Object.fromEntries(fields.map((field, i) => [field, i])),
  )
  assert.equal(begun.body.preview[1][0], '华东区/第1组', 'a merged cell counts for all its rows')
  const started = await lead.post(`imports/${begun.body.id}/run`)
  assert.equal(started.body.state, 'running')
  await runJobs()
  const done = (await lead.get(`imports/${begun.body.id}`)).body
  const failed = await failuresOf(begun.body.id)
  for (const [row, problems] of Object.entries(MESSY_FAILURES))
    assert.equal(failed[Number(row)], problems)
  assert.equal(Object.keys(failed).length, done.counts.failed)
  assert.equal(done.state, 'done')
  assert.equal(done.rowsTotal, 300)
  assert.equal(done.rowsDone, 300)
  const places = await placesIn(chain)
  assert.equal(places.length, done.counts.created)
  assert.equal(places.length + done.counts.failed, 300)
  assert.deepEqual(
    places
      .filter(({ code }) => ['S000', 'S012', 'S299'].includes(code))
      .map((p) => [p.code, p.name, p.parent, p.tier]),
    [
      ['S000', '第0店', null, 1],
      ['S012', '第12店', 'S000', 2],
      ['S299', '第299店', 'S028', 3],
    ],
  )
  const of = `partner_id IN (SELECT id FROM partners WHERE chain_id = '${chain}')`
  assert.equal(await counted('contacts', of), places.length)
  assert.equal(
    await counted('contacts', `${of} AND phone ~ '^138\\d{8}$' AND is_primary`),
    places.length,
  )
  assert.equal(await counted('partner_tags', of), places.length * 2)
  assert.equal(await counted('partner_group_members', of), places.length)
  assert.equal(
    await counted('partner_groups', `chain_id = '${chain}'`),
    7,
    'one region with six groups',
  )

  const file = await world.app.http.inject({
    url: `/api/v1/imports/${begun.body.id}/result.xlsx`,
    headers: { cookie: lead.cookie },
  })
  const result = await readBytes(t as never, file.rawPayload)
  assert.equal(result.length, 301)
  const row25 = result.find(({ cells }) => cells[0] === '25')!
  assert.match(row25.cells[1]!, /失败 Failed/)
  assert.match(row25.cells[2]!, /^税号: .*校验位不符.*check digit/)
  assert.equal(row25.cells[4], 'S020', 'with the cells as they were')
})

test('the same rows as GBK CSV give the same chain', async () => {
  const chain = await newChain()
  const group = (i: number) => `华东区/第${Math.floor(i / 50) + 1}组`
  const rows = messyRows().map((cells, i) => [group(i), ...cells.slice(1)])
  const done = await importInto(chain, gbk(csv(TITLE, NOTE, [], MESSY_HEAD, ...rows)))
  assert.equal(done.encoding, 'gb18030')
  assert.equal(done.state, 'done')
  const failed = await failuresOf(done.id)
  for (const [row, problems] of Object.entries(MESSY_FAILURES))
    assert.equal(failed[Number(row)], problems)
})

test('the same sheet again changes nothing; a changed one changes only what it says', async () => {
  const chain = await newChain()
  const head = [...HEAD, '联系人', '电话', '标签', '大区', '备注']
  const rows = [
    ['A', '一级', '', '王芳', '13800138000', '重点', '华东', '老客户'],
    ['B', '二级', 'A', '', '', '', '', ''],
    ['C', '三级', 'B', '李雷', '13900139000', '', '华东/浙江', ''],
  ]
  assert.deepEqual((await importInto(chain, csv(head, ...rows))).counts, { created: 3 })
  const totals = async () =>
    Promise.all(
      ['partners', 'contacts', 'partner_tags', 'partner_group_members'].map((t) => counted(t)),
    )
  const before = await totals()
  assert.deepEqual((await importInto(chain, csv(head, ...rows))).counts, { unchanged: 3 })
  assert.deepEqual(await totals(), before)
  rows[0]![7] = ''
  rows[1]![1] = '新名'
  rows[2]![5] = '新店'
  assert.deepEqual((await importInto(chain, csv(head, ...rows))).counts, {
    unchanged: 1,
    updated: 2,
  })
  const { rows: kept } = await owner.query(
    'SELECT code, name, note, version FROM partners WHERE chain_id = $1 ORDER BY code',
    [chain],
  )
  assert.deepEqual(kept, [
    { code: 'A', name: '一级', note: '老客户', version: 1 },
    { code: 'B', name: '新名', note: '', version: 2 },
    { code: 'C', name: '三级', note: '', version: 1 },
  ])
})

test('the order of the rows does not matter', async () => {
  const rows = Array.from({ length: 25 }, (_, i) => [`R${i}`, `店${i}`, i === 0 ? '' : `R${i - 1}`])
  const chain = await newChain()
  const done = await importInto(chain, csv(HEAD, ...rows.toReversed()))
  assert.deepEqual(done.counts, { created: 25 })
  const places = await placesIn(chain)
  assert.equal(places.length, 25)
  for (const { code, tier } of places) assert.equal(tier, Number(code.slice(1)) + 1)
})

test('parents that are missing, circular, too deep or elsewhere fail their rows by name', async () => {
  const chain = await newChain()
  const deep = Array.from({ length: 32 }, (_, i) => [`D${i}`, `深${i}`, i === 0 ? '' : `D${i - 1}`])
  const sheet = csv(
    HEAD,
    ['X', '甲', 'Y'],
    ['Y', '乙', 'X'],
    ['Z', '丙', 'X'],
    ['M', '丁', 'nowhere'],
    ['N', '戊', 'M'],
    ['S', '己', 'S'],
    ['OK', '庚', ''],
    ['OK', '辛', ''],
    ...deep,
  )
  const expected = {
    2: 'parentCode: parent_cycle',
    3: 'parentCode: parent_cycle',
    4: 'parentCode: parent_cycle',
    5: 'parentCode: parent_missing',
    6: 'parentCode: parent_failed',
    7: 'parentCode: own_parent',
    9: 'code: duplicate_code',
    40: 'parentCode: too_deep',
    41: 'parentCode: parent_failed',
  }
  const tried = await importInto(chain, sheet, { act: 'check' })
  assert.deepEqual(await failuresOf(tried.id), expected)
  const done = await importInto(chain, sheet)
  assert.deepEqual(await failuresOf(done.id), expected)
  assert.deepEqual(done.counts, tried.counts)
  const { body } = await lead.get(`imports/${done.id}/rows?outcome=failed`)
  const duplicate = body.items.find((row: { rowNo: number }) => row.rowNo === 9)
  assert.match(duplicate.problems[0].message, /第 8 行.*Row 8/)

  const moved = await importInto(chain, csv(HEAD, ['D5', '深5', 'OK'], ['NEW', '新', 'D5']))
  assert.deepEqual(await failuresOf(moved.id), { 2: 'parentCode: parent_differs' })
  assert.deepEqual(moved.counts, { failed: 1, created: 1 }, 'its child stands below it where it is')
  assert.equal((await placesIn(chain)).find(({ code }) => code === 'NEW')!.parent, 'D5')
})

test('a dry run tells the same outcomes and writes nothing else', async () => {
  const chain = await newChain()
  await importInto(chain, csv(HEAD, ['A', '一', ''], ['B', '二', 'A']))
  const tables = [
    'partners',
    'contacts',
    'partner_groups',
    'partner_group_members',
    'partner_tags',
    'events',
  ]
  const totals = () => Promise.all(tables.map((table) => counted(table)))
  const before = await totals()
  const head = [...HEAD, '联系人', '分组', '标签']
  const sheet = csv(
    head,
    ['A', '一', '', '', '', ''],
    ['B', '改', 'A', '', '', ''],
    ['C', '三', 'D', '王', '东', '新'],
    ['D', '四', 'A', '', '', ''],
  )
  const tried = await importInto(chain, sheet, { act: 'check' })
  assert.equal(tried.state, 'checked')
  assert.deepEqual(tried.counts, { unchanged: 1, updated: 1, created: 2 })
  assert.deepEqual(await totals(), before)
  assert.equal((await lead.post(`imports/${tried.id}/run`)).status, 200)
  await runJobs()
  const done = (await lead.get(`imports/${tried.id}`)).body
  assert.equal(done.state, 'done')
  assert.deepEqual(done.counts, tried.counts)
  assert.equal(done.rowsDone, 4)
  assert.equal((await lead.post(`imports/${tried.id}/run`)).body.code, 'already_done')
})

test('a partner imports below itself, and its lead cannot change what it brought', async () => {
  const chain = await newChain()
  const dealer = await world.newOrg()
  await importInto(chain, csv(HEAD, ['A', '经销商', ''], ['B', '门店', 'A']))
  await owner.query(
    `UPDATE partners SET partner_org_id = $2, status = 'joined', joined_at = now()
     WHERE chain_id = $1 AND code = 'A'`,
    [chain, dealer.orgId],
  )
  await owner.query(`UPDATE partners SET owner_org_id = $2 WHERE chain_id = $1 AND code = 'B'`, [
    chain,
    dealer.orgId,
  ])
  const mine = await importInto(
    chain,
    csv(HEAD, ['B', '我的店', ''], ['E', '分店', 'B'], ['F', '直营', 'A']),
    {
      user: dealer,
    },
  )
  assert.deepEqual(mine.counts, { created: 3 })
  const places = (await placesIn(chain)).filter(({ owner_org_id }) => owner_org_id === dealer.orgId)
  assert.deepEqual(
    places.map(({ name, parent, tier }) => [name, parent, tier]).sort(),
    [
      ['我的店', 'A', 2],
      ['门店', 'A', 2],
      ['分店', 'B', 3],
      ['直营', 'A', 2],
    ].sort(),
  )
  const again = await importInto(
    chain,
    csv(HEAD, ['A', '经销商', ''], ['B', '改名', 'A'], ['G', '新', 'A']),
  )
  assert.deepEqual(await failuresOf(again.id), {
    3: 'name: not_yours',
    4: 'parentCode: parent_not_yours',
  })
  const b = (
    await owner.query(
      `SELECT id FROM partners WHERE chain_id = $1 AND code = 'B' AND name = '门店'`,
      [chain],
    )
  ).rows[0]
  const refused = await upload(lead, chain, csv(HEAD, ['H', '新', '']), { parentId: b.id })
  assert.equal(refused.status, 403)
})

test('whoever may not import is refused, and another org finds nothing', async () => {
  const chain = await newChain()
  const done = await importInto(chain, csv(HEAD, ['A', '一', '']))
  const stranger = await world.newOrg()
  const member = await world.newMember(lead, 'member')
  const paths = [
    `imports/${done.id}`,
    `imports/${done.id}/rows`,
    `imports/${done.id}/result.xlsx`,
    `chains/${chain}/imports`,
  ]
  for (const path of paths) {
    assert.equal((await stranger.get(path)).status, 404, path)
    assert.equal((await world.anyone.get(path)).status, 401, path)
    assert.equal((await member.get(path)).status, 200, path)
  }
  for (const act of ['check', 'run', 'cancellation']) {
    assert.equal((await stranger.post(`imports/${done.id}/${act}`)).status, 404, act)
    assert.equal((await member.post(`imports/${done.id}/${act}`)).status, 403, act)
    assert.equal((await world.anyone.post(`imports/${done.id}/${act}`)).status, 401, act)
  }
  const sheet = csv(HEAD, ['A', '一', ''])
  assert.equal((await upload(stranger, chain, sheet)).status, 404)
  assert.equal((await upload(member, chain, sheet)).status, 403)
  assert.equal((await upload(world.anyone, chain, sheet)).status, 401)
  const plan = { plan: done.plan }
  assert.equal((await stranger.patch(`imports/${done.id}`, plan, done.version)).status, 404)
  assert.equal((await member.patch(`imports/${done.id}`, plan, done.version)).status, 403)
})

test('what cannot be read is answered with its reason, and nothing is kept', async () => {
  const chain = await newChain()
  const wide = csv(Array.from({ length: 201 }, (_, i) => `c${i}`))
  const bomb = await workbook({
    parts: {
      'xl/worksheets/sheet1.xml': function* () {
        yield '<worksheet><sheetData>'
        for (let i = 0; i < 64; i++) yield Buffer.alloc(1 << 20, ' ')
        yield '</sheetData></worksheet>'
      },
    },
  })
  const before = await counted('files')
  for (const [file, status, reason] of [
    ['', 400, 'file_empty'],
    [wide, 400, 'sheet_too_many_columns'],
    [Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 400, 'sheet_old_xls'],
    [Buffer.from('%PDF-1.7 binary \0'), 400, 'sheet_other_format'],
    ['<html><table><tr><td>A</td></tr></table></html>', 400, 'sheet_html'],
    [await zipOf({ 'a.txt': 'not a workbook' }), 400, null],
    [bomb, 413, 'sheet_zip_bomb'],
  ] as const) {
    const answer = await upload(lead, chain, file as Buffer)
    assert.equal(answer.status, status, answer.text)
    assert.match(String(answer.headers['content-type']), /problem\+json/)
    if (reason !== null) assert.equal(answer.body.reason, reason)
  }
  assert.equal((await lead.post(`chains/${chain}/imports`, { side: 'downstream' })).status, 400)
  const sideways = await upload(lead, chain, csv(HEAD), { side: 'sideways' })
  assert.equal(sideways.body.errors[0].field, 'side')
  assert.equal(await counted('files'), before)
  assert.deepEqual((await lead.get(`chains/${chain}/imports`)).body.items, [])
})

test('a plan can be corrected while nothing runs, and only to what the sheet has', async () => {
  const chain = await newChain()
  const file = await xlsx(
    ['甲', '乙', '丙'],
    [
      ['A', '一店', ''],
      ['B', '二店', 'A'],
    ],
  )
  const { body } = await upload(lead, chain, file)
  assert.deepEqual(body.plan.mapping, {})
  const refused = await lead.post(`imports/${body.id}/run`)
  assert.equal(refused.body.errors[0].field, 'plan.mapping.name')
  const plan = { sheet: '门店', headerRow: 1, mapping: { code: 0, name: 1, parentCode: 2 } }
  assert.equal((await lead.call('PATCH', `imports/${body.id}`, { plan })).status, 428)
  assert.equal((await lead.patch(`imports/${body.id}`, { plan }, body.version + 1)).status, 412)
  for (const [wrong, field] of [
    [{ ...plan, mapping: { name: 9 } }, 'plan.mapping.name'],
    [{ ...plan, mapping: { name: 1, code: 1 } }, 'plan.mapping.code'],
    [{ ...plan, sheet: '没有' }, 'plan.sheet'],
  ] as const) {
    const answer = await lead.patch(`imports/${body.id}`, { plan: wrong }, body.version)
    assert.equal(answer.status, 400)
    assert.ok(
      answer.body.errors.some((e: { field: string }) => e.field === field),
      answer.text,
    )
  }
  const changed = await lead.patch(`imports/${body.id}`, { plan }, body.version)
  assert.equal(changed.status, 200, changed.text)
  assert.equal(changed.headers.etag, `"${changed.body.version}"`)
  assert.deepEqual(changed.body.preview[0], ['A', '一店'])
  await lead.post(`imports/${body.id}/run`)
  const late = await lead.patch(`imports/${body.id}`, { plan }, changed.body.version + 1)
  assert.equal(late.body.code, 'wrong_state')
  await runJobs()
  assert.deepEqual((await lead.get(`imports/${body.id}`)).body.counts, { created: 2 })
})

test('a cancelled import does nothing more, and can be run again', async () => {
  const chain = await newChain()
  const { body } = await upload(lead, chain, csv(HEAD, ['A', '一', '']))
  await lead.post(`imports/${body.id}/run`)
  const cancelled = await lead.post(`imports/${body.id}/cancellation`)
  assert.equal(cancelled.body.state, 'cancelled')
  assert.equal((await lead.post(`imports/${body.id}/cancellation`)).body.code, 'already_done')
  await runJobs()
  assert.equal((await placesIn(chain)).length, 0)
  assert.equal((await lead.post(`imports/${body.id}/run`)).status, 200)
  await runJobs()
  assert.equal((await lead.get(`imports/${body.id}`)).body.state, 'done')
  assert.equal((await placesIn(chain)).length, 1)
})

test('an import of a sheet without rows fails with the reason', async () => {
  const chain = await newChain()
  const done = await importInto(chain, csv(HEAD))
  assert.equal(done.state, 'failed')
  assert.equal(done.failure, 'import_no_rows')
})

test('two imports into one chain at once both finish, and every partner is there once', async () => {
  const chain = await newChain()
  const rows = Array.from({ length: 300 }, (_, i) => [
    `T${i}`,
    `店${i}`,
    i < 10 ? '' : `T${i % 10}`,
  ])
  const ids = []
  for (const part of [rows.slice(0, 200), rows.slice(100)]) {
    const { body } = await upload(
      lead,
      chain,
      csv(HEAD, ...rows.slice(0, 10), ...part.filter((r) => r[2])),
    )
    await lead.post(`imports/${body.id}/run`)
    ids.push(body.id)
  }
  await Promise.all([runJobs(), runJobs()])
  const done = await Promise.all(ids.map(async (id) => (await lead.get(`imports/${id}`)).body))
  assert.deepEqual(
    done.map(({ state }) => state),
    ['done', 'done'],
  )
  assert.equal((await placesIn(chain)).length, 300)
  assert.equal(
    done.reduce((sum, { counts }) => sum + (counts.created ?? 0), 0),
    300,
  )
})

test('a process killed while it reads and again while it places loses and doubles nothing', async () => {
  const ROWS = 24_000
  const chain = await newChain()
  const rows = Array.from({ length: ROWS }, (_, i) => [
    `K${i}`,
    `店${i}`,
    i < 20 ? '' : `K${i % 20}`,
    `人${i}`,
  ])
  const { body } = await upload(lead, chain, csv([...HEAD, '联系人'], ...rows))
  assert.equal((await lead.post(`imports/${body.id}/run`)).status, 200)
  const progress = async () =>
    (await owner.query('SELECT state, rows_read, rows_done FROM imports WHERE id = $1', [body.id]))
      .rows[0]
  const urls = [world.app.database.owner, world.app.database.app].map(
    (pool) =>
      (pool as unknown as { options: { connectionString: string } }).options.connectionString,
  )
  const dataDir = dirname(dirname(dirname(world.app.files.path('0'.repeat(64)))))
  const script = fileURLToPath(new URL('./import-worker.ts', import.meta.url))
  const workUntil = async (isThere: (now: Awaited<ReturnType<typeof progress>>) => boolean) => {
    const child = spawn(process.execPath, [script, ...urls, dataDir], { stdio: 'inherit' })
    const ended = once(child, 'exit')
    for (const deadline = Date.now() + 120_000; !isThere(await progress()); await sleep(5)) {
      assert.equal(child.exitCode, null, 'the process ended by itself')
      assert.ok(Date.now() < deadline, JSON.stringify(await progress()))
    }
    child.kill('SIGKILL')
    await ended
    return progress()
  }
  const first = await workUntil(({ rows_read }) => rows_read > 0)
  assert.equal(first.state, 'running')
  assert.ok(first.rows_read < ROWS, 'the first was killed while it read')
  const second = await workUntil(({ rows_done }) => rows_done > 0)
  assert.ok(second.rows_done < ROWS, 'the second was killed while it placed')
  await workUntil(({ state }) => state !== 'running')
  const done = (await lead.get(`imports/${body.id}`)).body
  assert.equal(done.state, 'done')
  assert.deepEqual(done.counts, { created: ROWS })
  assert.equal(done.rowsDone, ROWS)
  assert.equal((await placesIn(chain)).length, ROWS)
  const of = `partner_id IN (SELECT id FROM partners WHERE chain_id = '${chain}')`
  assert.equal(await counted('contacts', of), ROWS)
  const facts = `type = 'network.partners_imported' AND data->>'importId' = '${body.id}'`
  assert.equal(await counted('events', facts), 1)
})
