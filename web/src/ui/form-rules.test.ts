import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import {
  OrgInput,
  OrgPatch,
  PersonInput,
  Registration,
} from '../../../server/modules/identity/schema.ts'
import { cleaned, emptied, fieldFault, fieldSchema, isRequired, ruleText } from './form-rules.ts'

test('a field of a nested, refined, optional schema is found by its path', () => {
  assert.equal(fieldSchema(Registration, ['org', 'name'])?.safeParse('A').success, false)
  assert.equal(fieldSchema(Registration, ['person', 'mail'])?.safeParse('a@b.cn').success, true)
  const schema = z.object({ rows: z.array(z.object({ code: z.string().min(2) })).optional() })
  assert.equal(fieldSchema(schema, ['rows', 3, 'code'])?.safeParse('A').success, false)
  assert.equal(fieldSchema(Registration, ['org', 'nothing']), null)
})

test('an emptied field becomes what its schema allows', () => {
  assert.equal(emptied(fieldSchema(OrgInput, ['region'])!, ''), '')
  assert.equal(emptied(fieldSchema(OrgPatch, ['uscc'])!, ''), null)
  assert.equal(emptied(z.string().min(1).optional(), ''), undefined)
  assert.equal(emptied(z.string().min(1), ''), '', 'what nothing allows stays, and is refused')
})

test('in a change, emptying a field that must stay is refused instead of being passed over', () => {
  assert.equal(fieldFault(OrgPatch, ['name'], ''), null, 'a create may leave it out')
  assert.equal(fieldFault(OrgPatch, ['name'], '', true)?.key, 'required')
  assert.equal(fieldFault(OrgPatch, ['region'], '', true), null)
  assert.equal(isRequired(OrgPatch, ['name'], true), true)
  assert.equal(isRequired(OrgPatch, ['uscc'], true), false)
  assert.deepEqual(cleaned(OrgPatch, { name: '', uscc: '', region: '' }, true), {
    name: '',
    uscc: null,
    region: '',
  })
})

test('a whole form is cleaned and then passes its schema', () => {
  const values = {
    org: { name: '宏达织造有限公司', shortName: '宏达', uscc: '', region: '' },
    person: { name: '王芳', mail: '', phone: '138 0000 0000', password: 'loom-and-shuttle' },
  }
  const result = Registration.safeParse(cleaned(Registration, values))
  assert.equal(result.success, true)
  assert.equal(result.data?.org.uscc, null)
  assert.equal(result.data?.person.phone, '13800000000')
})

test('the social credit code says which part of it is wrong', () => {
  const cases: [string, string | null][] = [
    ['', null],
    ['91350100M000100Y43', null],
    ['９１３５０１００Ｍ０００１００Ｙ４３', null],
    ['91350100 m000100y43', null],
    ['91350100M000100Y4', 'uscc_shape'],
    ['91350100M000100Y44', 'uscc_check_digit'],
    ['91350100I000100Y43', 'uscc_shape'],
  ]
  for (const [text, fault] of cases) {
    assert.equal(fieldFault(OrgInput, ['uscc'], text)?.key ?? null, fault, text)
  }
})

test('a required field that is empty is called required and not too short', () => {
  assert.equal(fieldFault(OrgInput, ['shortName'], '')?.key, 'required')
  assert.equal(fieldFault(OrgInput, ['shortName'], undefined)?.key, 'required')
  assert.equal(fieldFault(OrgInput, ['name'], 'A')?.key, 'text_short')
  assert.equal(isRequired(OrgInput, ['name']), true)
  assert.equal(isRequired(OrgInput, ['uscc']), false)
})

test('complaints carry their numbers', () => {
  const fault = fieldFault(PersonInput, ['password'], 'short')
  assert.equal(fault?.key, 'text_short')
  assert.equal(fault?.values.minimum, 10)
  assert.equal(fieldFault(PersonInput, ['mail'], 'nobody')?.key, 'email')
  assert.equal(fieldFault(z.object({ n: z.number().max(5) }), ['n'], 9)?.key, 'number_big')
})

test("a schema's own rule is called by its id", () => {
  const result = PersonInput.safeParse({ name: 'A', password: 'loom-and-shuttle' })
  assert.equal(ruleText(result.error!.issues[0]!).key, 'mail_or_phone')
})
