import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatOf, minorToText, textToMinor } from './format.ts'

process.env.TZ = 'Asia/Shanghai'
const zh = formatOf('zh-CN')
const en = formatOf('en')
const NOW = Date.parse('2026-03-18T04:00:00Z')
const ago = (ms: number) => new Date(NOW - ms).toISOString()

test('money has the sign, the thousands and two digits in both languages', () => {
  assert.equal(zh.money(1_234_500), '¥12,345.00')
  assert.equal(en.money(1_234_500), '¥12,345.00')
  assert.equal(zh.money(5), '¥0.05')
  assert.equal(en.money(-1_234_50, 'USD'), '-$1,234.50')
  assert.equal(zh.money(1500, 'JPY'), '¥1,500')
})

test('the fen of ninety trillion yuan is not lost', () => {
  assert.equal(zh.money(9_000_000_000_000_001 - 2), '¥89,999,999,999,999.99')
})

test('large numbers read in 万 and 亿 in Chinese, in K and M in English', () => {
  assert.equal(zh.compact(12_345), '1.2万')
  assert.equal(zh.compact(340_000_000), '3.4亿')
  assert.equal(en.compact(12_345), '12.3K')
  assert.equal(zh.moneyCompact(1_234_500_00), '¥123.5万')
})

test('what was typed becomes minor units, or nothing when it is no amount', () => {
  const cases: [string, number | null][] = [
    ['12.5', 1250],
    ['1,234.50', 123_450],
    ['￥12', 1200],
    ['１２．３', 1230],
    ['0', 0],
    ['12.345', null],
    ['12.300', 1230],
    ['', null],
    ['abc', null],
    ['-3', null],
    ['1e3', null],
  ]
  for (const [text, minor] of cases) assert.equal(textToMinor(text), minor, text)
  assert.equal(textToMinor('1500', 'JPY'), 1500)
  assert.equal(textToMinor('1500.5', 'JPY'), null)
})

test('minor units go to text and back unchanged', () => {
  for (const minor of [0, 1, 99, 100, 101, 123_456_789])
    assert.equal(textToMinor(minorToText(minor)), minor)
  assert.equal(minorToText(-5), '-0.05')
})

test('times are relative within a week and dates after it', () => {
  assert.equal(zh.relative(ago(10_000), NOW), '刚刚')
  assert.equal(zh.relative(ago(3 * 60_000), NOW), '3分钟前')
  assert.equal(en.relative(ago(2 * 3_600_000), NOW), '2 hr. ago')
  assert.equal(zh.relative(ago(86_400_000), NOW), '昨天')
  assert.equal(zh.relative(ago(-3 * 3_600_000), NOW), '3小时后')
  assert.equal(zh.relative('2026-01-05T04:00:00Z', NOW), '2026-01-05')
})

test('a date and time are written the way each language does', () => {
  assert.equal(zh.dateTime('2026-01-05T04:30:00Z'), '2026-01-05 12:30')
  assert.equal(en.dateTime('2026-01-05T04:30:00Z'), '5 Jan 2026 12:30')
})

test('a span shows its two largest parts', () => {
  assert.equal(zh.duration(0), '0 秒')
  assert.equal(zh.duration(185_000), '3 分钟 5 秒')
  assert.equal(en.duration(90_061_000), '1 d 1 h')
  assert.equal(en.duration(3_600_000), '1 h')
})

test('shares and basis points read as per cent', () => {
  assert.equal(zh.percent(0.873), '87%')
  assert.equal(zh.percent(0.8734, 1), '87.3%')
  assert.equal(zh.basisPoints(1250), '+12.5%')
  assert.equal(zh.basisPoints(-300), '-3%')
})

test('sizes climb by 1,024', () => {
  assert.equal(zh.bytes(0), '0 B')
  assert.equal(zh.bytes(1536), '1.5 KB')
  assert.equal(zh.bytes(20 * 1024 * 1024), '20 MB')
})
