// The public record of a British wholesaler's year (UCI 352 "Online Retail", CC BY 4.0): who ordered how much when.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export interface Invoice {
  no: string
  buyer: string
  country: string
  atMs: number
  quantity: number
  /** What was bought; empty where the file holds one row an invoice and names no items. */
  items: { item: string; quantity: number }[]
}

export interface Retail {
  invoices: Invoice[]
  namesItems: boolean
  /** Rows left out: cancellations and returns, and sales to nobody named. */
  leftOut: { returned: number; nameless: number }
}

const DAY = 86_400_000
const WEEK = 7 * DAY

/** The file in a folder of public data, or null where it is not. */
export function loadRetail(folder: string): Retail | null {
  const path = join(folder, 'online_retail', 'OnlineRetail.csv')
  return existsSync(path) ? readRetail(readFileSync(path, 'utf8')) : null
}

/** Reads both forms that go about: a row an invoice, and a row an item with its StockCode. */
export function readRetail(text: string): Retail {
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true })
  const namesItems = rows[0]?.StockCode !== undefined
  const found = new Map<string, Invoice>()
  const leftOut = { returned: 0, nameless: 0 }
  for (const row of rows) {
    const quantity = Number(row.Quantity)
    if (row.InvoiceNo!.startsWith('C') || !(quantity > 0)) leftOut.returned++
    else if (!/^\d+/.test(row.CustomerID!)) leftOut.nameless++
    else {
      const no = row.InvoiceNo!
      const invoice = found.get(no) ?? {
        ...{ no, buyer: String(Number(row.CustomerID)), country: row.Country! },
        ...{ atMs: readTime(row.InvoiceDate!), quantity: 0, items: [] },
      }
      invoice.quantity += quantity
      if (namesItems) invoice.items.push({ item: row.StockCode!, quantity })
      found.set(no, invoice)
    }
  }
  const invoices = [...found.values()].sort((a, b) => a.atMs - b.atMs)
  return { invoices, namesItems, leftOut }
}

/** "12/9/2011 8:26" is the ninth of December; the hour is the shop's own and is taken as UTC. */
function readTime(text: string): number {
  const [month, day, year, hour, minute] = text.split(/[/ :]/).map(Number)
  return Date.UTC(year!, month! - 1, day!, hour, minute)
}

/** Days since 1970, for what counts in days. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY)

/** Weeks since the first invoice, whole ones only: the last may be cut short and is dropped. */
export function weeksOf({ invoices }: Retail): { weekOf(ms: number): number; count: number } {
  const start = Math.floor(invoices[0]!.atMs / DAY) * DAY
  const count = Math.floor((invoices.at(-1)!.atMs + 1 - start) / WEEK)
  return { weekOf: (ms) => Math.floor((ms - start) / WEEK), count }
}

export interface Series {
  name: string
  weekly: Float64Array
}

/**
 * Weekly demand of each item, from the week it first sold; of each buyer where the file names no items. What sold in
 * fewer than `weeksMin` weeks is no series.
 */
export function weeklyDemand(retail: Retail, weeksMin: number): Series[] {
  const { weekOf, count } = weeksOf(retail)
  const found = new Map<string, Float64Array>()
  const add = (name: string, week: number, quantity: number) => {
    if (week >= count) return
    const weekly = found.get(name) ?? new Float64Array(count)
    weekly[week]! += quantity
    found.set(name, weekly)
  }
  for (const { buyer, atMs, quantity, items } of retail.invoices)
    if (!retail.namesItems) add(buyer, weekOf(atMs), quantity)
    else for (const part of items) add(part.item, weekOf(atMs), part.quantity)
  return [...found]
    .map(([name, weekly]) => ({ name, weekly: weekly.subarray(weekly.findIndex((v) => v > 0)) }))
    .filter(({ weekly }) => weekly.filter((value) => value > 0).length >= weeksMin)
}

/**
 * Lists to be foretold from those before: the items of each buyer's orders; where the file names no items, the buyers
 * that each country orders with, week by week, which is the call list of whoever looks after it.
 */
export function lists(retail: Retail): { name: string; lists: string[][] }[] {
  const found = new Map<string, Map<number, Set<string>>>()
  const { weekOf, count } = weeksOf(retail)
  retail.invoices.forEach(({ buyer, country, atMs, items }, i) => {
    const [who, when] = retail.namesItems ? [buyer, i] : [country, weekOf(atMs)]
    if (!retail.namesItems && when >= count) return
    const of = found.get(who) ?? new Map<number, Set<string>>()
    const list = of.get(when) ?? new Set<string>()
    for (const item of retail.namesItems ? items.map((part) => part.item) : [buyer]) list.add(item)
    found.set(who, of.set(when, list))
  })
  return [...found].map(([name, of]) => ({
    name,
    lists: [...of].sort(([a], [b]) => a - b).map(([, list]) => [...list]),
  }))
}
