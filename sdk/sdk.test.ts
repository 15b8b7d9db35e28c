import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test, { after } from 'node:test'
import { testApp } from '../test/app.ts'
import { operationsOf } from '../test/openapi.ts'
import { createClient, JingweiError } from './index.ts'

const { app, newOrg } = await testApp({ after })
const address = await app.http.listen({ port: 0, host: '127.0.0.1' })
const owner = await newOrg()

async function clientWith(scopes: object) {
  const { body } = await owner.post('api-keys', { name: 'sdk', scopes })
  return createClient({ address, key: body.key })
}

test('the operations on file are those of the server', async () => {
  const onFile = await readFile(new URL('./operations.ts', import.meta.url), 'utf8')
  assert.equal(onFile, operationsOf(app.http.swagger() as never), 'run `npm run sdk`')
})

test('a program opens a chain, reads it, changes it and lists it', async () => {
  const client = await clientWith({ network: 'edit' })
  const chain = await client.call('POST /chains', { body: { name: '来自 ERP 的链' } as never })
  assert.equal(chain.isLead, true)
  const path = { id: chain.id }
  const read = await client.call('GET /chains/{id}', { path })
  assert.equal(read.name, '来自 ERP 的链')
  const body = { note: '自动开通' } as never
  const changed = await client.call('PATCH /chains/{id}', { path, version: read.version, body })
  assert.equal(changed.version, read.version + 1)
  assert.equal((await client.call('GET /chains')).items.length, 1)
})

test('a repeated create with the same key is one create', async () => {
  const client = await clientWith({ network: 'edit' })
  const input = { body: { name: '只开一次' } as never, idempotencyKey: 'erp-order-4711' }
  const [first, second] = [
    await client.call('POST /chains', input),
    await client.call('POST /chains', input),
  ]
  assert.equal(first.id, second.id)
})

test('a refusal carries its code, its reason and its fields', async () => {
  const client = await clientWith({ network: 'view' })
  const refused = client.call('POST /chains', { body: { name: 'x' } as never })
  await assert.rejects(
    refused,
    (error) => error instanceof JingweiError && error.code === 'forbidden',
  )
  const editor = await clientWith({ network: 'edit' })
  const bad = editor.call('POST /chains', { body: { name: '' } as never })
  await assert.rejects(
    bad,
    (error) =>
      error instanceof JingweiError && error.status === 400 && error.errors[0]?.field === 'name',
  )
})
