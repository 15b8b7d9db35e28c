import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { readAll, tempFile, workbook } from './made-files.ts'
import { SheetError } from './read.ts'

const LIMITS = { unzippedBytes: 32 << 20, wallMs: 5000 }

/** Damages a good file in many ways; each must give rows or a SheetError, and soon. */
async function survives(t: TestContext, good: Buffer, numRuns: number) {
  const path = await tempFile(t, 'fuzz')
  const outcomes = new Map<string, number>()
  const position = fc.nat({ max: good.length - 1 })
  const damage = fc.record({
    length: fc.oneof({ weight: 3, arbitrary: fc.constant(good.length) }, position),
    flips: fc.array(fc.tuple(position, fc.nat({ max: 255 })), { maxLength: 6 }),
    moved: fc.option(fc.tuple(position, position, fc.nat({ max: 64 })), { freq: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ length, flips, moved }) => {
      const bytes = Buffer.from(good)
      for (const [at, value] of flips) bytes[at]! ^= value
      if (moved) bytes.copy(bytes, moved[0], moved[1], moved[1] + moved[2])
      await writeFile(path, bytes.subarray(0, length))
      let outcome = 'rows'
      try {
        for (const { number, cells } of await readAll(path, { limits: LIMITS })) {
          assert.ok(
            number >= 1 && cells.length > 0 && cells.every((cell) => typeof cell === 'string'),
          )
        }
      } catch (error) {
        if (!(error instanceof SheetError)) throw error
        outcome = error.code
      }
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }),
    { numRuns, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
  )
  return outcomes
}

const rows = Array.from(
  { length: 40 },
  (_, i) =>
    `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>${i % 3}</v></c><c r="B${i + 1}" t="inlineStr"><is><t>门店 ${i} &amp; 中</t></is></c><c r="C${i + 1}" s="1"><v>${45_000 + i}</v></c></row>`,
).join('')
const MADE = {
  rows,
  strings: '<si><t>甲</t></si><si><r><t>乙</t></r></si><si><t>c</t></si>',
  styles: '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
  after: '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>',
}

test('a damaged workbook gives rows or an error, and never hangs or crashes', async (t) => {
  const outcomes = await survives(t, await workbook(MADE), 600)
  assert.ok((outcomes.get('rows') ?? 0) > 0 && (outcomes.get('sheet_not_readable') ?? 0) > 100)
})

test('damaged XML within a sound zip gives rows or an error', async (t) => {
  const path = await tempFile(t, 'fuzz.xlsx')
  const few = rows.slice(0, rows.indexOf('<row r="7"'))
  const xml = `<worksheet><sheetData>${few}</sheetData>${MADE.after}</worksheet>`
  const codes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.nat({ max: xml.length }),
          fc.nat({ max: 30 }),
          fc.constantFrom(
            '',
            '<',
            '>',
            '"',
            '&',
            '/',
            '<!',
            '<![CDATA[',
            '<?',
            ' r="',
            '</row>',
            '中',
            '\u0000',
          ),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      async (edits) => {
        let broken = xml
        for (const [at, cut, put] of edits)
          broken = broken.slice(0, at) + put + broken.slice(at + cut)
        await writeFile(
          path,
          await workbook({ ...MADE, parts: { 'xl/worksheets/sheet1.xml': broken } }),
        )
        await readAll(path, { limits: LIMITS }).then(
          () => codes.add('rows'),
          (error) => {
            if (!(error instanceof SheetError)) throw error
            codes.add(error.code)
          },
        )
      },
    ),
    { numRuns: 400 },
  )
  assert.ok(codes.has('rows') && codes.has('sheet_not_readable'))
})

test('a damaged CSV gives rows or an error', async (t) => {
  const text = '编码,名称,"备注"\r\nA1,上海,"一\n二"\r\nA2;x,\t广州,"q""q"\r\n'.repeat(20)
  for (const good of [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
    const outcomes = await survives(t, good, 300)
    assert.ok((outcomes.get('rows') ?? 0) > 0)
  }
})
