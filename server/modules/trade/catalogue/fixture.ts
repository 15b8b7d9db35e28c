import { Readable } from 'node:stream'
import type { User } from '../../../../test/app.ts'
import type { App } from '../../../app.ts'
import { asOrg, openCtx, SYSTEM } from '../../../platform/ctx.ts'
import { insertFile } from '../../../platform/files.ts'

/** A file of the user's org, as an upload leaves it. */
export async function asFile(
  { files, source }: App,
  user: User,
  name: string,
  content: string | Buffer,
  mediaType = 'text/csv',
): Promise<string> {
  const kept = await files.keep(Readable.from([Buffer.from(content)]), name, mediaType)
  const ctx = asOrg(source, openCtx(source, SYSTEM), user.orgId)
  return (await ctx.transaction((tx) => insertFile(tx, kept))).id
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

export const asPicture = (app: App, user: User) =>
  asFile(app, user, 'a.png', Buffer.from(PIXEL, 'base64'), 'image/png')
