import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { type Config, ConfigError, readConfig, SETTINGS } from './config.ts'

const HERE = resolve(import.meta.dirname, '../../data')

function faultsOf(env: Record<string, string>, args: string[] = []): string[] {
  try {
    readConfig(env, args)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults
  }
  return []
}

test('without any setting the server is for this machine only, with a database of its own', () => {
  const config = readConfig({}, [])
  assert.equal(config.databaseUrl, null)
  assert.equal(config.dataDir, HERE)
  assert.equal(config.port, 5180)
  assert.equal(config.host, '127.0.0.1')
  assert.deepEqual(config.roles, ['api', 'worker'])
  assert.equal(config.trustProxy, false)
  assert.equal(config.filesBytesMax, 25 * 1024 ** 2)
  assert.equal(config.demo, false)
  assert.equal(config.secureCookies, false)
})

test('every fault is told at once, and each names its setting', () => {
  const faults = faultsOf(
    {
      DATABASE_URL: 'mysql://somewhere',
      HOST: 'two words',
      PUBLIC_URL: 'https://chain.example.com/path',
      JINGWEI_ROLES: 'api,cook',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: 'perhaps',
      FILES_BYTES_MAX: 'much',
    },
    ['--port', '70000', '--colour', 'extra'],
  )
  const about = [
    '--colour',
    '"extra"',
    'DATABASE_URL',
    '--port',
    'HOST',
    'PUBLIC_URL',
    'JINGWEI_ROLES',
    'LOG_LEVEL',
    'TRUST_PROXY',
    'FILES_BYTES_MAX',
  ]
  assert.equal(faults.length, about.length)
  for (const name of about)
    assert.ok(
      faults.some((fault) => fault.startsWith(name)),
      name,
    )
})

test('a fault never shows a password', () => {
  const [fault] = faultsOf({ DATABASE_URL: 'http://me:geheim@host/db' })
  assert.match(fault!, /^DATABASE_URL/)
  assert.doesNotMatch(fault!, /geheim/)
})

const CASES: [Record<string, string>, string[], Partial<Config>][] = [
  [{ PORT: '80' }, [], { port: 80 }],
  [{ PORT: '80' }, ['--port', '81'], { port: 81 }],
  [{}, ['--port=0', '--demo'], { port: 0, demo: true }],
  [{ JINGWEI_DATA: '/srv/a' }, ['--data', '/srv/b'], { dataDir: '/srv/b' }],
  [{ JINGWEI_DATA: 'rel' }, [], { dataDir: resolve('rel') }],
  [{ JINGWEI_DATA: '  ' }, [], { dataDir: HERE }],
  [{ JINGWEI_ROLES: ' worker , worker' }, [], { roles: ['worker'] }],
  [
    { PUBLIC_URL: 'https://Chain.example.com/' },
    [],
    { publicUrl: 'https://chain.example.com', secureCookies: true },
  ],
  [
    { PUBLIC_URL: 'http://10.0.0.5:5180' },
    [],
    { publicUrl: 'http://10.0.0.5:5180', secureCookies: false },
  ],
  [{ TRUST_PROXY: 'true' }, [], { trustProxy: true }],
  [{ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' }, [], { trustProxy: ['127.0.0.1', '10.0.0.0/8'] }],
  [{ FILES_BYTES_MAX: '1GB' }, [], { filesBytesMax: 1024 ** 3 }],
  [{ FILES_BYTES_MAX: '2048' }, [], { filesBytesMax: 2048 }],
  [
    { DATABASE_URL: 'postgres://a@b/c', DATABASE_APP_URL: 'postgres://d@b/c' },
    [],
    { databaseAppUrl: 'postgres://d@b/c' },
  ],
]

for (const [env, args, expected] of CASES) {
  test(`${JSON.stringify(env)} ${args.join(' ')} is read as ${JSON.stringify(expected)}`, () => {
    const config = readConfig(env, args)
    for (const [name, value] of Object.entries(expected)) {
      assert.deepEqual(config[name as keyof Config], value)
    }
  })
}

const REFUSED: [Record<string, string>, string[]][] = [
  [{ PORT: '65536' }, []],
  [{ PORT: '-1' }, []],
  [{ PORT: '5180.5' }, []],
  [{ JINGWEI_ROLES: ',' }, []],
  [{ FILES_BYTES_MAX: '12' }, []],
  [{ PUBLIC_URL: 'ftp://example.com' }, []],
  [{ PUBLIC_URL: 'https://user@example.com' }, []],
  [{ DATABASE_APP_URL: 'postgres://d@b/c' }, []],
  [{}, ['--port']],
  [{}, ['--data=']],
]

for (const [env, args] of REFUSED) {
  test(`${JSON.stringify(env)} ${args.join(' ')} is refused`, () => {
    assert.equal(faultsOf(env, args).length, 1)
  })
}

test('the table of settings in docs/operations.md is the one that is read', () => {
  const docs = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  const rows = docs.match(/^\| `[A-Z0-9_]+` +\|.*$/gm) ?? []
  const told = rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
  const read = Object.entries(SETTINGS).map(([name, { standard, says }]) => [
    `\`${name}\``,
    standard && `\`${standard}\``,
    says,
  ])
  assert.deepEqual(told, read)
})
