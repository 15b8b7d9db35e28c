// Writes sdk/operations.ts from the OpenAPI document of the app: `npm run sdk`. A test fails when it drifts.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { testApp } from '../test/app.ts'
import { operationsOf } from '../test/openapi.ts'

const out = fileURLToPath(new URL('../sdk/operations.ts', import.meta.url))
const drops: (() => unknown)[] = []
const { app } = await testApp({ after: (drop) => void drops.push(drop) })
try {
  await app.http.ready()
  await writeFile(out, operationsOf(app.http.swagger() as never))
} finally {
  for (const drop of drops) await drop()
}
