import { test } from 'node:test'
import { runReadme } from '../../test/readme.ts'

test('the example of the README runs and gives what it says', () =>
  runReadme(new URL('.', import.meta.url)))
