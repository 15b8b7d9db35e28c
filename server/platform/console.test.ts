import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openConsole } from './console.ts'

function listen(isTTY: boolean) {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  return { say: openConsole({ isTTY, columns: 40, write }), heard: () => text }
}

test('elsewhere than at a terminal a step is a plain line, and what it works out is passed on', async () => {
  const { say, heard } = listen(false)
  say('first')
  assert.equal(await say.step('Counting', async () => 42), 42)
  assert.equal(heard(), 'first\nCounting ...\n')
})

test('a terminal shows a bar, and then how it ended', async () => {
  const { say, heard } = listen(true)
  await say.step('Loading', async (report) => {
    report(1_500, 3_000, 'rows')
    await new Promise((done) => setTimeout(done, 150))
  })
  assert.match(heard(), /█{10}░{10} 1,500/)
  assert.match(heard(), /✓ Loading {2}0\.\d s\n$/)
  for (const drawn of heard().split('\r\x1b[K').slice(0, -1))
    assert.ok(drawn.length < 40, 'a line wrapped')
})

test('a step that fails says so and passes its failure on', async () => {
  for (const isTTY of [true, false]) {
    const { say, heard } = listen(isTTY)
    await assert.rejects(
      say.step('Trying', () => Promise.reject(new Error('no'))),
      /no/,
    )
    assert.match(heard(), isTTY ? /✗ Trying/ : /Trying \.\.\./)
  }
})
