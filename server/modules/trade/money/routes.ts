import { z } from 'zod'
import type { FileStore } from '../../../platform/files.ts'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { sendSheet } from '../../../platform/sheets/send.ts'
import { readAccount } from './account-queries.ts'
import { allocateReceived, deallocate, useCredit } from './allocations.ts'
import { bankRoutes } from './bank-routes.ts'
import { readClaims, readDunning } from './claim-queries.ts'
import { accountSheet, balanceSheet, claimSheet } from './claim-sheets.ts'
import { cancelInvoice, creditInvoice } from './corrections.ts'
import { readEarnings } from './earning-queries.ts'
import { getInvoice, listInvoices } from './invoice-queries.ts'
import { answerInvoice, askDeposit, issueFreeInvoice, issueInvoice } from './invoices.ts'
import { closePeriod, enterByHand, reverseEntry } from './ledger.ts'
import { listEntries, trialBalance } from './ledger-queries.ts'
import { matchOrder } from './match-queries.ts'
import { getPayment, listPayments } from './payment-queries.ts'
import { confirmPayment, recordPayment, reversePayment } from './payments.ts'
import * as s from './schema.ts'

const ById = z.object({ id: Id })
const ByParty = z.object({ orgId: Id })
const VIEW = { access: 'trade:view' } as const
const EDIT = { access: 'trade:edit' } as const

/** The money of trade over HTTP. */
export function moneyRoutes(app: Http, files: FileStore) {
  invoiceRoutes(app)
  paymentRoutes(app)
  claimRoutes(app)
  ledgerRoutes(app)
  bankRoutes(app, files)
}

function invoiceRoutes(app: Http) {
  app.post(
    '/api/v1/trade-orders/:id/invoices',
    {
      config: EDIT,
      schema: {
        summary: 'Invoice an order, in whole or in part',
        params: ById,
        body: s.InvoiceInput,
        response: { 201: s.Invoice },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await issueInvoice(req.ctx, req.params.id, req.body)),
  )
  app.post(
    '/api/v1/trade-orders/:id/deposit',
    {
      config: EDIT,
      schema: {
        summary: 'Ask for a deposit on an order',
        params: ById,
        body: s.DepositInput,
        response: { 201: s.Invoice },
      },
    },
    async (req, reply) => reply.code(201).send(await askDeposit(req.ctx, req.params.id, req.body)),
  )
  app.get(
    '/api/v1/trade-orders/:id/match',
    {
      config: VIEW,
      schema: {
        summary: 'Order, receipt and invoice side by side',
        params: ById,
        response: { 200: s.ThreeWayMatch },
      },
    },
    (req) => matchOrder(req.ctx, req.params.id),
  )
  app.post(
    '/api/v1/invoices',
    {
      config: EDIT,
      schema: {
        summary: 'Invoice something without an order',
        body: s.FreeInvoiceInput,
        response: { 201: s.Invoice },
      },
    },
    async (req, reply) => reply.code(201).send(await issueFreeInvoice(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/invoices',
    {
      config: VIEW,
      schema: { summary: 'Invoices', querystring: s.InvoiceQuery, response: { 200: s.Invoices } },
    },
    (req) => listInvoices(req.ctx, req.query),
  )
  app.get(
    '/api/v1/invoices/:id',
    {
      config: VIEW,
      schema: { summary: 'An invoice', params: ById, response: { 200: s.Invoice } },
    },
    (req) => getInvoice(req.ctx, req.params.id),
  )
  correctionRoutes(app)
}

function correctionRoutes(app: Http) {
  app.put(
    '/api/v1/invoices/:id/cancellation',
    {
      config: EDIT,
      schema: {
        summary: 'Cancel a document that nothing builds on',
        params: ById,
        body: s.CancelInput,
        response: { 200: s.Invoice },
      },
    },
    (req) => cancelInvoice(req.ctx, req.params.id, req.body.reason),
  )
  app.post(
    '/api/v1/invoices/:id/credit-notes',
    {
      config: EDIT,
      schema: {
        summary: 'Take back an invoice or a part of it',
        params: ById,
        body: s.CreditNoteInput,
        response: { 201: s.Invoice },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await creditInvoice(req.ctx, req.params.id, req.body)),
  )
  app.post(
    '/api/v1/invoices/:id/allocations',
    {
      config: EDIT,
      schema: {
        summary: 'Use a credit note for other invoices',
        params: ById,
        body: s.AllocationsInput,
        response: { 201: s.Invoice },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await useCredit(req.ctx, req.params.id, req.body.allocations)),
  )
  app.put(
    '/api/v1/invoices/:id/answer',
    {
      config: EDIT,
      schema: {
        summary: 'Accept or dispute an invoice',
        params: ById,
        body: s.AnswerInput,
        response: { 200: s.Invoice },
      },
    },
    (req) => answerInvoice(req.ctx, req.params.id, req.body),
  )
}

function paymentRoutes(app: Http) {
  app.post(
    '/api/v1/payments',
    {
      config: EDIT,
      schema: {
        summary: 'Record a payment received, paid back, or paid',
        body: s.PaymentInput,
        response: { 201: s.Payment },
      },
    },
    async (req, reply) => reply.code(201).send(await recordPayment(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/payments',
    {
      config: VIEW,
      schema: { summary: 'Payments', querystring: s.PaymentQuery, response: { 200: s.Payments } },
    },
    (req) => listPayments(req.ctx, req.query),
  )
  app.get(
    '/api/v1/payments/:id',
    {
      config: VIEW,
      schema: { summary: 'A payment', params: ById, response: { 200: s.Payment } },
    },
    (req) => getPayment(req.ctx, req.params.id),
  )
  app.put(
    '/api/v1/payments/:id/receipt',
    {
      config: EDIT,
      schema: {
        summary: 'Confirm that an announced payment has come',
        params: ById,
        body: s.ReceiptInput,
        response: { 200: s.Payment },
      },
    },
    (req) => confirmPayment(req.ctx, req.params.id, req.body),
  )
  app.put(
    '/api/v1/payments/:id/reversal',
    {
      config: EDIT,
      schema: {
        summary: 'Reverse a payment that did not hold',
        params: ById,
        body: s.CancelInput,
        response: { 200: s.Payment },
      },
    },
    (req) => reversePayment(req.ctx, req.params.id, req.body.reason),
  )
  app.post(
    '/api/v1/payments/:id/allocations',
    {
      config: EDIT,
      schema: {
        summary: 'Say which invoices a payment settles',
        params: ById,
        body: s.AllocationsInput,
        response: { 201: s.Payment },
      },
    },
    async (req, reply) =>
      reply.code(201).send(await allocateReceived(req.ctx, req.params.id, req.body.allocations)),
  )
  app.delete(
    '/api/v1/payments/:id/allocations/:invoiceId',
    {
      config: EDIT,
      schema: {
        summary: 'Take a payment off an invoice',
        params: ById.extend({ invoiceId: Id }),
        response: { 200: s.Payment },
      },
    },
    (req) => deallocate(req.ctx, req.params.id, req.params.invoiceId),
  )
}

function claimRoutes(app: Http) {
  app.get(
    '/api/v1/claims',
    {
      config: VIEW,
      schema: {
        summary: 'Receivables or payables by party and age',
        querystring: s.ClaimQuery,
        response: { 200: s.Claims },
      },
    },
    (req) => readClaims(req.ctx, req.query.side),
  )
  app.get(
    '/api/v1/claims.xlsx',
    {
      config: { ...VIEW, isStream: true },
      schema: { summary: 'Claims as a workbook', querystring: s.ClaimSheet },
    },
    async (req, reply) => {
      const claims = await readClaims(req.ctx, req.query.side)
      return sendSheet(req.ctx, reply, `${claims.side}s.xlsx`, claimSheet(claims, req.query.locale))
    },
  )
  app.get(
    '/api/v1/dunning',
    {
      config: VIEW,
      schema: { summary: 'Whom to remind of what', response: { 200: s.Dunning } },
    },
    (req) => readDunning(req.ctx),
  )
  app.get(
    '/api/v1/accounts/:orgId/statement',
    {
      config: VIEW,
      schema: {
        summary: 'Statement of account with a party',
        params: ByParty,
        querystring: s.AccountQuery,
        response: { 200: s.AccountStatement },
      },
    },
    (req) => readAccount(req.ctx, req.params.orgId, req.query),
  )
  app.get(
    '/api/v1/accounts/:orgId/statement.xlsx',
    {
      config: { ...VIEW, isStream: true },
      schema: {
        summary: 'Statement of account as a workbook',
        params: ByParty,
        querystring: s.AccountSheet,
      },
    },
    async (req, reply) => {
      const account = await readAccount(req.ctx, req.params.orgId, req.query)
      const name = `${account.partyName} ${account.to}.xlsx`
      return sendSheet(req.ctx, reply, name, accountSheet(account, req.query.locale))
    },
  )
  app.get(
    '/api/v1/earnings',
    {
      config: VIEW,
      schema: {
        summary: 'Which flow earns: goods, logistics, finance',
        querystring: s.EarningQuery,
        response: { 200: s.Earnings },
      },
    },
    (req) => readEarnings(req.ctx, req.query),
  )
}

function ledgerRoutes(app: Http) {
  app.get(
    '/api/v1/ledger/entries',
    {
      config: VIEW,
      schema: { summary: 'The journal', querystring: s.EntryQuery, response: { 200: s.Entries } },
    },
    (req) => listEntries(req.ctx, req.query),
  )
  app.post(
    '/api/v1/ledger/entries',
    {
      config: EDIT,
      schema: { summary: 'An entry by hand', body: s.EntryInput, response: { 201: s.Entry } },
    },
    async (req, reply) => reply.code(201).send(await enterByHand(req.ctx, req.body)),
  )
  app.put(
    '/api/v1/ledger/entries/:id/reversal',
    {
      config: EDIT,
      schema: {
        summary: 'Take back an entry made by hand',
        params: ById,
        body: s.CancelInput,
        response: { 200: s.Entry },
      },
    },
    (req) => reverseEntry(req.ctx, req.params.id, req.body.reason),
  )
  app.get(
    '/api/v1/ledger/balance',
    {
      config: VIEW,
      schema: {
        summary: 'Trial balance',
        querystring: s.BalanceQuery,
        response: { 200: s.TrialBalance },
      },
    },
    (req) => trialBalance(req.ctx, req.query),
  )
  app.get(
    '/api/v1/ledger/balance.xlsx',
    {
      config: { ...VIEW, isStream: true },
      schema: { summary: 'Trial balance as a workbook', querystring: s.BalanceSheetFile },
    },
    async (req, reply) => {
      const balance = await trialBalance(req.ctx, req.query)
      const name = `trial-balance-${balance.to}.xlsx`
      return sendSheet(req.ctx, reply, name, balanceSheet(balance, req.query.locale))
    },
  )
  app.put(
    '/api/v1/ledger/closings',
    {
      config: EDIT,
      schema: {
        summary: 'Close the books up to a day',
        body: s.ClosingInput,
        response: { 200: s.Closing },
      },
    },
    (req) => closePeriod(req.ctx, req.body.until),
  )
}
