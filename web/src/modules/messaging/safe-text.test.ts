import assert from 'node:assert/strict'
import { test } from 'node:test'
import { piecesOf } from './safe-text.ts'

const links = (text: string) =>
  piecesOf(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []))

test('nothing is lost: the pieces put together are the text', () => {
  const texts = [
    '',
    'no link',
    'see https://a.cn/x, then http://b.cn.',
    '价格见https://a.cn/表。谢谢',
  ]
  for (const text of texts) {
    assert.equal(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
      text,
    )
  }
})

test('a full stop after an address, Latin or Chinese, is not part of it', () => {
  assert.deepEqual(links('见 https://a.cn/x。'), ['https://a.cn/x'])
  assert.deepEqual(links('See https://a.cn/x.'), ['https://a.cn/x'])
  assert.deepEqual(links('(https://a.cn/x)'), ['https://a.cn/x'])
})

test('a bracket that the address opened stays in it', () => {
  assert.deepEqual(links('https://a.cn/wiki/Silk_(cloth)'), ['https://a.cn/wiki/Silk_(cloth)'])
})

test('only web addresses become links', () => {
  assert.deepEqual(links('javascript:alert(1) data:text/html,x ftp://a.cn file:///etc'), [])
})

test('an address that names another host before the real one stays text', () => {
  assert.deepEqual(links('https://bank.cn@evil.cn/login'), [])
})

test('markup is text like any other', () => {
  assert.deepEqual(piecesOf('<img src=x onerror=alert(1)>'), [
    { kind: 'text', text: '<img src=x onerror=alert(1)>' },
  ])
})
