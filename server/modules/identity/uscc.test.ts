import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { normalUscc, usccFault } from './uscc.ts'

const SOUND = [
  '91350100M000100Y43',
  '91440300359143307G',
  '51100000500019541K',
  '92510100MA61WJ3204',
]
const PUBLIC = new URL('../../../../shared/data/uscc/codes.csv', import.meta.url)

test('real codes are sound', () => {
  for (const code of SOUND) assert.equal(usccFault(code), null, code)
})

test('each kind of fault has its own name', () => {
  assert.equal(usccFault('91350100M000100Y4'), 'uscc_shape')
  assert.equal(usccFault('91350100I000100Y43'), 'uscc_shape', 'I, O, S, V and Z are not used')
  assert.equal(usccFault('91350100M000100Y44'), 'uscc_check_digit')
  assert.equal(usccFault('123456789012345678'), 'uscc_organisation_digit')
})

test('codes are read as people type them', () => {
  assert.equal(normalUscc(' 9135 0100-m000100y43 '), '91350100M000100Y43')
  assert.equal(normalUscc('９１３５０１００Ｍ０００１００Ｙ４３'), '91350100M000100Y43')
})

test('one wrong character is always found', () => {
  const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
  fc.assert(
    fc.property(
      fc.constantFrom(...SOUND),
      fc.integer({ min: 0, max: 17 }),
      fc.constantFrom(...alphabet),
      (code, at, char) => {
        const changed = code.slice(0, at) + char + code.slice(at + 1)
        assert.equal(usccFault(changed) === null, changed === code)
      },
    ),
    { numRuns: 2000 },
  )
})

test('the public list of codes is judged as it says', {
  skip: existsSync(PUBLIC) ? false : 'shared data is absent',
}, () => {
  const lines = readFileSync(PUBLIC, 'utf8').trim().split('\n').slice(1)
  assert.ok(lines.length > 10)
  for (const line of lines) {
    const [code, , , isValid] = line.split(',') as [string, string, string, string]
    assert.equal(usccFault(code) === null, isValid.trim() === '1', code)
  }
})
