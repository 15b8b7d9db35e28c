import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { badField } from '../../platform/errors.ts'
import type { FileStore, KeptBytes } from '../../platform/files.ts'
import type { Http } from '../../platform/http.ts'
import { Id, Page } from '../../platform/schema.ts'
import { getImport, listImportRows, listImports } from './import-queries.ts'
import { sendResultFile } from './import-result.ts'
import {
  beginImport,
  cancelImport,
  changePlan,
  checkImport,
  requireTarget,
  runImport,
} from './imports.ts'
import { Import, ImportPlan, ImportRowQuery, ImportRows, Imports, Side } from './schema.ts'

const ById = z.object({ id: Id })
const Fields = z.object({
  side: Side.default('downstream'),
  parentId: Id.or(z.literal('')).optional(),
})

/** The import of partners and contacts over HTTP: upload, look, correct, try, run, read the result. */
export function importRoutes(app: Http, files: FileStore): void {
  app.post(
    '/api/v1/chains/:id/imports',
    {
      config: {
        access: 'network:edit',
        isStream: true,
        rateLimit: { max: 60, timeWindow: '1 minute' },
      },
      schema: {
        summary: 'Upload a sheet of partners',
        description:
          'multipart/form-data: `file` (XLSX or CSV), `side` (default downstream), `parentId` (under which of ' +
          'my places; default directly below my org)',
        consumes: ['multipart/form-data'],
        params: ById,
        response: { 201: Import },
      },
    },
    async (req, reply) => {
      const { kept, fields } = await readUpload(req, files, (side) =>
        requireTarget(req.ctx, { chainId: req.params.id, ...side }),
      )
      const target = { chainId: req.params.id, ...fields }
      return reply.code(201).send(await beginImport(req.ctx, files, target, kept))
    },
  )
  app.get(
    '/api/v1/chains/:id/imports',
    {
      config: { access: 'network:view' },
      schema: {
        summary: 'My imports into a chain',
        params: ById,
        querystring: Page,
        response: { 200: Imports },
      },
    },
    (req) => listImports(req.ctx, req.params.id, req.query),
  )
  app.get(
    '/api/v1/imports/:id',
    {
      config: { access: 'network:view' },
      schema: {
        summary: 'An import: its plan, preview and progress',
        params: ById,
        response: { 200: Import },
      },
    },
    (req) => getImport(req.ctx, req.params.id),
  )
  app.patch(
    '/api/v1/imports/:id',
    {
      config: { access: 'network:edit' },
      schema: {
        summary: 'Correct the plan of an import',
        params: ById,
        body: z.object({ plan: ImportPlan }),
        response: { 200: Import },
      },
    },
    (req) => changePlan(req.ctx, files, req.params.id, req.body.plan),
  )
  progressRoutes(app)
}

function progressRoutes(app: Http): void {
  const acts = [
    ['check', 'Try an import without writing', checkImport],
    ['run', 'Run an import', runImport],
    ['cancellation', 'Cancel an import', cancelImport],
  ] as const
  for (const [name, summary, act] of acts) {
    app.post(
      `/api/v1/imports/:id/${name}`,
      {
        config: { access: 'network:edit' },
        schema: { summary, params: ById, response: { 200: Import } },
      },
      (req) => act(req.ctx, req.params.id),
    )
  }
  app.get(
    '/api/v1/imports/:id/rows',
    {
      config: { access: 'network:view' },
      schema: {
        summary: 'What became of each row',
        params: ById,
        querystring: ImportRowQuery,
        response: { 200: ImportRows },
      },
    },
    (req) => listImportRows(req.ctx, req.params.id, req.query),
  )
  app.get(
    '/api/v1/imports/:id/result.xlsx',
    {
      config: { access: 'network:view', isStream: true },
      schema: { summary: 'Every row with its outcome, as a spreadsheet', params: ById },
    },
    (req, reply) => sendResultFile(req.ctx, reply, req.params.id),
  )
}

/** The parts of the form, in whatever order they come. */
async function readUpload(
  req: FastifyRequest,
  files: FileStore,
  authorise: (target: { side: Side; parentId: string | null }) => Promise<void>,
) {
  if (!req.isMultipart()) throw badField('file', 'required', 'Send the file as a multipart part')
  const texts: Record<string, unknown> = {}
  let kept: KeptBytes | undefined
  for await (const part of req.parts()) {
    if (part.type === 'field') texts[part.fieldname] = part.value
    else if (part.fieldname !== 'file')
      throw badField(part.fieldname, 'unknown', 'Name the part "file"')
    else {
      // Whoever may not import here costs us no disk.
      await authorise(readFields(texts))
      kept = await files.keep(part.file, part.filename ?? '', part.mimetype)
    }
  }
  if (!kept) throw badField('file', 'required', 'Send the file as a multipart part named file')
  return { kept, fields: readFields(texts) }
}

function readFields(texts: Record<string, unknown>): { side: Side; parentId: string | null } {
  const read = Fields.safeParse(texts)
  if (!read.success) {
    const { path, message } = read.error.issues[0]!
    throw badField(path.join('.'), 'invalid', message)
  }
  return { side: read.data.side, parentId: read.data.parentId || null }
}
