import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSeparator } from './csv-read.ts'
import { readAll, readBytes, sheetError, tempFile } from './made-files.ts'
import { openSheet } from './read.ts'

// 编码,名称 / A1,上海 in GB18030, which Node decodes but does not encode.
const GBK = Buffer.from('b1e0c2eb2cc3fbb3c60d0a41312cc9cfbaa30d0a', 'hex')
const EXPECTED = [
  { number: 1, cells: ['编码', '名称'] },
  { number: 2, cells: ['A1', '上海'] },
]

test('the encoding is found from the bytes', async (t) => {
  const text = '编码,名称\r\nA1,上海\r\n'
  const wide = Buffer.from(`\ufeff${text}`, 'utf16le')
  for (const [bytes, encoding] of [
    [Buffer.from(text), 'utf-8'],
    [Buffer.from(`\ufeff${text}`), 'utf-8'],
    [GBK, 'gb18030'],
    [wide, 'utf-16le'],
    [Buffer.from(wide).swap16(), 'utf-16be'],
  ] as const) {
    const path = await tempFile(t, '客户.csv', bytes)
    const sheet = await openSheet(path)
    assert.deepEqual([sheet.format, sheet.encoding], ['csv', encoding])
    assert.deepEqual([sheet.sheetNames, sheet.merged], [[], false])
    assert.deepEqual(await readAll(path), EXPECTED, encoding)
  }
})

test('one GB18030 character behind a megabyte of ASCII decides', async (t) => {
  const filler = Buffer.from('code,name\n'.repeat(120_000))
  const path = await tempFile(t, 'a.csv', Buffer.concat([filler, GBK.subarray(0, 4)]))
  assert.equal((await openSheet(path)).encoding, 'gb18030')
  assert.deepEqual((await readAll(path)).at(-1), { number: 120_001, cells: ['编码'] })
})

test('UTF-8 across the edges of chunks stays UTF-8', async (t) => {
  for (const shift of ['', 'x', 'xx', 'xxx']) {
    const text = `${shift}中𠮷,`.repeat(60_000)
    const path = await tempFile(t, 'a.csv', text.replaceAll(',', '\n'))
    assert.equal((await openSheet(path)).encoding, 'utf-8')
    const rows = await readAll(path)
    assert.ok(rows.every(({ cells }) => cells[0] === `${shift}中𠮷`))
  }
})

test('damaged text is refused with its line instead of being read as other characters', async (t) => {
  const good = Buffer.from('编码,门店名称\n'.repeat(20))
  const broken = Buffer.concat([good, Buffer.from([0xe4, 0xb8]), Buffer.from('\nA,b\n')])
  await assert.rejects(readBytes(t, broken), sheetError('sheet_encoding', { line: 21 }))
  const neither = Buffer.from('a,\xff\xfe\xff\n'.repeat(9), 'latin1')
  await assert.rejects(readBytes(t, neither), sheetError('sheet_encoding', { tried: 'gb18030' }))
  const odd = Buffer.concat([Buffer.from('\ufeffa,b', 'utf16le'), Buffer.from([0x41])])
  await assert.rejects(readBytes(t, odd), sheetError('sheet_encoding', { tried: 'utf-16le' }))
  const zeros = Buffer.concat([Buffer.alloc(5000, 'a'), Buffer.alloc(3)])
  await assert.rejects(readBytes(t, zeros), sheetError('sheet_other_format', { kind: 'binary' }))
})

test('comma, semicolon and tab are told apart', async (t) => {
  for (const [head, separator] of [
    ['a,b,c\n1,2,3', ','],
    ['a;b;c\n1,5;2,5;3', ';'],
    ['a\tb\n1,2\t3;4', '\t'],
    ['名称;备注\n一;"x,y,z"\n二;"p,q"', ';'],
    ['name\nonly one column', ','],
    ['编码;名称\n1;甲, 乙\n2;丙, 丁\n3;戊', ';'],
    ['', ','],
  ] as const) {
    assert.equal(findSeparator(head), separator, head)
  }
  assert.deepEqual(await readBytes(t, 'sep=;\r\na,x;b\r\n1;2\r\n'), [
    { number: 2, cells: ['a,x', 'b'] },
    { number: 3, cells: ['1', '2'] },
  ])
})

test('quotes, line breaks, ragged and blank rows read as a spreadsheet program shows them', async (t) => {
  const text =
    'a,"b ""q"", c","x\r\ny"\r\n\r\n ,\t,\r\n1\n,,3,,,\n6" pipe,="00123",\t13800000000\t\n,\n'
  assert.deepEqual(await readBytes(t, text), [
    { number: 1, cells: ['a', 'b "q", c', 'x\r\ny'] },
    { number: 4, cells: ['1'] },
    { number: 5, cells: ['', '', '3'] },
    { number: 6, cells: ['6" pipe', '00123', '13800000000'] },
  ])
})

test('each limit stops the reading by its own name', async (t) => {
  const wide = (count: number) => Array.from({ length: count }, () => '1').join(',')
  assert.equal((await readBytes(t, `${wide(200)},,,,,\n`))[0]!.cells.length, 200)
  await assert.rejects(
    readBytes(t, `a\n${wide(201)}\n`),
    sheetError('sheet_too_many_columns', { max: 200, columns: 201, row: 2 }),
  )
  await assert.rejects(
    readBytes(t, 'a\nb\nc\n', { limits: { rows: 2 } }),
    sheetError('sheet_too_many_rows', { max: 2 }),
  )
  await assert.rejects(
    readBytes(t, `a\n${'x'.repeat(32_768)}\n`),
    sheetError('sheet_cell_too_long', { row: 2 }),
  )
  await assert.rejects(
    readBytes(t, 'a,b\n', { limits: { fileBytes: 3 }, name: '表.csv' }),
    sheetError('sheet_too_large', { max: 3, bytes: 4, file: '表.csv' }),
  )
  await assert.rejects(
    readBytes(t, 'a,b\n', { limits: { wallMs: 0 } }),
    sheetError('sheet_too_slow'),
  )
  await assert.rejects(readBytes(t, ',,,\n,,\n'), sheetError('sheet_empty'))
})

test('a quote that is never closed is an error and not a cell of the whole file', async (t) => {
  await assert.rejects(
    readBytes(t, 'a,b\n1,"open\n2,3\n'),
    sheetError('sheet_not_readable', { reason: 'CSV_QUOTE_NOT_CLOSED', row: 2 }),
  )
  const long = `a,b\n1,"${'x\n'.repeat(4 << 20)}`
  await assert.rejects(
    readBytes(t, long),
    sheetError('sheet_not_readable', { reason: 'CSV_MAX_RECORD_SIZE' }),
  )
})

test('an aborted reading ends with the reason given', async (t) => {
  const path = await tempFile(t, 'a.csv', 'a,b\n'.repeat(200_000))
  const stop = new AbortController()
  const reason = new Error('nobody waits')
  let count = 0
  await assert.rejects(async () => {
    for await (const _ of (await openSheet(path)).rows(stop.signal)) {
      count += 1
      if (count === 10) stop.abort(reason)
    }
  }, reason)
  assert.ok(count < 200_000)
})
