// 100,000 partners in six tiers, each with a contact, from one XLSX: from the first byte of the upload to a
// result for every row, beside a raw COPY of the same rows into a bare table in the same run.
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CopyText, copyInto } from '../server/modules/network/import-copy.ts'
import { newId } from '../server/platform/ids.ts'
import type { CellValue } from '../server/platform/sheets/write.ts'
import { writeXlsx } from '../server/platform/sheets/write.ts'
import { type House, openHouse, person, report } from './house.ts'

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000)
const HEADERS = [
  ...['门店编码', '门店名称', '上级编码', '类型', '地区', '地址', '大区'],
  ...['联系人', '职务', '联系电话', '邮箱'],
]
const CITIES = ['浙江省杭州市', '江苏省苏州市', '广东省佛山市', '四川省成都市', '湖北省武汉市']
const SURNAMES = '王李张刘陈杨黄赵吴周'
// Each place has at most seven below it, so that the stores stand in the sixth tier.
const FAN_OUT = 7

const cells = (i: number): string[] => {
  const city = CITIES[i % CITIES.length]!
  return [
    `S${String(i).padStart(6, '0')}`,
    `${city.slice(3)}${i}号门店`,
    i < FAN_OUT ? '' : `S${String(Math.floor(i / FAN_OUT) - 1).padStart(6, '0')}`,
    i < 10_000 ? '经销商' : '门店',
    city,
    `${city}人民路${i}号`,
    `华东区/${city.slice(0, 3)}`,
    `${SURNAMES[i % 10]}店长${i}`,
    '店长',
    `139${String(i).padStart(8, '0')}`,
    `store${i}@example.com`,
  ]
}
function* sheetRows(): Generator<CellValue[]> {
  for (let i = 0; i < ROWS; i++) yield cells(i)
}

const house = await openHouse()
const lead = await person(house, 'Lead')
const chain = { id: newId() }
await house.app.database.owner.query(
  `INSERT INTO chains (id, org_id, name, created_at) VALUES ($1, $2, 'Bench', now())`,
  [chain.id, lead.orgId],
)
const folder = await mkdtemp(join(tmpdir(), 'jingwei-bench-sheet-'))
const path = join(folder, 'partners.xlsx')
await writeXlsx(createWriteStream(path), {
  sheets: [{ name: '伙伴', columns: HEADERS.map((header) => ({ header })), rows: sheetRows() }],
})
const { size } = await stat(path)

global.gc?.()
await sleep(500)
const startMb = process.memoryUsage.rss() / 2 ** 20
let peakMb = startMb
const sampler = setInterval(() => {
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20)
}, 20)

const start = performance.now()
const form = new FormData()
form.append('file', await openAsBlob(path), 'partners.xlsx')
const begun = await call<{ id: string }>(`chains/${chain.id}/imports`, form)
const uploaded = performance.now()
await call(`imports/${begun.id}/run`, {})
let now = await call<Progress>(`imports/${begun.id}`)
let staged = 0
while (now.state === 'running') {
  await sleep(50)
  now = await call<Progress>(`imports/${begun.id}`)
  if (staged === 0 && now.rowsTotal > 0) staged = performance.now()
}
const seconds = (performance.now() - start) / 1000
const appliedSeconds = (performance.now() - staged) / 1000
clearInterval(sampler)
if (now.state !== 'done' || now.counts.created !== ROWS) throw new Error(JSON.stringify(now))
await checkRecord(house)
const rawSeconds = await rawCopy(house)
await house.close()
await rm(folder, { recursive: true, force: true })

const perSecond = ROWS / seconds
report(
  'import',
  [
    ['partners with a contact', `${ROWS} in one XLSX of ${(size / 2 ** 20).toFixed(1)} MB`],
    ['upload and preview', `${((uploaded - start) / 1000).toFixed(2)} s`],
    ['read and check every row', `${((staged - uploaded) / 1000).toFixed(2)} s`],
    ['place every row', `${appliedSeconds.toFixed(2)} s`],
    ['end to end', `${seconds.toFixed(2)} s, ${Math.round(perSecond)} rows/s (goal 10,000)`],
    ['memory above the start', `${Math.round(peakMb - startMb)} MB`],
    ['raw COPY of the rows', `${rawSeconds.toFixed(2)} s, ${Math.round(ROWS / rawSeconds)} rows/s`],
    ['times the raw', (seconds / rawSeconds).toFixed(1)],
  ],
  { rows_per_s: perSecond, peak_mb: peakMb - startMb },
)

interface Progress {
  state: string
  rowsTotal: number
  counts: Record<string, number>
}

async function call<T>(url: string, body?: unknown): Promise<T> {
  const isForm = body instanceof FormData
  const response = await fetch(`${house.address}/api/v1/${url}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      cookie: lead.cookie,
      ...(!isForm && body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

/** A fast wrong import is worth nothing: every place, contact and outcome must be there. */
async function checkRecord({ app }: House): Promise<void> {
  const { rows } = await app.database.owner.query(
    `SELECT (SELECT count(*) FROM partners WHERE nlevel(path) = tier + 2) AS partners,
       (SELECT count(*) FROM contacts) AS contacts,
       (SELECT count(*) FROM partner_group_members) AS members,
       (SELECT count(*) FROM import_rows WHERE outcome = 'created') AS outcomes`,
  )
  if (Object.values(rows[0]).some((count) => count !== ROWS))
    throw new Error(JSON.stringify(rows[0]))
}

async function rawCopy({ app }: House): Promise<number> {
  const client = await app.database.owner.connect()
  await client.query(
    `CREATE TABLE raw_partners (${HEADERS.map((_, i) => `c${i} text`).join(', ')})`,
  )
  const begin = performance.now()
  for (let i = 0; i < ROWS; ) {
    const copy = new CopyText()
    for (; i < ROWS && copy.rows < 5000; i++) copy.add(...cells(i))
    await copyInto(client, 'raw_partners', copy)
  }
  const raw = (performance.now() - begin) / 1000
  client.release()
  return raw
}
