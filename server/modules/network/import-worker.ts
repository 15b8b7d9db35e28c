// A process that only works on jobs, for the tests that kill it.
import pino from 'pino'
import { buildApp } from '../../app.ts'
import { readConfig } from '../../platform/config.ts'

const [ownerUrl, appUrl, dataDir] = process.argv.slice(2) as [string, string, string]
const env = { LOG_LEVEL: 'silent', PORT: '0', JINGWEI_ROLES: 'worker', JINGWEI_DATA: dataDir }
const log = pino({ level: 'silent' }) as never
const app = await buildApp({ ownerUrl, appUrl, config: readConfig(env, []), log })
await app.listen()
