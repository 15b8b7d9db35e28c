import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import { Logger, runOnce } from 'graphile-worker'
import pino from 'pino'
import { type App, buildApp } from '../server/app.ts'
import { readConfig } from '../server/platform/config.ts'
import { newId } from '../server/platform/ids.ts'
import { taskListOf } from '../server/platform/jobs.ts'
import { testDatabase } from './database.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read the wire as it is
  body: any
  headers: Record<string, string | string[] | number | undefined>
  text: string
}

/** Somebody signed in: calls routes with its cookie, as a browser on our own pages would. */
export interface User {
  name: string
  orgId: string
  personId: string
  login: string
  password: string
  cookie: string
  call(
    method: Method,
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  get(url: string, headers?: Record<string, string>): Promise<Answer>
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(url: string, body: unknown, version: number): Promise<Answer>
  delete(url: string): Promise<Answer>
}

export interface TestApp {
  app: App
  /** Calls without a login. */
  anyone: Omit<User, 'orgId' | 'personId' | 'login' | 'password' | 'cookie'>
  /** A new org with a signed-in owner. */
  newOrg(name?: string): Promise<User>
  /** A further person in the user's org, by a real invitation. */
  newMember(owner: User, role: 'manager' | 'member', more?: Record<string, unknown>): Promise<User>
  /** Runs due jobs until none is left, with the app's own handlers. */
  runJobs(): Promise<void>
  /** Moves the app's clock forward; jobs that fall due by it run at the next `runJobs`. */
  tick(ms: number): void
  now(): Date
}

export const PASSWORD = 'correct horse 经纬'
let counter = 0

/** The whole app on a database of its own, driven without a socket. */
export async function testApp(
  t: { after(work: () => unknown): void },
  options: { env?: Record<string, string> } = {},
): Promise<TestApp> {
  // Cleanups run in the order they were registered, and the app must close before its database goes.
  const drops: (() => unknown)[] = []
  const database = await testDatabase({ after: (drop) => void drops.push(drop as () => unknown) })
  const dataDir = await mkdtemp(join(tmpdir(), 'jingwei-test-'))
  let ahead = 0
  const env = {
    REQUESTS_PER_MINUTE: '1000000',
    LOG_LEVEL: 'silent',
    PORT: '0',
    // Stand-ins for what lies outside listen on this machine.
    OUTBOUND_PRIVATE: 'true',
    ...options.env,
  }
  const app = await buildApp({
    ...database,
    config: readConfig({ ...env, JINGWEI_DATA: dataDir }, []),
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }) as never,
    now: () => new Date(Date.now() + ahead),
  })
  t.after(async () => {
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
    for (const drop of drops) await drop()
  })

  function caller(cookie: string) {
    const call = async (
      method: Method,
      url: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer> => {
      const response = await app.http.inject({
        method,
        url: url.startsWith('/') ? url : `/api/v1/${url}`,
        headers: { ...(cookie && { cookie }), ...headers },
        ...(body !== undefined && { payload: body as InjectOptions['payload'] }),
      } as InjectOptions)
      const isJson = String(response.headers['content-type'] ?? '').includes('json')
      return {
        status: response.statusCode,
        body: isJson && response.body ? response.json() : response.body,
        headers: response.headers as Answer['headers'],
        text: response.body,
      }
    }
    return {
      call,
      get: (url: string, headers?: Record<string, string>) => call('GET', url, undefined, headers),
      post: (url: string, body: unknown = {}, headers?: Record<string, string>) =>
        call('POST', url, body, headers),
      put: (url: string, body: unknown = {}, headers?: Record<string, string>) =>
        call('PUT', url, body, headers),
      patch: (url: string, body: unknown, version: number) =>
        call('PATCH', url, body, { 'if-match': `"${version}"` }),
      delete: (url: string) => call('DELETE', url),
    }
  }

  const anyone = { name: 'anyone', ...caller('') }
  async function userOf(answer: Answer, login: string): Promise<User> {
    if (answer.status !== 201) throw new Error(`no user: ${answer.text}`)
    const cookie = String(answer.headers['set-cookie']).split(';')[0] as string
    return {
      name: answer.body.person.name,
      orgId: answer.body.org?.id,
      personId: answer.body.person.id,
      login,
      password: PASSWORD,
      cookie,
      ...caller(cookie),
    }
  }
  return {
    app,
    anyone,
    tick(ms) {
      ahead += ms
    },
    now: () => new Date(Date.now() + ahead),
    async newOrg(name = `Org ${++counter}`) {
      const mail = `p${++counter}.${newId().slice(0, 8)}@example.com`
      const answer = await anyone.post('registrations', {
        org: { name, shortName: name.slice(0, 30) },
        person: { name: `${name} owner`, mail, password: PASSWORD },
      })
      return userOf(answer, mail)
    },
    async newMember(owner, role, more = {}) {
      const invitation = await owner.post('invitations', { role, ...more })
      const mail = `m${++counter}.${newId().slice(0, 8)}@example.com`
      const person = { name: `Member ${counter}`, mail, password: PASSWORD }
      return userOf(
        await anyone.post(`invitation/${invitation.body.token}/acceptance`, { person }),
        mail,
      )
    },
    async runJobs() {
      const { owner } = app.database
      const due = new Date(Date.now() + ahead)
      await owner.query(
        'UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at <= $1',
        [due],
      )
      const log = pino({ level: 'silent' }) as never
      const taskList = taskListOf(app.source, app.jobs, log, new AbortController().signal)
      await runOnce({
        pgPool: owner,
        taskList,
        noHandleSignals: true,
        logger: new Logger(() => () => {}),
      })
    },
  }
}
