import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { ReadingClock, SHEET_LIMITS } from './limits.ts'
import { readAll, sheetError, tempFile, writtenTo } from './made-files.ts'
import { openSheet } from './read.ts'
import { type ResultRow, resultSheet } from './result.ts'
import {
  type CellValue,
  type SheetColumn,
  type WrittenSheet,
  writeCsv,
  writeXlsx,
} from './write.ts'
import { ZipParts } from './zip-parts.ts'

const columns = (...headers: string[]): SheetColumn[] => headers.map((header) => ({ header }))

async function xlsx(t: TestContext, ...sheets: WrittenSheet[]): Promise<string> {
  return writtenTo(await tempFile(t, 'out.xlsx'), (out) => writeXlsx(out, { sheets }))
}

async function csvText(t: TestContext, sheet: Omit<WrittenSheet, 'name'>): Promise<string> {
  const path = await tempFile(t, 'out.csv')
  return readFile(await writtenTo(path, (out) => writeCsv(out, sheet)), 'utf8')
}

async function part(path: string, name: string): Promise<string> {
  const zip = await ZipParts.open(path, SHEET_LIMITS, new ReadingClock(60_000))
  const chunks: Buffer[] = []
  for await (const chunk of zip.chunks(name)) chunks.push(chunk)
  zip.close()
  return Buffer.concat(chunks).toString()
}

const SHEET = 'xl/worksheets/sheet1.xml'

test('values come back as they were written, each by its type', async (t) => {
  const day = new Date('2024-02-29T13:14:15Z')
  const path = await xlsx(t, {
    name: '门店',
    columns: [
      { header: '文本', width: 30 },
      { header: '数', type: 'number' },
      { header: '日', type: 'date' },
      { header: '时', type: 'datetime' },
    ],
    rows: [
      ['<&>"\'\n𠮷', 1234.5, day, day],
      ['0012', 913300001234567890n, null, undefined],
      ['_x000D_', true, new Date(Number.NaN), ''],
      [13_800_000_000, -0, new Date('1899-01-01'), new Date('2024-01-01')],
      ['', Number.POSITIVE_INFINITY, 'later', 0.1 + 0.2],
    ],
  })
  const sheet = await openSheet(path)
  assert.deepEqual([sheet.sheetName, sheet.merged], ['门店', false])
  assert.deepEqual(await readAll(path), [
    { number: 1, cells: ['文本', '数', '日', '时'] },
    { number: 2, cells: ['<&>"\'\n𠮷', '1234.5', '2024-02-29', '2024-02-29T13:14:15'] },
    { number: 3, cells: ['0012', '913300001234567890'] },
    { number: 4, cells: ['_x000D_', 'TRUE'] },
    { number: 5, cells: ['13800000000', '0', '1899-01-01T00:00:00.000Z', '2024-01-01T00:00:00'] },
    { number: 6, cells: ['', 'Infinity', 'later', '0.3'] },
  ])
})

test('no text becomes a formula, and the header stays in view', async (t) => {
  const evil = [
    "=cmd|' /C calc'!A0",
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\u0000=1',
    '</t></is><f>1</f>',
  ]
  const path = await xlsx(t, {
    name: 'a',
    columns: columns('=h'),
    rows: evil.map((text) => [text]),
  })
  const xml = await part(path, SHEET)
  assert.doesNotMatch(xml, /<f>|t="str"/)
  assert.match(xml, /<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"\/>/)
  assert.match(xml, /<c r="A1" s="1" t="inlineStr">/)
  assert.match(xml, /<autoFilter ref="A1:A8"\/>/)
  assert.match(await part(path, 'xl/styles.xml'), /<font><b\/>/)
  const read = (await readAll(path)).map(({ cells }) => cells[0])
  assert.deepEqual(read, ['=h', ...evil.map((text) => text.replace('\u0000', ''))])
})

test('several sheets get names that spreadsheet programs accept', async (t) => {
  const sheet = (name: string): WrittenSheet => ({ name, columns: columns('a'), rows: [['b']] })
  const path = await xlsx(
    t,
    sheet("'[a]/b:*?'"),
    sheet(''),
    sheet('x'.repeat(40)),
    sheet('X'.repeat(31)),
  )
  const { sheetNames } = await openSheet(path)
  assert.deepEqual(sheetNames, ['a  b', 'Sheet2', 'x'.repeat(31), `${'X'.repeat(25)} (2)`])
  assert.deepEqual((await readAll(path, { sheetName: 'Sheet2' })).length, 2)
})

const cellText = fc.string({
  unit: fc.constantFrom(
    'a',
    '=',
    '-',
    '@',
    ',',
    ';',
    '"',
    "'",
    '\n',
    '\t',
    ' ',
    '中',
    '𠮷',
    '<',
    '&',
    '_x0041_',
    '\u0000',
    '\u001b',
    '\ud800',
    '1',
  ),
  maxLength: 12,
})
const value: fc.Arbitrary<CellValue> = fc.oneof(
  cellText,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const table = fc.array(fc.tuple(fc.constant('k'), value, value), { minLength: 1, maxLength: 8 })
const cleaned = (cell: CellValue) =>
  cell === null || cell === undefined
    ? ''
    : typeof cell === 'boolean'
      ? String(cell).toUpperCase()
      : String(cell)
          .replace(/[\u0000\u001b]/g, '')
          .toWellFormed()
const blankless = (cells: string[]) => {
  const kept = cells.map((cell) => (cell.trim() === '' ? '' : cell))
  while (kept.at(-1) === '') kept.pop()
  return kept
}

test('any table survives XLSX', async (t) => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const path = await xlsx(t, { name: 's', columns: columns('k', 'x', 'y'), rows })
      const read = (await readAll(path)).slice(1).map(({ cells }) => cells)
      assert.deepEqual(
        read,
        rows.map((row) => blankless(row.map(cleaned))),
      )
    }),
    { numRuns: 60 },
  )
})

test('any table survives CSV, but for the sign that disarms formulas', async (t) => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const path = await tempFile(t, 'a.csv')
      await writtenTo(path, (out) => writeCsv(out, { columns: columns('k', 'x', 'y'), rows }))
      const read = (await readAll(path)).slice(1).map(({ cells }) => cells)
      const guarded = (cell: CellValue) => {
        const text = typeof cell === 'boolean' ? String(cell) : cleaned(cell)
        const isArmed = typeof cell === 'string' && /^\s*[=+\-@\t\r]/.test(text)
        // Reading takes off the tabs that exports set beside codes.
        return isArmed ? `'${text}`.replace(/\t+$/, '') : text.replace(/^\t+|\t+$/g, '')
      }
      assert.deepEqual(
        read,
        rows.map((row) => blankless(row.map(guarded))),
      )
    }),
    { numRuns: 60 },
  )
})

test('CSV opens as UTF-8 in Excel, with no live formula in it', async (t) => {
  const text = await csvText(t, {
    columns: [
      { header: '=名称' },
      { header: '日', type: 'date' },
      { header: '时' },
      { header: '数' },
    ],
    rows: [
      ["=cmd|' /C calc'!A0", new Date('2024-01-02'), new Date('2024-01-02T03:04:05Z'), -5],
      ['+86 138', null, 1e21, 0.1 + 0.2],
      [' -1', new Date(Number.NaN), true, ''],
      ['＝1+1', '@a', '\r=1', '\u0001-1'],
      ['a"b', 'c,d', 'e\nf', ' g'],
    ],
  })
  assert.equal(
    text,
    [
      "\ufeff'=名称,日,时,数",
      "'=cmd|' /C calc'!A0,2024-01-02,2024-01-02 03:04:05,-5",
      "'+86 138,,1000000000000000000000,0.3",
      "' -1,,true,",
      "'＝1+1,'@a,\"'\r=1\",'-1",
      '"a""b","c,d","e\nf"," g"',
      '',
    ].join('\r\n'),
  )
})

test('text too long for a cell is cut between characters', async (t) => {
  const path = await xlsx(t, {
    name: 'a',
    columns: columns('a'),
    rows: [[`${'x'.repeat(32_765)}𠮷𠮷`]],
  })
  const [, row] = await readAll(path)
  assert.equal(row!.cells[0], `${'x'.repeat(32_765)}…`)
})

test('a row that fails ends the writing with its own error and closes its source', async (t) => {
  let isClosed = false
  async function* rows() {
    try {
      for (let i = 0; ; i++) {
        if (i === 5000) throw new Error('the database is gone')
        yield [`row ${i}`]
      }
    } finally {
      isClosed = true
    }
  }
  await assert.rejects(
    xlsx(t, { name: 'a', columns: columns('a'), rows: rows() }),
    /the database is gone/,
  )
  assert.equal(isClosed, true)
  await assert.rejects(csvText(t, { columns: columns('a'), rows: rows() }), /the database is gone/)
})

test('a reader that goes away closes the source of the rows', async () => {
  for (const write of [
    (out: Writable, sheet: WrittenSheet) => writeXlsx(out, { sheets: [sheet] }),
    (out: Writable, sheet: WrittenSheet) => writeCsv(out, sheet),
  ]) {
    let isClosed = false
    async function* rows() {
      try {
        for (;;) yield [`${Math.random()}`]
      } finally {
        isClosed = true
      }
    }
    let taken = 0
    const out = new Writable({
      write(chunk, _, done) {
        taken += chunk.length
        done(taken > 200_000 ? new Error('gone') : null)
      },
    })
    await assert.rejects(write(out, { name: 'a', columns: columns('a'), rows: rows() }), /gone/)
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(isClosed, true)
  }
})

test('rows are taken only as fast as the reader takes the file', async () => {
  for (const write of [
    (out: Writable, sheet: WrittenSheet) => writeXlsx(out, { sheets: [sheet] }),
    (out: Writable, sheet: WrittenSheet) => writeCsv(out, sheet),
  ]) {
    let made = 0
    function* rows() {
      for (; made < 200_000; made++) yield [`${Math.random()} ${made}`]
    }
    let release = () => {}
    const out = new Writable({
      highWaterMark: 1024,
      write(_, __, done) {
        release = done
      },
    })
    const writing = write(out, { name: 'a', columns: columns('a'), rows: rows() })
    await new Promise((resolve) => setTimeout(resolve, 150))
    assert.ok(made < 50_000, `${made} rows were made for a reader that waits`)
    out._write = (_, __, done) => done()
    release()
    await writing
    assert.equal(made, 200_000)
  }
})

test('more rows than a sheet holds are an error', async () => {
  function* rows() {
    for (let i = 0; i < 1_048_576; i++) yield []
  }
  const nowhere = new Writable({ write: (_, __, done) => done() })
  await assert.rejects(
    writeXlsx(nowhere, { sheets: [{ name: 'a', columns: [], rows: rows() }] }),
    sheetError('sheet_too_many_rows', { max: 1_048_576 }),
  )
})

test('a result file tells of each row in terms of the person’s own columns', async (t) => {
  const results: ResultRow[] = [
    { number: 6, cells: ['A1', '一'], outcome: 'created', problems: [] },
    {
      number: 9,
      cells: ['A2', '=二'],
      outcome: 'failed',
      problems: [
        { column: 1, code: 'too_long', message: '太长' },
        { column: null, code: 'twice', message: '重复' },
      ],
    },
  ]
  const outcomes = {
    created: '新建',
    updated: '更新',
    unchanged: '未变',
    skipped: '跳过',
    failed: '失败',
  }
  const words = { sheetName: '结果', row: '行', outcome: '结果', problems: '问题', outcomes }
  const path = await xlsx(t, resultSheet(['编码', '名称'], results, words))
  assert.deepEqual(
    (await readAll(path)).map(({ cells }) => cells),
    [
      ['行', '结果', '问题', '编码', '名称'],
      ['6', '新建', '', 'A1', '一'],
      ['9', '失败', '名称: 太长\n重复', 'A2', '=二'],
    ],
  )
})
