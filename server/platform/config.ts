import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Fault } from './console.ts'
import type { S3Settings } from './s3-files.ts'

export const ROLES = ['api', 'worker'] as const
export type Role = (typeof ROLES)[number]
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export interface Config {
  /** A server of the user's; null runs the embedded one. */
  databaseUrl: string | null
  /** The app role's own login, where the administrator made it. */
  databaseAppUrl: string | null
  dataDir: string
  port: number
  host: string
  /** How people reach us from outside, without a trailing slash. */
  publicUrl: string | null
  roles: Role[]
  logLevel: (typeof LOG_LEVELS)[number]
  trustProxy: boolean | string[]
  filesBytesMax: number
  /** Where files lie when not in the data folder. */
  filesS3: S3Settings | null
  /** Whether users' addresses may lie in private networks. */
  outboundPrivate: boolean
  /** How often one session, key or address may call the API. */
  requestsPerMinute: number
  demo: boolean
  secureCookies: boolean
}

/** Every fault of the configuration at once, each naming the setting it is about. */
export class ConfigError extends Fault {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((f) => `  - ${f}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.faults = faults
  }
}

const PostgresUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'must be an address such as postgresql://user:password@host:5432/database',
  )
const PublicUrl = z
  .string()
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const url = new URL(text)
    return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username
  }, 'must be an address such as https://chain.example.com, without a path')
  .transform((text) => new URL(text).origin)
const S3Url = z
  .string()
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && /^https?:$/.test(url.protocol) && !url.search && !url.username
  }, 'must be the address of a bucket, such as https://minio.example.com/files')
  .transform((text) => text.replace(/\/+$/, ''))
const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')
const Address = /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/
const TrustProxy = z
  .string()
  .refine(
    (text) =>
      text === 'true' || text === 'false' || listOf(text).every((part) => Address.test(part)),
    'must be true, false, or the addresses of your proxies, such as 127.0.0.1,10.0.0.0/8',
  )
  .transform((text) => (text === 'true' ? true : text === 'false' ? false : listOf(text)))
const RoleList = z
  .string()
  .refine(
    (text) => listOf(text).length > 0 && listOf(text).every((part) => ROLES.includes(part as Role)),
    `must be one or more of ${ROLES.join(',')}`,
  )
  .transform((text) => [...new Set(listOf(text))] as Role[])
const Bytes = z
  .string()
  .regex(/^\d{1,13}(\s?[KMG]B?)?$/i, 'must be a size such as 25MB')
  .transform(bytesOf)
  .refine((bytes) => bytes >= 1_024, 'must be at least 1KB')

/** The environment, as docs/operations.md prints it: name, default, meaning. */
export const SETTINGS = {
  DATABASE_URL: {
    schema: PostgresUrl,
    standard: '',
    says: 'A PostgreSQL server of yours, 15 to 18. Without it, Jingwei runs its own in the data folder.',
  },
  DATABASE_APP_URL: {
    schema: PostgresUrl,
    standard: '',
    says: 'The login of the role `jingwei_app`, where your administrator made it. Without it, Jingwei makes it.',
  },
  JINGWEI_DATA: {
    schema: z.string().min(1),
    standard: './data',
    says: 'The data folder: uploaded files and the embedded database. Also `--data DIR`.',
  },
  PORT: {
    schema: Port,
    standard: '5180',
    says: 'The port to listen on; 0 takes any free one. Also `--port N`.',
  },
  HOST: {
    schema: z
      .string()
      .regex(/^[\w.:-]+$/, 'must be a name or an address to listen on, such as 0.0.0.0'),
    standard: '127.0.0.1',
    says: 'The address to listen on; `0.0.0.0` lets other machines in.',
  },
  PUBLIC_URL: {
    schema: PublicUrl,
    standard: '',
    says: 'How people reach the server from outside. With https, cookies are sent over https only.',
  },
  JINGWEI_ROLES: {
    schema: RoleList,
    standard: 'api,worker',
    says: 'What this process does: serve requests, run jobs, or both.',
  },
  REQUESTS_PER_MINUTE: {
    schema: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')
      .transform(Number),
    standard: '1200',
    says: 'How many API calls a minute one session, key or address may make.',
  },
  LOG_LEVEL: {
    schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`),
    standard: 'info',
    says: 'The least serious line to log.',
  },
  TRUST_PROXY: {
    schema: TrustProxy,
    standard: 'false',
    says: 'Whose X-Forwarded-For to believe: the addresses of your reverse proxy, or `true` for any.',
  },
  FILES_BYTES_MAX: {
    schema: Bytes,
    standard: '25MB',
    says: 'The largest file that may be uploaded.',
  },
  FILES_S3_URL: {
    schema: S3Url,
    standard: '',
    says: 'Keeps files in a store that speaks S3: the address of the bucket, such as `https://minio.example.com/files`. Without it they lie in the data folder.',
  },
  FILES_S3_REGION: {
    schema: z.string().regex(/^[\w-]{1,40}$/, 'must be a region such as cn-north-1'),
    standard: 'us-east-1',
    says: 'The region of that store.',
  },
  FILES_S3_KEY: {
    schema: z.string().min(1),
    standard: '',
    says: 'The access key of that store.',
  },
  FILES_S3_SECRET: {
    schema: z.string().min(1),
    standard: '',
    says: 'The secret that belongs to the access key.',
  },
  OUTBOUND_PRIVATE: {
    schema: z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true'),
    standard: 'false',
    says: 'Whether messages may be sent on to addresses in private networks; `true` where your own systems lie there.',
  },
} as const satisfies Record<string, { schema: z.ZodType; standard: string; says: string }>

// Wherever the command is called from, the standard data folder is the one beside the program.
const DATA_HERE = fileURLToPath(new URL('../../data', import.meta.url))

type Setting = keyof typeof SETTINGS
const FLAGS = { port: 'PORT', data: 'JINGWEI_DATA' } as const satisfies Record<string, Setting>

/** Reads the environment and the flags after `start`; throws one ConfigError that lists every fault. */
export function readConfig(env: Record<string, string | undefined>, args: string[] = []): Config {
  const faults: string[] = []
  const flags = readFlags(args, faults)
  const value = <S extends Setting>(name: S): z.infer<(typeof SETTINGS)[S]['schema']> | null => {
    const flag = (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).find((f) => FLAGS[f] === name)
    const given = (flag && flags[flag]) ?? env[name]?.trim()
    const text = given || SETTINGS[name].standard
    if (!text) return null
    const parsed = SETTINGS[name].schema.safeParse(text)
    if (parsed.success) return parsed.data as z.infer<(typeof SETTINGS)[S]['schema']>
    const shown = /^DATABASE|SECRET$/.test(name) ? '' : ` (it is "${text}")`
    const by = flag && flags[flag] !== undefined ? `--${flag}` : name
    faults.push(`${by} ${parsed.error.issues[0]!.message}${shown}`)
    return null
  }

  const publicUrl = value('PUBLIC_URL')
  const config = {
    databaseUrl: value('DATABASE_URL'),
    databaseAppUrl: value('DATABASE_APP_URL'),
    dataDir:
      flags.data || env.JINGWEI_DATA?.trim() ? resolve(value('JINGWEI_DATA') ?? '') : DATA_HERE,
    port: value('PORT')!,
    host: value('HOST')!,
    publicUrl,
    roles: value('JINGWEI_ROLES')!,
    logLevel: value('LOG_LEVEL')!,
    trustProxy: value('TRUST_PROXY')!,
    filesBytesMax: value('FILES_BYTES_MAX')!,
    filesS3: s3Of(value, faults),
    outboundPrivate: value('OUTBOUND_PRIVATE') ?? false,
    requestsPerMinute: value('REQUESTS_PER_MINUTE')!,
    demo: flags.demo,
    secureCookies: publicUrl?.startsWith('https:') ?? false,
  }
  if (config.databaseAppUrl && !env.DATABASE_URL) {
    faults.push('DATABASE_APP_URL needs DATABASE_URL beside it')
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

type S3Name = 'FILES_S3_URL' | 'FILES_S3_REGION' | 'FILES_S3_KEY' | 'FILES_S3_SECRET'

/** A bucket without a key, or a key without a bucket, is a slip and not a choice. */
function s3Of(value: (name: S3Name) => string | null, faults: string[]): S3Settings | null {
  const [url, key, secret] = [
    value('FILES_S3_URL'),
    value('FILES_S3_KEY'),
    value('FILES_S3_SECRET'),
  ]
  if (!url && !key && !secret) return null
  if (url && key && secret) return { url, key, secret, region: value('FILES_S3_REGION')! }
  faults.push('FILES_S3_URL, FILES_S3_KEY and FILES_S3_SECRET need each other')
  return null
}

function readFlags(
  args: string[],
  faults: string[],
): { port?: string; data?: string; demo: boolean } {
  const { tokens } = parseArgs({
    args,
    options: { port: { type: 'string' }, data: { type: 'string' }, demo: { type: 'boolean' } },
    strict: false,
    tokens: true,
  })
  const flags: { port?: string; data?: string; demo: boolean } = { demo: false }
  for (const token of tokens) {
    if (token.kind === 'positional') faults.push(`"${token.value}" is not understood`)
    if (token.kind !== 'option') continue
    if (token.name === 'demo') flags.demo = true
    else if (token.name !== 'port' && token.name !== 'data')
      faults.push(`${token.rawName} is not known`)
    else if (!token.value) faults.push(`${token.rawName} needs a value`)
    else flags[token.name] = token.value
  }
  return flags
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

function bytesOf(text: string): number {
  const unit = text.replace(/[\d\s]/g, '')[0]?.toUpperCase() ?? ''
  return Number.parseInt(text, 10) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit)
}
