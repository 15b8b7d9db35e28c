import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as bank from '../../../../../server/modules/trade/money/bank-schema.ts'
import type * as s from '../../../../../server/modules/trade/money/schema.ts'
import type * as orders from '../../../../../server/modules/trade/orders/schema.ts'
import { http, type QueryValue } from '../../../ui/http.ts'

export type { bank, s }
export type Invoices = z.infer<typeof s.Invoices>
export type Payments = z.infer<typeof s.Payments>
export type Entries = z.infer<typeof s.Entries>
export type Statements = z.infer<typeof bank.Statements>
type Orders = z.infer<typeof orders.Orders>

// Under the module's root, so that whatever happens in trade brings these up to date.
const ROOT = ['trade', 'money'] as const
export const keys = {
  claims: [...ROOT, 'claims'] as const,
  invoices: [...ROOT, 'invoices'] as const,
  invoice: (id: string) => [...ROOT, 'invoice', id] as const,
  entries: [...ROOT, 'entries'] as const,
  statements: [...ROOT, 'statements'] as const,
  statement: (id: string) => [...ROOT, 'statement', id] as const,
}
export const moneyChanged = (client: QueryClient) => client.invalidateQueries({ queryKey: ROOT })

const get = <T>(key: readonly unknown[], path: string, query: Record<string, QueryValue> = {}) =>
  queryOptions({
    queryKey: [...key, query],
    queryFn: ({ signal }) => http.get<T>(path, { query, signal }),
    placeholderData: keepPreviousData,
  })

export const claimsQuery = (side: s.Side) => get<s.Claims>(keys.claims, '/claims', { side })
export const dunningQuery = get<s.Dunning>([...ROOT, 'dunning'], '/dunning')
export const openInvoicesQuery = (side: s.Side, partyOrgId: string) =>
  get<Invoices>(keys.invoices, '/invoices', { side, partyOrgId, state: 'open', limit: 200 })
export const invoiceQuery = (id: string) => get<s.Invoice>(keys.invoice(id), `/invoices/${id}`)
export const announcedQuery = get<Payments>([...ROOT, 'payments'], '/payments', {
  state: 'announced',
})
export const accountQuery = (orgId: string, query: Record<string, QueryValue>) =>
  get<s.AccountStatement>([...ROOT, 'account', orgId], `/accounts/${orgId}/statement`, query)
export const balanceQuery = get<s.TrialBalance>([...ROOT, 'balance'], '/ledger/balance')
export const earningsQuery = (months: number) =>
  get<s.Earnings>([...ROOT, 'earnings'], '/earnings', { months })
export const statementQuery = (id: string) =>
  get<bank.BankStatement>(keys.statement(id), `/bank-statements/${id}`)
export const sellingQuery = (q: string) =>
  get<Orders>(['trade', 'selling'], '/trade-orders', { side: 'selling', q, limit: 30 })

export const issueInvoice = (orderId: string, body: z.input<typeof s.InvoiceInput>) =>
  http.post<s.Invoice>(`/trade-orders/${orderId}/invoices`, body)
export const askDeposit = (orderId: string) =>
  http.post<s.Invoice>(`/trade-orders/${orderId}/deposit`, {})
export const cancelInvoice = (id: string, reason: string) =>
  http.put<s.Invoice>(`/invoices/${id}/cancellation`, { reason })
export const creditInvoice = (id: string, body: z.input<typeof s.CreditNoteInput>) =>
  http.post<s.Invoice>(`/invoices/${id}/credit-notes`, body)
export const answerInvoice = (id: string, body: s.AnswerInput) =>
  http.put<s.Invoice>(`/invoices/${id}/answer`, body)
export const recordPayment = (body: z.input<typeof s.PaymentInput>) =>
  http.post<s.Payment>('/payments', body)
export const confirmPayment = (id: string) => http.put<s.Payment>(`/payments/${id}/receipt`, {})
export const enterByHand = (body: z.input<typeof s.EntryInput>) =>
  http.post<s.Entry>('/ledger/entries', body)
export const closeBooks = (until: string) => http.put('/ledger/closings', { until })

export async function importStatement(
  file: File,
  mapping?: bank.BankMapping,
): Promise<bank.Imported> {
  const { id } = await http.upload<{ id: string }>('/files', file)
  return http.post<bank.Imported>('/bank-statements', { fileId: id, ...(mapping && { mapping }) })
}
export const confirmEntries = (id: string, body: z.input<typeof bank.ConfirmInput>) =>
  http.put<bank.BankStatement>(`/bank-statements/${id}/confirmation`, body)
export const bookEntry = (id: string, body: z.input<typeof bank.BookingInput>) =>
  http.put<bank.BankStatement>(`/bank-entries/${id}/booking`, body)
export const setAside = (id: string) =>
  http.put<bank.BankStatement>(`/bank-entries/${id}/aside`, {})
export const takeUp = (id: string) => http.delete<bank.BankStatement>(`/bank-entries/${id}/aside`)
