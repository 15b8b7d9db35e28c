// The invariants of docs/ARCHITECTURE.md and the limits of docs/STYLE.md, as tests.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { MIGRATIONS, readMigrations } from '../server/platform/migrate.ts'
import { testDatabase } from './database.ts'
import { FILE_LINES, FUNCTION_LINES, OWNER_ACCESS, UNREFERENCED } from './tidy-exceptions.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SELF = ['test/tidy.test.ts', 'test/tidy-exceptions.ts']

// New files count before they are added, so that the gate tells before the commit.
const files = listFiles()
const code = files.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
const texts = files.filter((path) =>
  /\.(tsx?|sql|md|json|sh|css|html|svg)$|^jingwei$|^\.ci\//.test(path),
)
const textOf = new Map(texts.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
const read = (path: string) => textOf.get(path)!

function listFiles(): string[] {
  if (existsSync(join(ROOT, '.git'))) {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard']
    const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
    return listed.filter((path) => existsSync(join(ROOT, path)))
  }
  const apart = ['node_modules', 'dist', 'data', 'artifacts']
  return globSync('**/*.*', { cwd: ROOT, exclude: (path) => apart.includes(basename(path)) })
}

/** What a file imports: of ours as a path from the root, of others as the name of the package. */
function importsOf(path: string): string[] {
  const pattern = /(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm
  return [...read(path).matchAll(pattern)].map(([, name]) =>
    name!.startsWith('.') ? posix.join(posix.dirname(path), name!.replace(/\?.*$/, '')) : name!,
  )
}

const isTest = (path: string) => /\.test\.tsx?$|^test\/|\bfixture\.ts$/.test(path)
const moduleOf = (path: string) => /^server\/modules\/([^/]+)\//.exec(path)?.[1]

/** Every import that a rule refuses, as `file -> import`. */
function refused(
  paths: string[],
  isRefused: (path: string, imported: string) => boolean,
): string[] {
  return paths.flatMap((path) =>
    importsOf(path)
      .filter((imported) => isRefused(path, imported))
      .map((imported) => `${path} -> ${imported}`),
  )
}

test('the platform knows no module', () => {
  const platform = code.filter((path) => path.startsWith('server/platform/') && !isTest(path))
  assert.ok(platform.length > 10)
  assert.deepEqual(
    refused(platform, (_, imported) => /^server\/(modules\/|app\.ts|main\.ts)/.test(imported)),
    [],
  )
})

test('a module reaches another only through its index.ts and its shapes', () => {
  const modules = code.filter((path) => moduleOf(path) && !isTest(path))
  // Shapes are public already, since they are what the web app and partners' programs read.
  const isPublic = (path: string) => /\/(index|([a-z]+-)?schema)\.ts$/.test(path)
  assert.deepEqual(
    refused(modules, (path, imported) => {
      const other = moduleOf(imported)
      return other !== undefined && other !== moduleOf(path) && !isPublic(imported)
    }),
    [],
  )
})

test("a module's schema.ts leads to zod and pure files only, so that the web app can share it", () => {
  const reached = new Set(code.filter((path) => /^server\/.*\/([a-z]+-)?schema\.ts$/.test(path)))
  for (const path of reached)
    for (const imported of textOf.has(path) ? importsOf(path) : []) reached.add(imported)
  const heavy = [...reached].filter(
    (path) => !/^(zod|@jingwei\/.*|(server\/modules|server\/platform\/schema)\b.*\.ts)$/.test(path),
  )
  assert.deepEqual(heavy, [])
})

test('web and sdk take from the server nothing but shapes', () => {
  const outside = code.filter((path) => /^(web|sdk)\//.test(path) && !isTest(path))
  const shapes = /^server\/(modules\/[^/]+(\/[a-z]+)?|platform)\/([a-z]+-)?schema\.ts$/
  assert.deepEqual(
    refused(outside, (_, imported) => imported.startsWith('server/') && !shapes.test(imported)),
    [],
  )
})

test('engines are pure: nothing of the server, no input or output, no clock', () => {
  const engines = code.filter((path) => path.startsWith('engines/') && !isTest(path))
  assert.deepEqual(
    refused(engines, (_, imported) => !/^(engines\/|@jingwei\/(?!web|sdk))/.test(imported)),
    [],
  )
  const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bfetch\(|\bprocess\./
  assert.deepEqual(
    engines.filter((path) => impure.test(read(path))),
    [],
  )
})

test('a module reads and writes only its own tables, and those of the platform', () => {
  const owner = tableOwners()
  assert.ok(owner.size > 20)
  const touch =
    /(?:selectFrom|(?:inner|left|right|full)Join|insertInto|updateTable|deleteFrom)\(\s*'(\w+)|\b(?:FROM|JOIN|INTO|UPDATE|USING|TRUNCATE|COPY)\s+(\w+)/g
  const found: string[] = []
  let own = 0
  for (const path of code.filter((p) => moduleOf(p) && !isTest(p) && !p.endsWith('fixture.ts'))) {
    for (const [, kysely, sql] of read(path).matchAll(touch)) {
      const table = kysely ?? sql!
      const home = owner.get(table)
      if (home === moduleOf(path)) own++
      else if (home && home !== 'platform') found.push(`${path} touches ${table} of ${home}`)
    }
  }
  assert.ok(own > 150, 'the pattern no longer finds tables')
  assert.deepEqual(found, [])
})

/** A migration is named after the module whose tables it makes. */
function tableOwners(): Map<string, string> {
  const owners = new Map<string, string>()
  for (const { name, sql } of readMigrations(MIGRATIONS)) {
    const home = /^\d+_([a-z]+)/.exec(name)![1]!
    for (const [, table] of sql.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g))
      owners.set(table!, home)
  }
  return owners
}

test('only listed files act across orgs or as the owner of the tables', () => {
  const across = /\.acrossOrgs\(|\bownerDb\b|\bdatabase\.owner\b|\{[^}]*\bowner\b[^}]*\} = /
  const found = code.filter(
    (path) => path.startsWith('server/') && !isTest(path) && across.test(read(path)),
  )
  assert.deepEqual(found.sort(), Object.keys(OWNER_ACCESS).sort())
})

test('row-level security guards every table that names an org', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; guarded: boolean; policies: number }>(`
      SELECT c.relname AS name, c.relrowsecurity AS guarded,
        (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname ~ '(^|_)org_id$'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.oid`)
    assert.ok(rows.length > 15)
    assert.deepEqual(
      rows.filter((row) => !row.guarded).map((row) => row.name),
      [],
    )
    // A table that the app's role may read needs a policy, or nobody would ever see a row of it.
    const blind = await client.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relname = ANY ($1)
        AND has_table_privilege('jingwei_app', c.oid, 'SELECT')`,
      [rows.filter((row) => row.policies === 0).map((row) => row.name)],
    )
    assert.deepEqual(blind.rows, [])
  } finally {
    await client.end()
  }
  assert.match(appUrl, /jingwei_app/)
})

test('functions and files keep their size, or say why not', () => {
  const long = new Map<string, number>()
  const large = new Map<string, number>()
  let seen = 0
  for (const path of code) {
    if (
      SELF.includes(path) ||
      path === 'server/platform/db-types.ts' ||
      path === 'sdk/operations.ts'
    )
      continue
    const lines = read(path).trimEnd().split('\n')
    // A test is a list of cases; its length is less of a sign that it holds two subjects.
    if (lines.length > (isTest(path) ? 600 : 400)) large.set(path, lines.length)
    if (isTest(path)) continue
    // Markup and lists of routes read in one sweep.
    const most = path.startsWith('web/') ? 160 : path.endsWith('routes.ts') ? 100 : 70
    for (const [name, length] of functionLengths(lines)) {
      seen++
      if (length > most) long.set(`${path} ${name}`, length)
    }
  }
  assert.ok(seen > 500, 'the pattern no longer finds functions')
  const over = [...unexplained(large, FILE_LINES), ...unexplained(long, FUNCTION_LINES)]
  assert.deepEqual(over, [], 'split what holds two subjects, or raise its limit with a reason')
})

type Exceptions = Record<string, { max: number; why: string }>

/** What is over its limit, and exceptions that nothing needs any more. */
function unexplained(found: Map<string, number>, exceptions: Exceptions): string[] {
  const over = [...found]
    .filter(([what, size]) => size > (exceptions[what]?.max ?? 0))
    .map(([what, size]) => `${what}: ${size} lines`)
  const idle = Object.keys(exceptions).filter((what) => !found.has(what))
  return [...over, ...idle.map((what) => `${what}: the exception is not needed`)]
}

// Formatted code ends a function with a brace at the indent of the line that began it.
function functionLengths(lines: string[]): [string, number][] {
  const begins =
    /^(\s*)(?:export )?(?:default )?(?:async )?(?:function\*?\s+(\w+)|(?:const|let) (\w+) = (?:async )?(?:function|\(.*=> \{$|\($|<)|(?!if|for|while|switch|catch|return|else)(\w+)\(.*\{$)/
  const found: [string, number][] = []
  lines.forEach((line, start) => {
    const match = begins.exec(line)
    if (!match) return
    const end = lines.findIndex(
      (other, at) => at > start && new RegExp(`^${match[1]}\\}([),;].*)?$`).test(other),
    )
    if (end !== -1) found.push([match[2] ?? match[3] ?? match[4]!, end - start + 1])
  })
  return found
}

test('names say what a thing is', () => {
  const words = ['Service', 'Manager', 'Helper', 'Util', 'Utils']
  const declared = /\b(?:class|interface|type|const|let|function)\s+(\w+)/g
  const isBanned = (name: string) =>
    words.some((word) => name.endsWith(word) && name !== word.toLowerCase()) ||
    /^[IZT][A-Z][a-z]/.test(name)
  const found = code
    .filter((path) => !SELF.includes(path))
    .flatMap((path) =>
      [...read(path).matchAll(declared)]
        .filter(([, name]) => isBanned(name!))
        .map(([, name]) => `${path}: ${name}`),
    )
  const folders = files.filter((path) =>
    /(^|\/)(utils?|helpers?|services?|managers?|common|misc)(\/|\.tsx?$)/.test(path),
  )
  assert.deepEqual([...found, ...folders], [])
})

test('files are kebab-case, and no code is without a reader', () => {
  const odd = code.filter(
    (path) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(basename(path)) && !/(locales|_)/.test(path),
  )
  assert.deepEqual(odd, [])
  const imported = new Set(code.flatMap(importsOf))
  // Some files are not imported but named: by a page, a package, a command or a URL.
  const named = texts.filter((path) => !path.endsWith('.md') && !path.endsWith('package-lock.json'))
  const isNamed = (path: string) =>
    named.some(
      (by) =>
        by !== path &&
        new RegExp(`['"/ ]${basename(path).replaceAll('.', '\\.')}\\b`).test(read(by)),
    )
  const dead = code.filter(
    (path) =>
      !/\.test\.tsx?$|^bench\/|^scripts\/|vite\.config/.test(path) &&
      !imported.has(path) &&
      !isNamed(path),
  )
  assert.deepEqual(dead.sort(), Object.keys(UNREFERENCED).sort())
})

test('nothing is left to do later', () => {
  const words = /\b(TODO|FIXME|XXX|HACK)\b|\.only\(|\bdebugger\b/
  const found = texts.filter((path) => !SELF.includes(path) && !path.endsWith('package-lock.json'))
  assert.deepEqual(
    found.filter((path) => words.test(read(path))),
    [],
  )
})

test('documents name only paths that exist', () => {
  const roots = 'server|web|engines|sdk|migrations|demo|bench|eval|test|docs|scripts'
  const token = new RegExp(`\`((?:${roots})/[\\w./*-]+)\``, 'g')
  const missing: string[] = []
  for (const path of texts.filter((p) => p.endsWith('.md'))) {
    for (const [, named] of read(path).matchAll(token)) {
      if (globSync(named!.replace(/\/$/, ''), { cwd: ROOT }).length === 0)
        missing.push(`${path}: ${named}`)
    }
    for (const [, link] of read(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
      if (!existsSync(join(ROOT, dirname(path), decodeURI(link!)))) missing.push(`${path}: ${link}`)
    }
  }
  assert.deepEqual(missing, [])
})

test('migrations are numbered without gaps', () => {
  const migrations = readMigrations(MIGRATIONS)
  assert.ok(migrations.length >= 5)
  assert.equal(
    globSync(join(MIGRATIONS, '*')).length,
    migrations.length,
    'a stray file in migrations/',
  )
})

test('both catalogues have the same texts with the same placeholders', () => {
  const catalogues = files.filter((path) => /^web\/.*locales\/(en|zh-CN)\/.*\.json$/.test(path))
  for (const path of catalogues) {
    const twin = path.includes('/en/')
      ? path.replace('/en/', '/zh-CN/')
      : path.replace('/zh-CN/', '/en/')
    assert.ok(textOf.has(twin), `${path} has no twin ${twin}`)
    assert.deepEqual(shapeOf(path), shapeOf(twin), `${path} and ${twin} differ`)
  }
})

/** Keys with the placeholders of their texts. Chinese has no plural, so `_one` has no counterpart there. */
function shapeOf(path: string): string[] {
  const flat = (value: unknown, key: string): string[] => {
    if (typeof value === 'string') {
      const holes = [...value.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort()
      return [`${key.replace(/_other$/, '')} ${[...new Set(holes)].join(' ')}`]
    }
    return Object.entries(value as object)
      .filter(([name]) => !name.endsWith('_one'))
      .flatMap(([name, inner]) => flat(inner, key ? `${key}.${name}` : name))
  }
  return flat(JSON.parse(read(path)), '').sort()
}

test('no package registry is named, and no lock file says where a package came from', () => {
  const hosts = new RegExp(
    ['npmjs', 'npmmirror', 'yarnpkg'].map((name) => `\\b${name}\\.(org|com)`).join('|'),
  )
  assert.deepEqual(
    texts.filter((path) => hosts.test(read(path))),
    [],
  )
  const locks = files.filter((path) => path.endsWith('package-lock.json'))
  assert.deepEqual(
    locks.filter((path) => /"resolved":\s*"https?:/.test(read(path))),
    [],
  )
})
