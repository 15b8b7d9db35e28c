import { z } from 'zod'
import type { FileStore } from '../../../platform/files.ts'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { getStatement, listStatements } from './bank-queries.ts'
import * as s from './bank-schema.ts'
import { bookEntry, confirmEntries, importStatement, setAside, takeUp } from './bank-statements.ts'

const ById = z.object({ id: Id })

/** Bank statements over HTTP: import, look at what each entry seems to pay, confirm. */
export function bankRoutes(app: Http, files: FileStore) {
  app.post(
    '/api/v1/bank-statements',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Import a bank statement from an uploaded file',
        body: s.StatementInput,
        response: { 201: s.Imported },
      },
    },
    async (req, reply) => reply.code(201).send(await importStatement(req.ctx, files, req.body)),
  )
  app.get(
    '/api/v1/bank-statements',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Bank statements',
        querystring: s.StatementQuery,
        response: { 200: s.Statements },
      },
    },
    (req) => listStatements(req.ctx, req.query),
  )
  app.get(
    '/api/v1/bank-statements/:id',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'A bank statement with what its entries seem to pay',
        params: ById,
        response: { 200: s.BankStatement },
      },
    },
    (req) => getStatement(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/bank-statements/:id/confirmation',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Make payments of entries',
        params: ById,
        body: s.ConfirmInput,
        response: { 200: s.BankStatement },
      },
    },
    (req) => confirmEntries(req.ctx, req.params.id, req.body),
  )
  app.put(
    '/api/v1/bank-entries/:id/booking',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Book an entry that paid no invoice',
        params: ById,
        body: s.BookingInput,
        response: { 200: s.BankStatement },
      },
    },
    (req) => bookEntry(req.ctx, req.params.id, req.body),
  )
  app.put(
    '/api/v1/bank-entries/:id/aside',
    {
      config: { access: 'trade:edit' },
      schema: { summary: 'Set an entry aside', params: ById, response: { 200: s.BankStatement } },
    },
    (req) => setAside(req.ctx, req.params.id),
  )
  app.delete(
    '/api/v1/bank-entries/:id/aside',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Take an entry up again',
        params: ById,
        response: { 200: s.BankStatement },
      },
    },
    (req) => takeUp(req.ctx, req.params.id),
  )
}
