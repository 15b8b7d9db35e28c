import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

test('the example of the README runs and gives what it says', async () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const example = /```ts\n([\s\S]+?)```/.exec(readme)![1]!
  const here = new URL('index.ts', import.meta.url).href
  const source = example.replace("'@jingwei/insight'", `'${here}'`)
  const said: string[] = []
  const module = `const console = { log: globalThis.readmeSaid };\n${source}`
  Object.assign(globalThis, { readmeSaid: (value: unknown) => said.push(String(value)) })
  await import(`data:text/javascript,${encodeURIComponent(module)}`)
  const promised = [...example.matchAll(/\/\/ → (.+)/g)].map(([, value]) => value)
  assert.ok(promised.length >= 3)
  assert.deepEqual(said, promised)
})
