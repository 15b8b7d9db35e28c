// A server process for tests that kill it: node test/server.ts OWNER_URL APP_URL DATA_DIR
import pino from 'pino'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'

const [ownerUrl, appUrl, dataDir] = process.argv.slice(2) as [string, string, string]
const env = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  REQUESTS_PER_MINUTE: '1000000',
  OUTBOUND_PRIVATE: 'true',
  JINGWEI_DATA: dataDir,
}
const app = await buildApp({
  config: readConfig(env, []),
  ownerUrl,
  appUrl,
  log: pino({ level: process.env.TEST_LOG ?? 'silent' }, pino.destination(2)) as never,
})
process.send!({ address: await app.listen() })
