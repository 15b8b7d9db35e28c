/** A spreadsheet knows no time zones, so a moment is written as the clock there shows it. */
export function clockOf(timeZone: string): (at: string | null) => Date | null {
  // Swedes write a time as ISO does: 2026-05-01 08:30:00.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  return (at) =>
    at === null ? null : new Date(`${format.format(new Date(at)).replace(' ', 'T')}Z`)
}
