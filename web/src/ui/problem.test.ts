import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ApiError,
  errorKeys,
  fieldKeys,
  fieldPath,
  isPassing,
  toApiError,
  toNetworkError,
} from './problem.ts'

const PROBLEM = JSON.stringify({
  type: '/docs/errors#bad_input',
  title: 'The request has errors: see the fields',
  status: 400,
  code: 'bad_input',
  errors: [{ field: 'org.uscc', code: 'custom', message: 'uscc_check_digit' }],
})

test('problem+json becomes an error with its code and its fields', () => {
  const error = toApiError(400, 'application/problem+json; charset=utf-8', PROBLEM, null)
  assert.equal(error.code, 'bad_input')
  assert.equal(error.status, 400)
  assert.deepEqual(error.fields, [
    { field: 'org.uscc', code: 'custom', message: 'uscc_check_digit' },
  ])
  assert.equal(error.message, 'The request has errors: see the fields')
})

test("a proxy's HTML page is a server that does not answer, not a crash", () => {
  const error = toApiError(502, 'text/html', '<html>Bad gateway</html>', null)
  assert.equal(error.code, 'unavailable')
  assert.equal(isPassing(error), true)
})

test('damaged json and a bare string are told apart from a problem', () => {
  assert.equal(toApiError(500, 'application/json', '{"code":', null).code, 'unavailable')
  assert.equal(toApiError(404, 'application/json', '"no"', null).code, 'unknown')
})

test('the wait is taken from the body first, else from Retry-After', () => {
  const told = JSON.stringify({ code: 'too_many', data: { retryAfterSeconds: 8 } })
  assert.equal(toApiError(429, 'application/problem+json', told, '30').retryAfterSeconds, 8)
  assert.equal(
    toApiError(429, 'application/problem+json', '{"code":"too_many"}', '30').retryAfterSeconds,
    30,
  )
  assert.equal(
    toApiError(429, 'application/problem+json', '{}', 'Wed, 21 Oct 2026').retryAfterSeconds,
    null,
  )
})

test('no answer at all says whether it is the line or the server', () => {
  assert.equal(toNetworkError(false).code, 'offline')
  assert.equal(toNetworkError(true).code, 'no_answer')
})

test('an error is looked up by its reason first, then by its code', () => {
  const error = new ApiError({ code: 'too_many', reason: 'sign_in' }, 429)
  assert.deepEqual(errorKeys(error), ['errors:reason.sign_in', 'errors:code.too_many'])
  assert.deepEqual(errorKeys(new ApiError({ code: 'gone' }, 410)), ['errors:code.gone'])
})

test("a schema's own rule is looked up by its id and not by the word custom", () => {
  assert.equal(fieldKeys({ code: 'custom', message: 'uscc_shape' })[0], 'errors:field.uscc_shape')
  assert.equal(
    fieldKeys({ code: 'too_small', message: 'Too small: expected 2' })[0],
    'errors:field.too_small',
  )
  assert.deepEqual(fieldKeys({ code: 'custom', message: 'Invalid input!' }), [
    'errors:field.invalid',
  ])
})

test("a field's address splits into names and places", () => {
  assert.deepEqual(fieldPath('org.uscc'), ['org', 'uscc'])
  assert.deepEqual(fieldPath('prices.3.priceMinor'), ['prices', 3, 'priceMinor'])
})

test('only what may pass by itself is asked again', () => {
  assert.equal(isPassing(toNetworkError(true)), true)
  assert.equal(isPassing(new ApiError({ code: 'unavailable' }, 503)), true)
  assert.equal(isPassing(new ApiError({ code: 'internal' }, 500)), false)
  assert.equal(isPassing(new ApiError({ code: 'forbidden' }, 403)), false)
  assert.equal(isPassing(new Error('a bug')), false)
})
