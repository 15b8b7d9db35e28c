import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { guessMapping } from '../../platform/sheets/headers.ts'
import { IMPORT_HEADERS, rowReader, storable } from './import-rules.ts'
import type { ImportField } from './schema.ts'

function read(row: Partial<Record<ImportField, string>>, more: ImportField[] = ['code', 'name']) {
  const fields = [...new Set([...more, ...(Object.keys(row) as ImportField[])])]
  const mapping = Object.fromEntries(fields.map((field, i) => [field, i]))
  const { values, problems } = rowReader(mapping)(fields.map((field) => row[field] ?? ''))
  return { values, problems: problems.map(({ field, code }) => `${field}: ${code}`) }
}
const sound = { code: 'A1', name: '一店' }

test('headings of Chinese and English sheets find their fields', () => {
  for (const [headers, fields] of [
    [
      ['序号', '门店编码', '门店名称', '上级编码', '大区', '联系人', '联系电话', '邮箱'],
      [null, 'code', 'name', 'parentCode', 'group', 'contactName', 'contactPhone', 'contactMail'],
    ],
    [
      ['Store Code*', 'Store Name', 'Parent Code', 'City', 'Contact', 'Phone', 'E-mail', 'Tags'],
      [
        ...['code', 'name', 'parentCode', 'region', 'contactName', 'contactPhone', 'contactMail'],
        'tags',
      ],
    ],
    [
      ['客户编号', '客户名称', '统一社会信用代码', '详细地址', '联系人2', '联系人2电话', '备注'],
      ['code', 'name', 'uscc', 'address', 'contact2Name', 'contact2Phone', 'note'],
    ],
  ] as const) {
    const mapped = guessMapping(headers, IMPORT_HEADERS).map(({ field }) => field)
    assert.deepEqual(mapped, fields)
  }
})

test('what is missing or too long is told by its field', () => {
  for (const [row, problems] of [
    [{ ...sound }, []],
    [{ code: '', name: '' }, ['name: required', 'code: required']],
    [{ ...sound, name: '字'.repeat(101) }, ['name: too_long']],
    [{ ...sound, code: 'x'.repeat(61) }, ['code: too_long']],
    [{ ...sound, parentCode: 'Ａ１' }, ['parentCode: own_parent']],
    [{ ...sound, uscc: '91330000' }, ['uscc: uscc_shape']],
    [{ ...sound, uscc: '91350100M000100Y44' }, ['uscc: uscc_check_digit']],
    [{ ...sound, contactPhone: '转 8001' }, ['contactPhone: phone_invalid']],
    [{ ...sound, contact2Mail: 'nobody@' }, ['contact2Mail: mail_invalid']],
    [{ ...sound, tags: 'x'.repeat(31) }, ['tags: too_long']],
    [{ ...sound, tags: Array.from({ length: 21 }, (_, i) => i).join('；') }, ['tags: too_many']],
    [{ ...sound, group: '一/二/三/四/五/六/七/八/九' }, ['group: too_many']],
    [{ ...sound, group: '字'.repeat(61) }, ['group: too_long']],
  ] as const) {
    assert.deepEqual(read(row).problems, problems, JSON.stringify(row))
  }
})

test('values are brought into one form', () => {
  const { values, problems } = read({
    code: ' Ｓ－００１ ',
    name: ' 杭州\n一店 ',
    uscc: '91350100m000100y43',
    group: '华东区／浙江; 重点, 华东区/浙江',
    tags: '新店、旗舰 ，新店',
    note: '第一行\n第二行',
    contactName: '王芳',
    contactPhone: '+86 138-0013-8000',
    contactMail: 'Wang@Example.COM',
    contact2Phone: '（0571）8888 6666',
  })
  assert.deepEqual(problems, [])
  assert.equal(values.code, 'S-001')
  assert.equal(values.name, '杭州 一店')
  assert.equal(values.uscc, '91350100M000100Y43')
  assert.deepEqual(values.groups, [['华东区', '浙江'], ['重点']])
  assert.deepEqual(values.tags, ['新店', '旗舰'])
  assert.equal(values.note, '第一行\n第二行')
  assert.deepEqual(values.contacts, [
    { name: '王芳', jobTitle: null, phone: '13800138000', mail: 'wang@example.com' },
    { name: '杭州 一店', jobTitle: null, phone: '057188886666', mail: '' },
  ])
})

test('one contact written twice is one contact', () => {
  const { values } = read({
    ...sound,
    contactName: '王芳',
    contactPhone: '13800138000',
    contact2Name: '王芳 ',
    contact2Phone: '138 0013 8000',
  })
  assert.equal(values.contacts.length, 1)
})

test('without a column of codes the name and region stand for one', () => {
  const codeOf = (name: string, region: string) => read({ name, region }, ['name']).values.code
  assert.equal(codeOf('一店', '杭州'), codeOf(' 一店 ', '杭州'))
  assert.notEqual(codeOf('一店', '杭州'), codeOf('一店', '宁波'))
  assert.deepEqual(read({ name: '' }, ['name']).problems, ['name: required'])
})

test('any cells at all are read without an exception, and what is stored is well formed', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 80 })
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 20 }), (cells) => {
      const kept = cells.map(storable)
      for (const text of kept) assert.ok(text.isWellFormed() && !text.includes('\u0000'))
      const mapping = Object.fromEntries(Object.keys(IMPORT_HEADERS).map((field, i) => [field, i]))
      const { values, problems } = rowReader(mapping)(kept)
      assert.ok(problems.length > 0 || (values.code !== null && values.name !== ''))
    }),
  )
})
