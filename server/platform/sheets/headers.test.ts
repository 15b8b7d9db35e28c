import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findHeaders, guessMapping, type HeaderDictionary, normalise } from './headers.ts'

const FIELDS = {
  code: ['编码', '客户编码', '门店编号', 'code', 'store no'],
  name: ['名称', '门店名称', '公司名称', 'name', 'company name'],
  parent: ['上级编码', '所属经销商', 'parent code'],
  contact: ['联系人', 'contact', 'contact person'],
  phone: ['电话', '手机', '手机号', '联系电话', 'phone', 'mobile'],
  mail: ['邮箱', 'email'],
  address: ['地址', 'address'],
} as const satisfies HeaderDictionary

const mapped = (...headers: string[]) => guessMapping(headers, FIELDS).map(({ field }) => field)
const row = (number: number, ...cells: string[]) => ({ number, cells })

test('headers that people read as the same are the same', () => {
  for (const [header, plain] of [
    ['＊门 店 名 称（必填）', '门店名称'],
    ['*电话', '电话'],
    ['邮箱 (选填)', '邮箱'],
    ['聯繫電話：', '联系电话'],
    ['ＣＯＤＥ', 'code'],
    ['storeNo.', 'store no'],
    ['Store_No', 'store no'],
    ['E-mail [Required]', 'e mail'],
    ['手机\n号', '手机号'],
    ['必填', '必填'],
    ['***', ''],
  ] as const) {
    assert.equal(normalise(header), plain, header)
  }
})

test('each header finds its field, the exact before the near', () => {
  for (const [headers, fields] of [
    [
      ['＊门 店 名 称（必填）', '客戶編號', '邮 箱(选填)'],
      ['name', 'code', 'mail'],
    ],
    [
      ['联系人', '联系人电话', '详细地址', '备注'],
      ['contact', 'phone', 'address', null],
    ],
    [
      ['联系人电话', '联系人'],
      ['phone', 'contact'],
    ],
    [
      ['所属经销商编码', '编码'],
      ['parent', 'code'],
    ],
    [
      ['编码', '上级编码', '上级名称'],
      ['code', 'parent', 'name'],
    ],
    [
      ['Company Name*', 'StoreNo.', 'E-mail', 'Adress', 'Note'],
      ['name', 'code', 'mail', 'address', null],
    ],
    [
      ['Contact phone', 'Contact', 'Parent Code (required)'],
      ['phone', 'contact', 'parent'],
    ],
    [
      ['电话', '手机', '名称', '名称'],
      ['phone', null, 'name', null],
    ],
    [
      ['手机（如：13800000000）', '名称(全称，与执照一致)'],
      ['phone', 'name'],
    ],
    [
      ['Notes', 'Number', 'Phonetic', '价格', '', '姓'],
      [null, null, null, null, null, null],
    ],
  ] as const) {
    assert.deepEqual(mapped(...headers), fields, headers.join(' '))
  }
})

test('the kind of match is told, so that a page can ask about the near ones', () => {
  assert.deepEqual(
    guessMapping(['电话', '门店地址', 'Adress', 'x'], FIELDS).map(({ match }) => match),
    ['exact', 'contains', null, null],
  )
  assert.equal(guessMapping(['Adress'], FIELDS)[0]!.match, 'close')
})

test('no field is given twice, whatever the headers are', () => {
  const word = fc.constantFrom(
    '编码',
    '上级',
    '名称',
    '电话',
    '联系人',
    ' ',
    '(',
    '）',
    'Code',
    'name',
    '必填',
    '*',
  )
  fc.assert(
    fc.property(
      fc.array(
        fc.array(word, { maxLength: 4 }).map((list) => list.join('')),
        { maxLength: 12 },
      ),
      (headers) => {
        const result = guessMapping(headers, FIELDS)
        assert.deepEqual(
          result.map(({ header }) => header),
          headers,
        )
        const fields = result.map(({ field }) => field).filter((field) => field !== null)
        assert.equal(new Set(fields).size, fields.length)
      },
    ),
  )
})

test('the header row is found below titles, notes and forms', () => {
  const rows = [
    row(1, '2024年门店资料汇总表'),
    row(
      2,
      '说明：编码、名称、电话为必填，请勿修改表头，联系人的手机号请填写十一位数字，否则导入失败，谢谢。',
    ),
    row(4, '填表人：', '张三', '', '日期', '2024-03-01'),
    row(5, '序号', '门店编号', '门店名称', '', ' 联系人 ', '电话\n(必填)'),
    row(6, '1', 'ST0001', '上海一店', '', '王小明', '13800000000'),
    row(7, '2', 'ST0002', '广州名称店', '', '李电', '13800000001'),
  ]
  assert.deepEqual(findHeaders(rows, FIELDS), {
    headerRow: 5,
    columns: [
      { index: 0, header: '序号' },
      { index: 1, header: '门店编号' },
      { index: 2, header: '门店名称' },
      { index: 4, header: '联系人' },
      { index: 5, header: '电话 (必填)' },
    ],
    confidence: 1,
  })
})

test('a plain sheet has its headers in the first row, known or not', () => {
  const known = findHeaders([row(1, 'Code', 'Name'), row(2, 'A1', 'One')], FIELDS)
  assert.equal(known?.headerRow, 1)
  assert.ok(known.confidence >= 0.9)
  const unknown = findHeaders([row(3, '甲', '乙'), row(4, '10001', '2024-01-01')], FIELDS)
  assert.equal(unknown?.headerRow, 3)
  assert.ok(unknown.confidence < 0.5)
  assert.equal(findHeaders([], FIELDS), null)
})

test('a data row that holds a word of the dictionary is not taken for the header', () => {
  const rows = [
    row(1, '名称', '上级编码', '地址'),
    row(2, '电话亭一店', 'D1', '联系人路1号'),
    row(3, '手机城', 'D2', '编码大厦'),
  ]
  assert.equal(findHeaders(rows, FIELDS)?.headerRow, 1)
})

test('a hostile head of a sheet costs little', () => {
  const wide = Array.from({ length: 40 }, (_, i) =>
    row(
      i + 1,
      ...Array.from({ length: 200 }, (__, j) => `${'联系 人('.repeat(j % 9)}${i}x${j}`.repeat(3)),
    ),
  )
  wide.push(
    row(99, ...Array.from({ length: 200 }, () => `${'('.repeat(16_000)}${'e.g'.repeat(5000)}`)),
  )
  const start = performance.now()
  findHeaders(wide, FIELDS)
  findHeaders(wide.slice(-1), FIELDS)
  assert.ok(performance.now() - start < 3000)
})
