// Days of money are calendar days where business is done, not days of UTC.

const ZONE = 'Asia/Shanghai'
const SHOWN = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE })

/** The calendar day of a moment, as `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return SHOWN.format(at)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
