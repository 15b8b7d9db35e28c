import { z } from 'zod'
import { AppError, badField } from './errors.ts'
import { type FileStore, getFile, insertFile } from './files.ts'
import type { Http } from './http.ts'
import { Id, StoredFile } from './schema.ts'

// Shown in the browser itself; everything else is only ever saved, never run.
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf'])

/** Uploads and downloads. Who may read a file is decided by its row's policies. */
export function fileRoutes(app: Http, files: FileStore): void {
  app.post(
    '/api/v1/files',
    {
      config: { access: 'org', isStream: true, rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: {
        summary: 'Upload a file',
        description: 'multipart/form-data with one part `file`',
        consumes: ['multipart/form-data'],
        response: { 201: StoredFile },
      },
    },
    async (req, reply) => {
      const part = req.isMultipart() ? await req.file() : undefined
      if (!part) throw badField('file', 'required', 'Send the file as a multipart part named file')
      const kept = await files.keep(part.file, part.filename ?? '', part.mimetype)
      return reply.code(201).send(await req.ctx.transaction((tx) => insertFile(tx, kept)))
    },
  )
  app.get(
    '/api/v1/files/:id',
    {
      config: { access: 'org', isStream: true },
      schema: { summary: 'Download a file', params: z.object({ id: Id }) },
    },
    async (req, reply) => {
      const row = await req.ctx.read((tx) => getFile(tx, req.params.id))
      const { stream, bytes } = await files.open(row.sha256).catch(() => {
        throw new AppError('not_found', { reason: 'file' })
      })
      const isShown = SHOWN.has(row.media_type)
      return reply
        .type(isShown ? row.media_type : 'application/octet-stream')
        .header('content-length', bytes)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header(
          'content-disposition',
          `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(row.name)}`,
        )
        .send(stream)
    },
  )
}
