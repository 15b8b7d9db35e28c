import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPdf } from '../../../test/pdf.ts'
import type { Block, Printed } from './blocks.ts'
import { printPdf } from './print.ts'

const printed = (blocks: Block[], more: Partial<Printed> = {}): Printed => ({
  title: '订单 Order',
  author: '经纬',
  language: 'zh-CN',
  footer: '页脚 footer',
  blocks,
  ...more,
})
const text = async (blocks: Block[], more?: Partial<Printed>) =>
  readPdf(await printPdf(printed(blocks, more)))

test('every kind of block is printed, Chinese and Latin, and can be searched', async () => {
  const [page] = await text([
    { kind: 'title', text: '销售订单 SO-1', sub: 'Sales order' },
    { kind: 'heading', text: '明细' },
    { kind: 'text', text: '价格已锁定，任何变更须经双方同意。' },
    { kind: 'facts', items: [['买方', '成都堃喆服饰店']] },
    {
      kind: 'table',
      columns: [
        { heading: '货品', width: 2 },
        { heading: '金额', width: 1, align: 'right' },
      ],
      rows: [['衬衫', '¥12.35']],
      foot: [['合计', '¥99.00']],
    },
    {
      kind: 'drawing',
      height: 60,
      shapes: [
        {
          kind: 'line',
          points: [
            [0, 0],
            [50, 50],
          ],
          isDashed: true,
        },
        {
          kind: 'area',
          points: [
            [0, 0],
            [50, 50],
            [0, 50],
          ],
          opacity: 0.5,
        },
        { kind: 'rect', x: 0, y: 0, width: 9, height: 9, tone: 'good' },
        { kind: 'dot', x: 5, y: 5, radius: 2 },
        { kind: 'label', x: 60, y: 20, text: '图例', align: 'center' },
      ],
    },
    { kind: 'space', height: 10 },
    { kind: 'signatures', names: ['卖方签章', '买方签章'] },
  ])
  for (const shown of [
    '销售订单 SO-1',
    'Sales order',
    '明细',
    '任何变更须经双方同意',
    '堃喆',
    '¥12.35',
    '合计',
    '图例',
    '买方签章',
    '页脚 footer',
    '1 / 1',
  ]) {
    assert.ok(page!.includes(shown), `${shown} is missing in: ${page}`)
  }
})

test('a long table repeats its head on each page and loses no row', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [`第${i}行`, 'x'])
  const columns = [
    { heading: '抬头甲', width: 1 },
    { heading: '抬头乙', width: 1 },
  ]
  const pages = await text([{ kind: 'table', columns, rows }])
  assert.ok(pages.length >= 3)
  for (const [i, page] of pages.entries()) {
    assert.ok(page.includes('抬头甲'))
    assert.ok(page.includes(`${i + 1} / ${pages.length}`))
  }
  const all = pages.join(' ')
  for (let i = 0; i < 120; i++) assert.ok(all.includes(`第${i}行`))
})

test('no text is lost to wrapping, whatever it holds', async () => {
  const letters = fc.constantFrom(...'价格，。（）“”ABC xyz0123456789-/ 堃𠮷é')
  const texts = fc.array(letters, { minLength: 1, maxLength: 400 }).map((all) => all.join(''))
  await fc.assert(
    fc.asyncProperty(texts, async (wanted) => {
      const plain = (s: string) => s.replace(/\s+/g, '').replaceAll('𠮷', '□').normalize('NFKC')
      const all = plain((await text([{ kind: 'text', text: wanted }], { footer: '' })).join(''))
      assert.ok(all.includes(plain(wanted)), `${wanted} became ${all}`)
    }),
    { numRuns: 25 },
  )
})

test('a word wider than the page is cut and a closing mark begins no line', async () => {
  const pages = await text([
    { kind: 'text', text: 'W'.repeat(500) },
    { kind: 'text', text: `${'中'.repeat(52)}，${'文'.repeat(52)}。` },
  ])
  assert.equal(pages.join('').match(/W/g)!.length, 500)
  assert.ok(!/[\n ][，。]/.test(pages.join('')))
})

test('an empty document has one page, and a page break makes another', async () => {
  assert.equal((await text([])).length, 1)
  assert.equal((await text([{ kind: 'page' }])).length, 2)
})
