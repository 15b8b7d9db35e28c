import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { evalDemand, evalItems } from './forecast.ts'
import { main, SECTIONS } from './index.ts'
import { evalRhythm } from './next-orders.ts'
import { lists, loadRetail, readRetail, weeklyDemand } from './online-retail.ts'
import { keyLine, printed } from './table.ts'

const DAY = 86_400_000
const START = Date.UTC(2010, 11, 1, 9)

const stamp = (ms: number) => {
  const at = new Date(ms)
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} 9:00`
}

/** A made year in either form: buyers who order every one, two or three weeks, and take their own items. */
function made(namesItems: boolean): string {
  const rows = [
    `InvoiceNo,${namesItems ? 'StockCode,' : ''}InvoiceDate,CustomerID,Country,Quantity`,
  ]
  let no = 1000
  for (let week = 0; week < 40; week++)
    for (let buyer = 0; buyer < 12; buyer++) {
      if (week % (1 + (buyer % 3)) !== 0) continue
      const at = stamp(START + (week * 7 + (buyer % 5)) * DAY)
      const country = buyer % 2 ? 'France' : 'Spain'
      no++
      const items = namesItems ? [`A${buyer},`, `B${buyer},`, `R${(no * 7) % 31},`] : ['']
      for (const item of items)
        rows.push(`${no},${item}${at},${buyer + 1}.0,${country},${5 + ((week * buyer) % 4)}`)
    }
  return rows.join('\n')
}

function folderOf(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-eval-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'online_retail'))
  writeFileSync(join(folder, 'online_retail', 'OnlineRetail.csv'), text)
  return folder
}

test('returns, cancellations and nameless sales are left out and counted', () => {
  const retail = readRetail(
    `InvoiceNo,InvoiceDate,CustomerID,Country,Quantity,UnitPrice
536365,12/1/2010 8:26,17850,United Kingdom,40,3.91
C536366,12/1/2010 8:28,17850,United Kingdom,-12,1.85
536367,12/9/2010 8:34,(blank),United Kingdom,83,4.85
536368,12/9/2010 18:05,13047.0,France,15,4.77`,
  )
  assert.deepEqual(retail.leftOut, { returned: 1, nameless: 1 })
  assert.equal(retail.namesItems, false)
  assert.deepEqual(
    retail.invoices.map(({ no, buyer, quantity, atMs }) => [no, buyer, quantity, atMs]),
    [
      ['536365', '17850', 40, Date.UTC(2010, 11, 1, 8, 26)],
      ['536368', '13047', 15, Date.UTC(2010, 11, 9, 18, 5)],
    ],
  )
})

test('rows of one invoice are one order, and items have their own weeks', () => {
  const retail = readRetail(
    `InvoiceNo,StockCode,InvoiceDate,CustomerID,Country,Quantity
1,A,12/1/2010 8:00,1,France,2
1,B,12/1/2010 8:00,1,France,3
2,B,12/9/2010 8:00,1,France,4
3,C,12/16/2010 8:00,2,France,9`,
  )
  assert.equal(retail.invoices.length, 3)
  // Two whole weeks; the third is cut short.
  assert.deepEqual(
    weeklyDemand(retail, 1).map(({ name, weekly }) => [name, [...weekly]]),
    [
      ['A', [2, 0]],
      ['B', [3, 4]],
    ],
  )
  assert.deepEqual(
    weeklyDemand(retail, 2).map(({ name }) => name),
    ['B'],
  )
  assert.deepEqual(lists(retail)[0], { name: '1', lists: [['A', 'B'], ['B']] })
})

test('both forms are measured, and a choice keeps up with the best single method', (t) => {
  for (const namesItems of [false, true]) {
    const retail = loadRetail(folderOf(t, made(namesItems)))!
    assert.equal(retail.namesItems, namesItems)
    const { keys, tables } = evalDemand(retail)
    assert.ok(keys.series! >= 12)
    assert.ok(keys.rmsse_chosen! <= keys.rmsse_best_single! * 1.1)
    assert.ok(keys.rmsse_chosen! < keys.rmsse_naive!)
    assert.match(printed(tables[0]!), namesItems ? /items, one week/ : /buyers stand in/)
  }
})

test('items that a buyer takes every time are found', (t) => {
  const retail = loadRetail(folderOf(t, made(true)))!
  const { keys } = evalItems(retail)
  // Two of three items are the buyer's own; the third is by chance.
  assert.ok(keys.recall_10! >= 2 / 3)
  assert.ok(keys.ndcg_10! > 0.7)
})

test('buyers who keep their rhythm are foretold', (t) => {
  const retail = loadRetail(folderOf(t, made(false)))!
  const { keys, tables } = evalRhythm(retail)
  // Everybody orders at least every third week, so that four weeks never pass in silence.
  assert.equal(keys.answers, 4 * 12)
  assert.ok(keys.brier! < 0.02 && keys.gap! < 0.1)
  assert.equal(tables.length, 2)
})

test('data that is not there is skipped with a word, and a wrong section is named', (t) => {
  const heard: string[] = []
  main(['--data', '/nowhere'], (text) => heard.push(text))
  assert.equal(heard.length, Object.keys(SECTIONS).length)
  for (const text of heard) assert.match(text, /^[\w-]+: skipped, there is no .+ in \/nowhere/)
  assert.throws(() => main(['magic'], () => {}), /There is no section "magic": forecast/)
  const told: string[] = []
  main(['forecast', '--data', folderOf(t, made(false))], (text) => told.push(text))
  assert.match(told.at(-1)!, /^forecast series=\d+ rmsse_chosen=0\.\d+ /)
})

test('tables line up, and what was not measured is a dash', () => {
  const text = printed({
    title: 'Things',
    columns: ['way', 'share'],
    rows: [
      ['a', 0.5],
      ['longer', null],
    ],
    notes: ['Said.'],
  })
  assert.equal(
    text,
    'Things\n  way      share\n  ------  ------\n  a       0.5000\n  longer       -\n  Said.',
  )
  assert.equal(keyLine('x', { a: 3, b: 0.25, c: 123.456 }), 'x a=3 b=0.2500 c=123.5')
})

test('the sections of health and value stand beside the published figures', (t) => {
  const folder = fileURLToPath(new URL('../../shared/data', import.meta.url))
  if (!existsSync(folder)) return t.skip('the public data beside the project is absent')
  const told: string[] = []
  main(['health', 'valuation', '--data', folder], (text) => told.push(text))
  const said = told.join('\n')
  assert.match(said, /^health ai4i_f1=0\.9169 fd001_rmse=1[0-5]\.\d+ /m)
  assert.match(said, /^valuation bgnbd_r=0\.2426 bgnbd_alpha=4\.4135 paretonbd_r=0\.5533 /m)
  assert.match(said, /Gamma-Gamma v .+ 15\.4400/)
})
