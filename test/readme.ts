import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

/** Runs the example of an engine's README and holds that it prints what its `// →` comments promise. */
export async function runReadme(engine: URL): Promise<void> {
  const readme = readFileSync(new URL('README.md', engine), 'utf8')
  const example = /```ts\n([\s\S]+?)```/.exec(readme)![1]!
  const here = new URL('index.ts', engine).href
  const source = example.replace(/'@jingwei\/\w+'/, `'${here}'`)
  const said: string[] = []
  Object.assign(globalThis, { readmeSaid: (value: unknown) => said.push(String(value)) })
  const module = `const console = { log: globalThis.readmeSaid };\n${source}`
  await import(`data:text/javascript,${encodeURIComponent(module)}`)
  const promised = [...example.matchAll(/\/\/ → (.+)/g)].map(([, value]) => value)
  assert.ok(promised.length > 0)
  assert.deepEqual(said, promised)
}
