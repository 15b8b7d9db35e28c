import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const SRC = fileURLToPath(new URL('..', import.meta.url))
const SERVER = fileURLToPath(new URL('../../../server', import.meta.url))
const LANGUAGES = ['zh-CN', 'en'] as const

/** Every text of a language by its full key, such as `identity:signIn.title`. */
function textsOf(language: string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const file of globSync(`locales/${language}/*.json`, { cwd: SRC })) {
    const namespace = file.replace(/^.*[/\\]|\.json$/g, '')
    collect(JSON.parse(readFileSync(`${SRC}/${file}`, 'utf8')), `${namespace}:`, texts)
  }
  return texts
}

function collect(tree: object, prefix: string, into: Map<string, string>): void {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') into.set(prefix + name, value)
    else collect(value, `${prefix}${name}.`, into)
  }
}

const CATALOGUES = Object.fromEntries(LANGUAGES.map((language) => [language, textsOf(language)]))
// Chinese has one form where English has two, so forms of number count as one key.
const plain = (key: string) => key.replace(/_(one|other)$/, '')
const plainKeys = (language: string) => new Set([...CATALOGUES[language]!.keys()].map(plain))

test('both languages have the same keys', () => {
  const [zh, en] = [plainKeys('zh-CN'), plainKeys('en')]
  assert.deepEqual(
    [...zh].filter((key) => !en.has(key)),
    [],
    'only in zh-CN',
  )
  assert.deepEqual(
    [...en].filter((key) => !zh.has(key)),
    [],
    'only in en',
  )
})

test('both languages fill the same blanks', () => {
  const blanks = (text: string) => [...new Set(text.match(/\{\{\s*\w+/g) ?? [])].sort().join()
  for (const [key, text] of CATALOGUES.en!) {
    const zh = CATALOGUES['zh-CN']!
    const other = zh.get(key) ?? zh.get(plain(key)) ?? zh.get(`${plain(key)}_other`)
    assert.equal(blanks(text), blanks(other ?? ''), key)
  }
})

test('no text is empty, and no Chinese text holds a half-width comma between characters', () => {
  for (const language of LANGUAGES) {
    for (const [key, text] of CATALOGUES[language]!)
      assert.notEqual(text.trim(), '', `${language} ${key}`)
  }
  for (const [key, text] of CATALOGUES['zh-CN']!) {
    assert.doesNotMatch(text, /[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]/, key)
  }
})

test('every key that the pages name exists', () => {
  const known = plainKeys('en')
  const missing: string[] = []
  for (const file of globSync('**/*.{ts,tsx}', { cwd: SRC, exclude: ['**/*.test.ts'] })) {
    const source = readFileSync(`${SRC}/${file}`, 'utf8').replace(/^\s*(\*|\/\/).*$/gm, '')
    for (const [, key] of source.matchAll(
      /['"`]((?:common|errors|identity|network|messaging|trade|price|chat|production|money|sourcing):[A-Za-z]\w*(?:\.\w+)*)['"`]/g,
    )) {
      // `network:view` is a right and not a text.
      if (/:(view|edit)$/.test(key!) || known.has(key!)) continue
      missing.push(`${file}: ${key}`)
    }
  }
  assert.deepEqual(missing, [])
})

test('every stable id that the server answers with has words', () => {
  const known = plainKeys('en')
  const missing = new Set<string>()
  const need = (key: string) => known.has(key) || missing.add(key)
  for (const file of globSync('**/*.ts', { cwd: SERVER, exclude: ['**/*.test.ts'] })) {
    const source = readFileSync(`${SERVER}/${file}`, 'utf8')
    for (const [, id] of source.matchAll(/\breason: '([a-z0-9_]+)'/g)) need(`errors:reason.${id}`)
    for (const [, id] of source.matchAll(/badField\(\s*[^,()]+,\s*'([a-z0-9_]+)'/g))
      need(`errors:field.${id}`)
    for (const [, id] of source.matchAll(/\bcode: '([a-z0-9_]+)', message:/g))
      need(`errors:field.${id}`)
    if (file.endsWith('schema.ts')) {
      for (const [, id] of source.matchAll(/\bmessage: '([a-z0-9_]+)'/g)) need(`errors:field.${id}`)
    }
  }
  for (const file of globSync('**/*.ts', { cwd: SERVER, exclude: ['**/*.test.ts'] })) {
    const source = readFileSync(`${SERVER}/${file}`, 'utf8')
    for (const [, id] of source.matchAll(/record\(\s*\w+,\s*'([a-z_.]+)'/g))
      need(`identity:event.${id}`)
    for (const [, id] of source.matchAll(/\btype: '(\w+\.[a-z_]+)',\s+subject:/g))
      need(`identity:event.${id}`)
  }
  const table = readFileSync(`${SERVER}/platform/errors.ts`, 'utf8')
  for (const [, id] of table.matchAll(/^ {2}([a-z_]+): \[\d{3},/gm)) need(`errors:code.${id}`)
  assert.deepEqual([...missing], [])
})
