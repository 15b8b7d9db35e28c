import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Block, hrefOf, type Inline, parseMarkdown } from './markdown.ts'

const words = (parts: Inline[]): string =>
  parts.map((part) => ('text' in part ? part.text : words(part.parts))).join('')
const first = (text: string) => parseMarkdown(text)[0]!

test('what a robot of a group writes is understood', () => {
  const blocks = parseMarkdown(
    '# 实时进度\n今日完成 <font color="warning">132例</font>，**请注意**\n> 类型：<font color="comment">裁剪</font>\n> 第二行\n\n- 甲\n- 乙\n\n1. 一\n2. 二\n---\n```\n<b>原样</b>\n```\n| 工序 | 完成 |\n| :-- | --: |\n| 裁剪 | 80% |',
  )
  assert.deepEqual(
    blocks.map((block) => block.kind),
    ['heading', 'paragraph', 'quote', 'list', 'list', 'rule', 'code', 'table'],
  )
  const paragraph = blocks[1] as Extract<Block, { kind: 'paragraph' }>
  assert.deepEqual(
    paragraph.lines[0]!.map((part) => part.kind),
    ['text', 'tone', 'text', 'bold'],
  )
  assert.equal((blocks[6] as { text: string }).text, '<b>原样</b>')
  const table = blocks[7] as Extract<Block, { kind: 'table' }>
  assert.deepEqual(
    table.rows.map((row) => row.map(words)),
    [['裁剪', '80%']],
  )
})

test('links open web pages only; everything else stays text', () => {
  const link = (text: string) => (first(text) as { lines: Inline[][] }).lines[0]![0]!
  assert.equal(link('[看](https://a.example/x)').kind, 'link')
  for (const bad of [
    '[看](javascript:alert(1))',
    '[看](data:text/html,x)',
    '[看](https://bank.example@evil.example)',
    '[看](//evil.example)',
    '<a href="https://evil.example">x</a>'.slice(0, 8),
  ]) {
    assert.equal(link(bad).kind, 'text', bad)
  }
  assert.equal(hrefOf('HTTPS://A.example'), 'https://a.example/')
})

test('HTML is text', () => {
  const block = first('<img src=x onerror=alert(1)>') as { lines: Inline[][] }
  assert.deepEqual(block.lines, [[{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]])
})

test('no text breaks it, hangs it or loses more than its marks', () => {
  const odd = fc.array(
    fc.constantFrom(
      '**',
      '*',
      '`',
      '```',
      '> ',
      '# ',
      '- ',
      '1. ',
      '\n',
      '|',
      '[',
      '](',
      ')',
      '字',
      'a ',
      '<font color="info">',
      '</font>',
    ),
    { maxLength: 200 },
  )
  fc.assert(
    fc.property(odd, (pieces) => {
      const text = pieces.join('')
      const drawn = JSON.stringify(parseMarkdown(text))
      const count = (what: string) => what.split('字').length
      assert.equal(count(drawn), count(text))
    }),
    { numRuns: 300 },
  )
  const began = performance.now()
  for (const evil of [
    '*'.repeat(20_000),
    '['.repeat(20_000),
    '> '.repeat(10_000),
    '`a'.repeat(9000),
    '**a'.repeat(6000),
  ]) {
    parseMarkdown(evil)
  }
  assert.ok(performance.now() - began < 2000, `${performance.now() - began} ms`)
})
