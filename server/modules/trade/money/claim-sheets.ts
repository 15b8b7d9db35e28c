import type { WrittenSheet } from '../../../platform/sheets/write.ts'
import { inMajor } from '../product-sheet.ts'
import type { AccountStatement, Claims, TrialBalance } from './schema.ts'

type Locale = 'zh-CN' | 'en'

const CLAIMS = {
  'zh-CN': [
    '往来单位',
    '币种',
    '未结',
    '未到期',
    '逾期1-30天',
    '31-60天',
    '61-90天',
    '90天以上',
    '预收预付余额',
    '净额',
    '最早到期日',
  ],
  en: [
    'Party',
    'Currency',
    'Open',
    'Not due',
    '1-30 days late',
    '31-60',
    '61-90',
    'Over 90',
    'On account',
    'Balance',
    'Oldest due',
  ],
} as const
const CLAIM_NAMES = {
  receivable: { 'zh-CN': '应收账龄', en: 'Receivables by age' },
  payable: { 'zh-CN': '应付账龄', en: 'Payables by age' },
} as const

/** Receivables or payables by age, as a worksheet. */
export function claimSheet(claims: Claims, locale: Locale): WrittenSheet {
  return {
    name: CLAIM_NAMES[claims.side][locale],
    columns: CLAIMS[locale].map((header, at) => ({
      header,
      width: at === 0 ? 24 : 14,
      type: at < 2 ? 'text' : at === 10 ? 'text' : 'number',
    })),
    rows: claims.parties.map((row) => {
      const amounts = [
        ...[row.openMinor, row.notDueMinor, row.days30Minor, row.days60Minor, row.days90Minor],
        ...[row.over90Minor, row.onAccountMinor, row.balanceMinor],
      ]
      const major = amounts.map((minor) => inMajor(minor, row.currency))
      return [row.partyName, row.currency, ...major, row.oldestDueOn]
    }),
  }
}

const ACCOUNT = {
  'zh-CN': ['日期', '类型', '单号', '订单号', '增加', '减少', '余额'],
  en: ['Date', 'Kind', 'Number', 'Order', 'Increase', 'Decrease', 'Balance'],
} as const
const KINDS: Record<
  AccountStatement['rows'][number]['kind'] | 'opening',
  Record<Locale, string>
> = {
  opening: { 'zh-CN': '期初余额', en: 'Opening balance' },
  deposit: { 'zh-CN': '定金', en: 'Deposit' },
  invoice: { 'zh-CN': '应收单', en: 'Invoice' },
  credit_note: { 'zh-CN': '贷项通知', en: 'Credit note' },
  payment: { 'zh-CN': '收付款', en: 'Payment' },
  refund: { 'zh-CN': '退款', en: 'Refund' },
  cancelled: { 'zh-CN': '作废', en: 'Cancelled' },
  reversed: { 'zh-CN': '冲回', en: 'Reversed' },
}

/** A statement of account between two parties, as a worksheet. */
export function accountSheet(account: AccountStatement, locale: Locale): WrittenSheet {
  const major = (minor: number) => inMajor(minor, account.currency)
  return {
    name: { 'zh-CN': '对账单', en: 'Statement of account' }[locale],
    columns: ACCOUNT[locale].map((header, at) => ({
      header,
      width: 16,
      type: at < 4 ? 'text' : 'number',
    })),
    rows: [
      [account.from, KINDS.opening[locale], '', '', null, null, major(account.openingMinor)],
      ...account.rows.map((row) => [
        row.on,
        KINDS[row.kind][locale],
        row.no,
        row.orderNo,
        row.amountMinor > 0 ? major(row.amountMinor) : null,
        row.amountMinor < 0 ? major(-row.amountMinor) : null,
        major(row.balanceMinor),
      ]),
    ],
  }
}

const BALANCE = {
  'zh-CN': ['科目编码', '科目', '业务流', '币种', '期初余额', '本期借方', '本期贷方', '期末余额'],
  en: ['Code', 'Account', 'Flow', 'Currency', 'Opening', 'Debit', 'Credit', 'Closing'],
} as const
// The codes of China's standard chart, so that a bookkeeper finds the way at once.
const ACCOUNT_NAMES: Record<TrialBalance['rows'][number]['account'], [string, string, string]> = {
  bank: ['1002', '银行存款', 'Bank'],
  receivable: ['1122', '应收账款', 'Receivables'],
  deposits_paid: ['1123', '预付账款', 'Deposits paid'],
  payable: ['2202', '应付账款', 'Payables'],
  deposits_received: ['2203', '预收账款', 'Deposits received'],
  tax: ['2221', '应交税费', 'Tax'],
  equity: ['4001', '实收资本', 'Equity'],
  revenue: ['6001', '主营业务收入', 'Revenue'],
  credit_notes: ['6001.1', '销售退回与折让', 'Credit notes'],
  discounts: ['6001.2', '销售折扣', 'Discounts'],
  cost: ['6401', '主营业务成本', 'Cost of goods'],
  purchase_credits: ['6401.1', '采购退回与折让', 'Credits from suppliers'],
  purchase_discounts: ['6401.2', '采购折扣', 'Discounts from suppliers'],
  interest: ['6603', '财务费用', 'Interest and bank fees'],
  expense: ['6602', '管理费用', 'Other expense'],
}
const FLOW_NAMES = {
  goods: { 'zh-CN': '商品', en: 'Goods' },
  logistics: { 'zh-CN': '物流', en: 'Logistics' },
  finance: { 'zh-CN': '资金', en: 'Finance' },
} as const

/** The trial balance as a worksheet. */
export function balanceSheet(balance: TrialBalance, locale: Locale): WrittenSheet {
  return {
    name: { 'zh-CN': '试算平衡表', en: 'Trial balance' }[locale],
    columns: BALANCE[locale].map((header, at) => ({
      header,
      width: at === 1 ? 24 : 14,
      type: at < 4 ? 'text' : 'number',
    })),
    rows: balance.rows.map((row) => {
      const [code, chinese, english] = ACCOUNT_NAMES[row.account]
      const amounts = [row.openingMinor, row.debitMinor, row.creditMinor, row.closingMinor]
      return [
        code,
        locale === 'en' ? english : chinese,
        row.flow && FLOW_NAMES[row.flow][locale],
        row.currency,
        ...amounts.map((minor) => inMajor(minor, row.currency)),
      ]
    }),
  }
}
