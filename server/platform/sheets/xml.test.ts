import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { sheetError } from './made-files.ts'
import { XmlReader } from './xml.ts'

/** What a handler is told, with the attributes of interest. */
function read(xml: string | Buffer, chunkBytes = 1 << 20): string[] {
  const events: string[] = []
  const reader = new XmlReader('part.xml', {
    open(name, attributes) {
      events.push(`<${name} ${['a', 'b'].map((key) => attributes.get(key) ?? '-').join('|')}`)
    },
    close(name, text) {
      events.push(`>${name} ${text}`)
    },
  })
  const bytes = Buffer.from(xml as string)
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    reader.write(bytes.subarray(at, at + chunkBytes))
  }
  reader.end()
  return events
}

/** The same, told by a complete parser. */
function readBySaxes(xml: string): string[] {
  const events: string[] = []
  let text = ''
  let isLeaf = false
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  const parser = new SaxesParser({})
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes as Record<string, string>)
    const get = (key: string) => values.find(([full]) => local(full) === key)?.[1] ?? '-'
    events.push(`<${local(name)} ${get('a')}|${get('b')}`)
    text = ''
    isLeaf = true
  })
  const gather = (more: string) => {
    if (isLeaf) text += more
  }
  parser.on('text', gather)
  parser.on('cdata', gather)
  parser.on('closetag', ({ name }) => {
    events.push(`>${local(name)} ${isLeaf ? text : ''}`)
    isLeaf = false
  })
  parser.write(xml).close()
  return events
}

const name = fc.constantFrom('c', 'row', 'x:v', 'is', 't', 'ns:sheetData')
const blank = fc.constantFrom(' ', '\n', '\r\n  ', '\t')
const text = fc
  .string({
    unit: fc.constantFrom(
      'a',
      '中',
      '𠮷',
      '>',
      '&amp;',
      '&lt;',
      '&#10;',
      '&#x4e2d;',
      ' ',
      '\r\n',
      '"',
      "'",
      ']',
    ),
  })
  .map((value) => value.replaceAll(']]>', ''))
const aside = fc.constantFrom('<!-- <c a="1"> -->', '<?pi <x> ?>', '<![CDATA[<v>&amp;]]>', '')
const attribute = fc
  .tuple(
    blank,
    fc.constantFrom('a', 'r:a', 'b', 'other'),
    fc.constantFrom('=', ' = '),
    text,
    fc.boolean(),
  )
  .map(([gap, key, equals, value, isDouble]) =>
    isDouble
      ? `${gap}${key}${equals}"${value.replaceAll('"', '').replace(/[\n\r]/g, '')}"`
      : `${gap}${key}${equals}'${value.replaceAll("'", '').replace(/[\n\r]/g, '')}'`,
  )
const element: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      fc.uniqueArray(attribute, {
        maxLength: 3,
        selector: (it) => it.trim().replace(/^r:/, '').split(/[ =]/)[0],
      }),
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.tuple(text, aside, text).map((pieces) => pieces.join('')),
        fc.array(tie('element'), { maxLength: 4 }).map((list) => list.join('\n')),
        fc.constant(null),
      ),
    )
    .map(([tag, attributes, inside]) =>
      inside === null
        ? `<${tag}${attributes.join('')}/>`
        : `<${tag}${attributes.join('')}>${inside}</${tag} >`,
    ),
})).element

test('reads what a complete parser reads, however the bytes are cut', () => {
  fc.assert(
    fc.property(element, fc.integer({ min: 1, max: 40 }), (body, chunkBytes) => {
      const xml = `<?xml version="1.0"?>\n<!-- x -->${body}\n`
      const expected = readBySaxes(xml)
      assert.deepEqual(read(xml), expected)
      assert.deepEqual(read(xml, chunkBytes), expected)
    }),
    { numRuns: 400 },
  )
})

test('a document type declaration is refused, and with it every entity of its own', () => {
  const laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
  assert.throws(() => read(laughs), sheetError('sheet_not_readable', { reason: 'doctype' }))
  assert.throws(() => read(laughs, 3), sheetError('sheet_not_readable', { reason: 'doctype' }))
  for (const entity of ['&b;', '&', '&amp', '&#0;', '&#x110000;', '&#xzz;', '& b;']) {
    assert.throws(
      () => read(`<l>${entity}</l>`),
      sheetError('sheet_not_readable', { reason: 'entity' }),
    )
  }
})

test('broken markup is an error that names the part and the reason', () => {
  for (const [xml, reason] of [
    ['', 'cut_off'],
    ['   ', 'cut_off'],
    ['<a>', 'cut_off'],
    ['<a><b/>', 'cut_off'],
    ['<a b="', 'cut_off'],
    ['<a/><!-- ', 'cut_off'],
    ['<a></b>', 'nesting'],
    ['<a></ab>', 'nesting'],
    ['</a>', 'nesting'],
    ['<a><b></a></b>', 'nesting'],
    ['<a/><b/>', 'second_root'],
    ['text<a/>', 'outside'],
    ['<a b=c/>', 'attribute'],
    ['<a b/>', 'attribute'],
    ['< a/>', 'tag'],
    ['<a/ >', 'tag'],
    ['<a>'.repeat(300), 'depth'],
  ] as const) {
    for (const bytes of [1 << 20, 1]) {
      assert.throws(
        () => read(xml, bytes),
        sheetError('sheet_not_readable', { part: 'part.xml', reason }),
        xml,
      )
    }
  }
})

test('UTF-16 and a byte order mark are read, bytes that are no text are not', () => {
  const xml = '<a a="中">𠮷文</a>'
  const little = Buffer.from(`\ufeff${xml}`, 'utf16le')
  const big = Buffer.from(little).swap16()
  for (const bytes of [Buffer.from(`\ufeff${xml}`), little, big]) {
    assert.deepEqual(read(bytes, 5), ['<a 中|-', '>a 𠮷文'])
  }
  const broken = Buffer.concat([Buffer.from('<a>'), Buffer.from([0xff, 0xfe]), Buffer.from('</a>')])
  assert.throws(() => read(broken), sheetError('sheet_not_readable', { reason: 'encoding' }))
})

test('a token without an end stops instead of filling the memory', () => {
  for (const start of ['<a>', '<a b="', '<!--', '<![CDATA[', '<?x ']) {
    const reader = new XmlReader('part.xml', { open() {}, close() {} })
    const filler = Buffer.alloc(256 * 1024, 'x')
    assert.throws(
      () => {
        reader.write(Buffer.from(`<r>${start}`))
        for (let i = 0; i < 64; i++) reader.write(filler)
      },
      sheetError('sheet_not_readable', { reason: 'token_too_long' }),
    )
  }
})
