import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PersonInput } from '../../../../server/modules/identity/schema.ts'
import { LoginId, PersonForm, safeNext, spacedUscc, toPerson } from './forms.ts'

test('one field takes a mail address or a phone number and nothing else', () => {
  for (const text of [
    'wang@hongda.cn',
    '138 0000 0000',
    '+86 13800000000',
    '０１０-８８８８６６６６',
  ]) {
    assert.equal(LoginId.safeParse(text).success, true, text)
  }
  for (const text of ['', 'wang', '12', 'wang@', '138-0000-000a']) {
    assert.equal(LoginId.safeParse(text).success, false, text)
  }
})

test('what was typed reaches the server as mail or as phone', () => {
  const person = { name: '王芳', password: 'loom-and-shuttle' }
  const byMail = PersonInput.parse(
    toPerson(PersonForm.parse({ ...person, login: ' Wang@Hongda.cn ' }), 'en'),
  )
  assert.deepEqual([byMail.mail, byMail.phone, byMail.locale], ['wang@hongda.cn', undefined, 'en'])
  const byPhone = PersonInput.parse(
    toPerson(PersonForm.parse({ ...person, login: '138-0000-0000' }), 'zh-CN'),
  )
  assert.deepEqual([byPhone.mail, byPhone.phone], [undefined, '13800000000'])
})

test('the way back after signing in never leads to another site', () => {
  assert.equal(safeNext('/chains/1?tab=rules'), '/chains/1?tab=rules')
  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    undefined,
    ['/a'],
    '/sign-in?next=/',
  ]) {
    assert.equal(safeNext(evil), '/')
  }
})

test('a social credit code is spaced by its parts', () => {
  assert.equal(spacedUscc('91350100M000100Y43'), '91 350100 M000100Y4 3')
  assert.equal(spacedUscc(null), '')
})
