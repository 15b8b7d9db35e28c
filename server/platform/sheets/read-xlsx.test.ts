import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  forged,
  readAll,
  readBytes,
  relationships,
  sheetError,
  sheetXml,
  tempFile,
  workbook,
  zipOf,
} from './made-files.ts'
import { openSheet } from './read.ts'

const text = (ref: string, value: string) =>
  `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`

test('every kind of cell reads as a person sees it', async (t) => {
  const bytes = await workbook({
    strings:
      '<si><t>共享</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 文本</t></r><rPh sb="0" eb="1"><t>fu</t></rPh></si><si/><si><t>a_x000D_b</t></si>',
    styles:
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="00000"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/></cellXfs>',
    rows: `
      <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="s"><v>3</v></c></row>
      <row r="3"><c r="A3"><v>13800000000</v></c><c r="B3"><v>0.30000000000000004</v></c><c r="C3"><v>9.1330000123456E+17</v></c></row>
      <row r="5"><c r="A5" s="1"><v>45292</v></c><c r="B5" s="2"><v>45292.5</v></c><c r="C5" s="3"><v>42</v></c><c r="D5" s="4"><v>0.15</v></c></row>
      <row r="6"><c r="A6" t="b"><v>1</v></c><c r="B6" t="b"><v>0</v></c><c r="C6" t="e"><v>#N/A</v></c><c r="D6" t="d"><v>2024-01-02T00:00:00.000</v></c></row>
      <row r="7"><c r="A7" t="str"><f>CONCAT("a","b")</f><v>ab</v></c><c r="B7"><f>1+1</f><v>2</v></c><c r="C7"><f>1+1</f></c>${text('D7', '&lt;x&gt;')}</row>
      <row r="8"><c r="C8" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r><rPh><t>x</t></rPh></is></c></row>
      <row r="9"><c r="A9" s="1"/><c r="B9" t="inlineStr"><is><t>   </t></is></c></row>
      <row r="10"/>`,
  })
  assert.deepEqual(await readBytes(t, bytes), [
    { number: 2, cells: ['共享', '富 文本', '', 'a\rb'] },
    { number: 3, cells: ['13800000000', '0.3', '913300001234560000'] },
    { number: 5, cells: ['2024-01-01', '2024-01-01', '00042', '15%'] },
    { number: 6, cells: ['TRUE', 'FALSE', '#N/A', '2024-01-02'] },
    { number: 7, cells: ['ab', '2', '', '<x>'] },
    { number: 8, cells: ['', '', '行内'] },
  ])
})

test('a workbook that counts from 1904 gives the same days', async (t) => {
  const made = { styles: '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>' }
  const day = (serial: number) => `<row r="1"><c r="A1" s="1"><v>${serial}</v></c></row>`
  const from1904 = await workbook({ ...made, rows: day(43830), date1904: true })
  const from1900 = await workbook({ ...made, rows: day(45292) })
  assert.deepEqual(await readBytes(t, from1904), await readBytes(t, from1900))
  assert.equal((await readBytes(t, from1904))[0]!.cells[0], '2024-01-01')
})

test('cells and rows without references are counted', async (t) => {
  const rows =
    '<row><c><v>1</v></c><c r="D1"><v>4</v></c><c><v>5</v></c></row><row><c><v>2</v></c></row>'
  assert.deepEqual(await readBytes(t, await workbook({ rows })), [
    { number: 1, cells: ['1', '', '', '4', '5'] },
    { number: 2, cells: ['2'] },
  ])
})

test('prefixes, absolute targets, other letter case and backslashes lead to the same parts', async (t) => {
  const prefixed = sheetXml(`<row r="1">${text('A1', '中')}</row>`)
    .replace(/<(\/?)(?=[a-z])/g, '<$1x:')
    .replace('xmlns=', 'xmlns:x=')
  const bytes = await workbook({
    parts: {
      'xl/_rels/workbook.xml.rels': relationships([
        ['worksheet', '/XL/other\\..\\Sheets/One.xml'],
        ['sharedStrings', '../xl/none.xml'],
      ]).replace('Target="../xl/none.xml"', 'Target="http://example.com/a" TargetMode="External"'),
      'xl/worksheets/sheet1.xml': null,
      'xl/sheets/one.xml': prefixed,
    },
  })
  assert.deepEqual(await readBytes(t, bytes), [{ number: 1, cells: ['中'] }])
})

test('targets outside of the file open nothing', async (t) => {
  for (const target of ['../../../../etc/passwd', '/etc/passwd', 'file:///etc/passwd']) {
    const rels = relationships([['worksheet', target]])
    const bytes = await workbook({ parts: { 'xl/_rels/workbook.xml.rels': rels } })
    await assert.rejects(
      readBytes(t, bytes),
      sheetError('sheet_not_readable', { reason: 'missing' }),
    )
  }
})

test('the first visible sheet is read, and any by its name', async (t) => {
  const sheet = (name: string, id: number, state: string) =>
    `<sheet name="${name}" sheetId="${id}" state="${state}" r:id="rId${id}"/>`
  const path = await tempFile(
    t,
    'a.xlsx',
    await workbook({
      parts: {
        'xl/workbook.xml': `<workbook><sheets>${sheet('藏', 1, 'veryHidden')}${sheet('图', 2, 'visible')}${sheet('二', 3, 'visible')}${sheet('三 &amp; 四', 4, 'visible')}</sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': relationships([
          ['worksheet', 'worksheets/sheet1.xml'],
          ['chartsheet', 'chartsheets/sheet1.xml'],
          ['worksheet', 'worksheets/sheet2.xml'],
          ['worksheet', 'worksheets/sheet3.xml'],
        ]),
        'xl/worksheets/sheet1.xml': sheetXml(`<row>${text('A1', 'hidden')}</row>`),
        'xl/worksheets/sheet2.xml': sheetXml(`<row>${text('A1', 'two')}</row>`),
        'xl/worksheets/sheet3.xml': sheetXml(`<row>${text('A1', 'three')}</row>`),
      },
    }),
  )
  const first = await openSheet(path)
  assert.deepEqual([first.sheetName, first.sheetNames], ['二', ['二', '三 & 四']])
  assert.deepEqual(await readAll(path), [{ number: 1, cells: ['two'] }])
  assert.deepEqual(await readAll(path, { sheetName: '三 & 四' }), [{ number: 1, cells: ['three'] }])
  assert.deepEqual(await readAll(path, { sheetName: '藏' }), [{ number: 1, cells: ['hidden'] }])
  await assert.rejects(
    readAll(path, { sheetName: '五', name: '我的.xlsx' }),
    sheetError('sheet_no_such_sheet', { sheet: '五', file: '我的.xlsx' }),
  )
})

test('a merged group gives its value to every row, a title only to itself', async (t) => {
  const bytes = await workbook({
    rows: `
      <row r="1">${text('A1', '标题')}</row>
      <row r="2">${text('A2', '组')}${text('B2', '店')}${text('C2', '电话')}</row>
      <row r="3">${text('A3', '华东')}${text('B3', '一')}${text('C3', '同号')}</row>
      <row r="4">${text('B4', '二')}</row>
      <row r="6">${text('B6', '三')}</row>
      <row r="7">${text('A7', '华南')}${text('B7', '四')}</row>`,
    after:
      '<mergeCells count="4"><mergeCell ref="A1:E1"/><mergeCell ref="A3:A6"/><mergeCell ref="C3:D4"/><mergeCell ref="A7:A1048576"/></mergeCells>',
  })
  const path = await tempFile(t, 'a.xlsx', bytes)
  assert.equal((await openSheet(path)).merged, true)
  assert.deepEqual(await readAll(path), [
    { number: 1, cells: ['标题'] },
    { number: 2, cells: ['组', '店', '电话'] },
    { number: 3, cells: ['华东', '一', '同号', '同号'] },
    { number: 4, cells: ['华东', '二', '同号', '同号'] },
    { number: 6, cells: ['华东', '三'] },
    { number: 7, cells: ['华南', '四'] },
  ])
})

test('a merged range wider than any sheet stays within the columns, and too many ranges are refused', async (t) => {
  const rows = `<row r="1">${text('A1', 'a')}${text('B1', 'b')}</row><row r="2">${text('A2', 'v')}</row>`
  const wide = await workbook({
    rows,
    after: '<mergeCells><mergeCell ref="A2:XFD9"/></mergeCells>',
  })
  assert.equal((await readBytes(t, wide))[1]!.cells.length, 200)
  const many = '<mergeCell ref="A2:A3"/>'.repeat(100_001)
  await assert.rejects(
    readBytes(t, await workbook({ rows, after: `<mergeCells>${many}</mergeCells>` })),
    sheetError('sheet_too_large', { reason: 'merges' }),
  )
})

test('merged ranges are found wherever the chunks of a large sheet are cut', async (t) => {
  const ranges = Array.from(
    { length: 30_000 },
    (_, i) => `<mergeCell ref="A${2 * i + 1}:A${2 * i + 2}"/>`,
  )
  const rows = ranges.map(
    (_, i) =>
      `<row r="${2 * i + 1}"><c r="A${2 * i + 1}"><v>${i}</v></c></row><row r="${2 * i + 2}"><c r="B${2 * i + 2}"><v>1</v></c></row>`,
  )
  const bytes = await workbook({
    rows: rows.join(''),
    after: `<mergeCells>${ranges.join('')}</mergeCells>`,
  })
  const read = await readBytes(t, bytes)
  assert.equal(read.length, 60_000)
  assert.ok(read.every(({ cells }, i) => cells[0] === String(Math.floor(i / 2))))
})

test('201 columns are refused, 16,384 styled but empty ones are fine', async (t) => {
  const row = Array.from({ length: 200 }, () => '<c><v>1</v></c>').join('')
  const styled = '<c s="1"/>'.repeat(16_384 - 200)
  const fine = await readBytes(t, await workbook({ rows: `<row>${row}${styled}</row>` }))
  assert.equal(fine[0]!.cells.length, 200)
  await assert.rejects(
    readBytes(t, await workbook({ rows: `<row>${row}<c><v>1</v></c></row>` })),
    sheetError('sheet_too_many_columns', { max: 200, columns: 201, cell: 'GS1' }),
  )
  await assert.rejects(
    readBytes(t, await workbook({ rows: `<row>${'<c/>'.repeat(16_385)}<c><v>1</v></c></row>` })),
    sheetError('sheet_too_many_columns'),
  )
})

test('each limit stops the reading by its own name', async (t) => {
  const rows = Array.from(
    { length: 50 },
    (_, i) => `<row>${text(`A${i + 1}`, `值${i}`)}</row>`,
  ).join('')
  const shared = Array.from({ length: 50 }, (_, i) => `<si><t>${i}</t></si>`).join('')
  const path = await tempFile(t, 'a.xlsx', await workbook({ rows, strings: shared }))
  assert.equal((await readAll(path, { limits: { rows: 50 } })).length, 50)
  for (const [limits, code] of [
    [{ fileBytes: 100 }, 'sheet_too_large'],
    [{ rows: 49 }, 'sheet_too_many_rows'],
    [{ cellChars: 2 }, 'sheet_cell_too_long'],
    [{ sharedStringBytes: 400 }, 'sheet_too_large'],
    [{ unzippedBytes: 3000 }, 'sheet_zip_bomb'],
    [{ wallMs: 0 }, 'sheet_too_slow'],
  ] as const) {
    await assert.rejects(readAll(path, { limits }), sheetError(code))
  }
})

test('the time that the caller takes is not counted as reading', async (t) => {
  const rows = Array.from({ length: 20 }, () => '<row><c><v>1</v></c></row>').join('')
  const path = await tempFile(t, 'a.xlsx', await workbook({ rows }))
  const sheet = await openSheet(path, { limits: { wallMs: 150 } })
  let count = 0
  for await (const _ of sheet.rows()) {
    count += 1
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  assert.equal(count, 20)
})

test('an aborted reading ends with the reason given, and rows can be read again', async (t) => {
  const rows = '<row><c><v>1</v></c></row><row><c><v>2</v></c></row>'
  const path = await tempFile(t, 'a.xlsx', await workbook({ rows }))
  const sheet = await openSheet(path)
  const reason = new Error('nobody waits')
  await assert.rejects(sheet.rows(AbortSignal.abort(reason)).next(), reason)
  await assert.rejects(openSheet(path, { signal: AbortSignal.abort(reason) }), reason)
  for await (const { cells } of sheet.rows()) {
    assert.deepEqual(cells, ['1'])
    break
  }
  const again: string[] = []
  for await (const { cells } of sheet.rows()) again.push(...cells)
  assert.deepEqual(again, ['1', '2'])
})

test('a zip bomb stops while it streams, whatever size its header states', async (t) => {
  const blank = Buffer.alloc(1 << 20, ' ')
  const bytes = await workbook({
    parts: {
      'xl/worksheets/sheet1.xml': function* () {
        yield sheetXml('').replace('</sheetData></worksheet>', '')
        for (let i = 0; i < 40; i++) yield blank
        yield '</sheetData></worksheet>'
      },
    },
  })
  await assert.rejects(
    readBytes(t, bytes),
    sheetError('sheet_zip_bomb', { part: 'xl/worksheets/sheet1.xml', maxRatio: 200 }),
  )
  await assert.rejects(
    readBytes(t, bytes, { limits: { unzippedRatio: 1e6, unzippedBytes: 8 << 20 } }),
    sheetError('sheet_zip_bomb', { max: 8 << 20 }),
  )
  const lying = forged(bytes, (raw, at) => {
    if (raw.readUInt32LE(at + 24) > 1 << 20) raw.writeUInt32LE(1000, at + 24)
  })
  await assert.rejects(readBytes(t, lying), sheetError('sheet_zip_bomb', { maxRatio: 200 }))
})

test('a bomb in the shared strings or the styles stops as well', async (t) => {
  for (const part of ['xl/sharedStrings.xml', 'xl/styles.xml', 'xl/workbook.xml', '_rels/.rels']) {
    const bytes = await workbook({
      rows: '<row><c><v>1</v></c></row>',
      parts: {
        [part]: function* () {
          yield '<root>'
          for (let i = 0; i < 40; i++) yield '<si/><xf/>'.repeat(100_000)
          yield '</root>'
        },
      },
    })
    await assert.rejects(readBytes(t, bytes), sheetError('sheet_zip_bomb', { part }))
  }
})

test('a bit that flipped is found by the checksum before any row is given out', async (t) => {
  const rows = '<row r="1"><c r="A1"><v>1234567</v></c></row>'
  const bytes = await workbook({ rows })
  const wrong = forged(bytes, (raw, at) => raw.writeUInt8(raw[at + 16]! ^ 1, at + 16))
  await assert.rejects(
    openSheet(await tempFile(t, 'a.xlsx', wrong)),
    sheetError('sheet_not_readable', { reason: 'checksum' }),
  )
})

test('entity tricks are refused in every part', async (t) => {
  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
  for (const part of [
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/sharedStrings.xml',
    'xl/worksheets/sheet1.xml',
  ]) {
    const bytes = await workbook({ parts: { [part]: `${laughs}<x>&a;&b;</x>` } })
    await assert.rejects(
      readBytes(t, bytes),
      sheetError('sheet_not_readable', { part, reason: 'doctype' }),
    )
  }
})

test('missing, mixed up and damaged parts are named', async (t) => {
  const row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
  const cases: [Parameters<typeof workbook>[0], Parameters<typeof sheetError>][] = [
    [
      { parts: { 'xl/worksheets/sheet1.xml': null } },
      ['sheet_not_readable', { reason: 'missing' }],
    ],
    [
      { rows: row, parts: { 'xl/sharedStrings.xml': null } },
      ['sheet_not_readable', { part: 'xl/sharedStrings.xml' }],
    ],
    [
      { parts: { 'xl/_rels/workbook.xml.rels': null } },
      ['sheet_not_readable', { part: 'xl/_rels/workbook.xml.rels' }],
    ],
    [
      { parts: { 'xl/workbook.xml': '<worksheet/>' } },
      ['sheet_other_format', { kind: 'worksheet' }],
    ],
    [{ parts: { 'xl/workbook.xml': '<workbook/>' } }, ['sheet_no_such_sheet']],
    [{ parts: { 'xl/workbook.xml': null } }, ['sheet_other_format', { kind: 'zip' }]],
    [{ rows: row, strings: '' }, ['sheet_not_readable', { reason: 'shared_string', cell: 'A1' }]],
    [
      { rows: row.replace('>0<', '>-1<'), strings: '<si/>' },
      ['sheet_not_readable', { reason: 'shared_string' }],
    ],
    [
      { rows: row.replace('>0<', '>x<'), strings: '<si/>' },
      ['sheet_not_readable', { reason: 'shared_string' }],
    ],
    [{ rows: '<row r="2"/><row r="1"/>' }, ['sheet_not_readable', { reason: 'row_number' }]],
    [{ rows: '<row r="1e9"/>' }, ['sheet_not_readable', { reason: 'row_number' }]],
    [{ rows: '<row r="1048577"/>' }, ['sheet_not_readable', { reason: 'row_number' }]],
    [
      { rows: '<row r="1"><c r="11"/></row>' },
      ['sheet_not_readable', { reason: 'cell_reference' }],
    ],
    [
      { rows: '<row r="1"><c r="XFE1"/></row>' },
      ['sheet_not_readable', { reason: 'cell_reference' }],
    ],
    [{ rows: '<row r="1">' }, ['sheet_not_readable', { reason: 'nesting' }]],
    [{ rows: '' }, ['sheet_empty']],
    [{ rows: '<row r="5"><c r="A5" s="1"/></row>' }, ['sheet_empty']],
  ]
  for (const [made, [code, detail]] of cases) {
    await assert.rejects(readBytes(t, await workbook(made)), sheetError(code, detail))
  }
})

test('content types do not matter, since the parts say what they are', async (t) => {
  const bytes = await workbook({
    rows: '<row><c><v>1</v></c></row>',
    parts: { '[Content_Types].xml': 'not even xml', '_rels/.rels': null, 'xl/styles.xml': null },
  })
  assert.deepEqual(await readBytes(t, bytes), [{ number: 1, cells: ['1'] }])
})

test('other office files and encrypted or doubled parts are refused by name', async (t) => {
  const word = await zipOf({
    '_rels/.rels': relationships([['officeDocument', 'word/document.xml']]),
    'word/document.xml': '<w:document xmlns:w="w"/>',
  })
  await assert.rejects(readBytes(t, word), sheetError('sheet_other_format', { kind: 'document' }))
  const binary = await zipOf({
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.bin']]),
    'xl/workbook.bin': 'x',
  })
  await assert.rejects(readBytes(t, binary), sheetError('sheet_other_format', { kind: 'xlsb' }))
  const open = await zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' })
  await assert.rejects(readBytes(t, open), sheetError('sheet_other_format', { kind: 'ods' }))
  await assert.rejects(
    readBytes(t, await zipOf({})),
    sheetError('sheet_other_format', { kind: 'zip' }),
  )

  const plain = await workbook({ rows: '<row><c><v>1</v></c></row>' })
  const locked = forged(plain, (raw, at) => raw.writeUInt8(raw[at + 8]! | 1, at + 8))
  await assert.rejects(readBytes(t, locked), sheetError('sheet_encrypted'))

  const twice = await workbook({ parts: { 'XL/Workbook.xml': '<workbook/>' } })
  await assert.rejects(readBytes(t, twice), sheetError('sheet_not_readable', { reason: 'twice' }))
})

test('what is no spreadsheet at all is told by its first bytes, not by its name', async (t) => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(100_000)])
  const encrypted = Buffer.from(ole)
  encrypted.write('EncryptedPackage', 65_530, 'utf16le')
  const cases: [Buffer | string, Parameters<typeof sheetError>][] = [
    ['', ['sheet_empty']],
    [' \r\n\r\n', ['sheet_empty']],
    [ole, ['sheet_old_xls']],
    [encrypted, ['sheet_encrypted']],
    ['\n <!DOCTYPE html><html>', ['sheet_html']],
    ['<table><tr><td>1', ['sheet_html']],
    [Buffer.from('\ufeff<html xmlns:x="excel">', 'utf16le'), ['sheet_html']],
    ['<?xml version="1.0"?><html>', ['sheet_html']],
    ['<?xml version="1.0"?><Workbook>', ['sheet_other_format', { kind: 'xml' }]],
    ['%PDF-1.7\n', ['sheet_other_format', { kind: 'pdf' }]],
    [Buffer.from('89504e470d0a1a0a', 'hex'), ['sheet_other_format', { kind: 'image' }]],
    [Buffer.from('ffd8ffe000104a464946', 'hex'), ['sheet_other_format', { kind: 'image' }]],
    [Buffer.from('1f8b0800', 'hex'), ['sheet_other_format', { kind: 'archive' }]],
    [Buffer.from('a,b\0c'), ['sheet_other_format', { kind: 'binary' }]],
    ['{\\rtf1', ['sheet_other_format', { kind: 'rtf' }]],
    ['PK\x03\x04 and no more', ['sheet_not_readable', { reason: 'zip' }]],
  ]
  for (const [content, [code, detail]] of cases) {
    await assert.rejects(
      openSheet(await tempFile(t, '客户.xlsx', content)),
      sheetError(code, detail),
    )
  }
})

test('a file that is not there is a fault of ours and not of the file', async () => {
  await assert.rejects(openSheet('/nowhere/a.xlsx'), { code: 'ENOENT' })
})
