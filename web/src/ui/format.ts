/** How numbers, money and times read in each language. Pure: the clock is passed in. */
export type Locale = 'zh-CN' | 'en'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface Format {
  locale: Locale
  number(value: number, digits?: number): string
  /** 1.2万, 3.4亿 in Chinese; 12K, 3.4M in English. */
  compact(value: number): string
  /** A share of 1 as per cent. */
  percent(share: number, digits?: number): string
  /** Basis points as a signed per cent: 1250 is +12.5%. */
  basisPoints(bp: number): string
  money(minor: number, currency?: string): string
  /** Money for charts and figures: ¥1.2万. */
  moneyCompact(minor: number, currency?: string): string
  date(iso: string): string
  dateTime(iso: string): string
  relative(iso: string, now: number): string
  /** A span in milliseconds: 3 分钟, 2 小时 5 分钟. */
  duration(ms: number): string
  bytes(count: number): string
  list(items: string[]): string
}

const formats = new Map<Locale, Format>()

export function formatOf(locale: Locale): Format {
  let format = formats.get(locale)
  if (!format) {
    format = makeFormat(locale)
    formats.set(locale, format)
  }
  return format
}

/** Digits after the point of a currency: 2 for CNY, 0 for JPY. */
export function minorDigits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return maximumFractionDigits ?? 2
}

/** Minor units as a decimal text, exactly: floating point would lose the fen of large sums. */
export function minorToText(minor: number, currency = 'CNY'): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** What a person typed (`1,234.5`, `￥12`, `１２`) as minor units, or null when it is not an amount. */
export function textToMinor(text: string, currency = 'CNY'): number | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥$€]/g, '')
  const digits = minorDigits(currency)
  const match = /^(\d{1,13})(?:\.(\d*))?$/.exec(plain)
  if (!match) return null
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return null
  return Number(match[1] + fraction.padEnd(digits, '0'))
}

function makeFormat(locale: Locale): Format {
  const isChinese = locale === 'zh-CN'
  const plain = new Map<number, Intl.NumberFormat>()
  const moneys = new Map<string, Intl.NumberFormat>()
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const relative = new Intl.RelativeTimeFormat(locale, {
    numeric: 'auto',
    style: isChinese ? 'long' : 'short',
  })
  const day = new Intl.DateTimeFormat(isChinese ? 'zh-CN' : 'en-GB', {
    year: 'numeric',
    month: isChinese ? '2-digit' : 'short',
    day: isChinese ? '2-digit' : 'numeric',
  })
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })

  function number(value: number, digits = 0): string {
    let format = plain.get(digits)
    if (!format) {
      format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits })
      plain.set(digits, format)
    }
    return format.format(value)
  }
  function currencyFormat(currency: string, isCompact: boolean): Intl.NumberFormat {
    const key = currency + isCompact
    let format = moneys.get(key)
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        ...(isCompact && {
          notation: 'compact',
          maximumFractionDigits: 1,
          minimumFractionDigits: 0,
        }),
      })
      moneys.set(key, format)
    }
    return format
  }
  const date = (iso: string) => day.format(new Date(iso)).replaceAll('/', '-')
  const dateTime = (iso: string) => `${date(iso)} ${time.format(new Date(iso))}`

  return {
    locale,
    number,
    compact: (value) => compact.format(value),
    percent: (share, digits = 0) => `${number(share * 100, digits)}%`,
    basisPoints: (bp) => `${bp > 0 ? '+' : ''}${number(bp / 100, 2)}%`,
    // A decimal text keeps every digit; the type of the library still wants to hear of it.
    money: (minor, currency = 'CNY') =>
      currencyFormat(currency, false).format(minorToText(minor, currency) as `${number}`),
    moneyCompact: (minor, currency = 'CNY') =>
      currencyFormat(currency, true).format(minor / 10 ** minorDigits(currency)),
    date,
    dateTime,
    relative(iso, now) {
      const ms = Date.parse(iso) - now
      const size = Math.abs(ms)
      if (size < 45_000)
        return isChinese ? (ms <= 0 ? '刚刚' : '马上') : ms <= 0 ? 'just now' : 'any moment'
      if (size < HOUR) return relative.format(Math.round(ms / MINUTE), 'minute')
      if (size < DAY) return relative.format(Math.round(ms / HOUR), 'hour')
      if (size < 7 * DAY) return relative.format(Math.round(ms / DAY), 'day')
      return date(iso)
    },
    duration(ms) {
      const seconds = Math.round(ms / 1000)
      const parts = [
        { count: Math.floor(seconds / 86_400), unit: isChinese ? '天' : 'd' },
        { count: Math.floor((seconds % 86_400) / 3600), unit: isChinese ? '小时' : 'h' },
        { count: Math.floor((seconds % 3600) / 60), unit: isChinese ? '分钟' : 'min' },
        { count: seconds % 60, unit: isChinese ? '秒' : 's' },
      ]
      const first = parts.findIndex((part) => part.count > 0)
      if (first === -1) return isChinese ? '0 秒' : '0 s'
      return parts
        .slice(first, first + 2)
        .filter((part) => part.count > 0)
        .map((part) => `${part.count} ${part.unit}`)
        .join(' ')
    },
    bytes(count) {
      const units = ['B', 'KB', 'MB', 'GB']
      const step = Math.min(Math.floor(Math.log2(Math.max(count, 1)) / 10), units.length - 1)
      return `${number(count / 1024 ** step, step === 0 ? 0 : 1)} ${units[step]}`
    },
    list: (items) => list.format(items),
  }
}
