// Creditor references of ISO 11649: what a payer copies onto a transfer, with check digits that catch a wrong one.

const PLAIN_MAX = 21

/** The reference of a document: `RF` and two check digits before its number, in letters and digits only. */
export function referenceOf(no: string): string {
  const plain = no
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(-PLAIN_MAX)
  const check = 98 - remainder(`${plain}RF00`)
  return `RF${String(check).padStart(2, '0')}${plain}`
}

export function isReference(text: string): boolean {
  const plain = text.replace(/\s/g, '').toUpperCase()
  if (!/^RF\d{2}[A-Z0-9]{1,21}$/.test(plain)) return false
  return remainder(plain.slice(4) + plain.slice(0, 4)) === 1
}

/** Every valid reference that a text holds, whether written in one piece or in groups of four. */
export function referencesIn(text: string): string[] {
  const found = new Set<string>()
  const upper = text.toUpperCase()
  for (const match of upper.matchAll(/RF\d{2}/g)) {
    // A reference in groups may be followed by more words, so the longest valid beginning is taken.
    const rest = upper.slice(match.index, match.index + PLAIN_MAX + 4 + 6)
    const plain = /^[A-Z0-9 ]+/
      .exec(rest)![0]
      .replace(/ /g, '')
      .slice(0, PLAIN_MAX + 4)
    for (let end = plain.length; end > 4; end--) {
      if (!isReference(plain.slice(0, end))) continue
      found.add(plain.slice(0, end))
      break
    }
  }
  return [...found]
}

// Letters count from 10 on; taken modulo 97 digit by digit, so that no number grows large.
function remainder(text: string): number {
  let rest = 0
  for (const sign of text) {
    const value = Number.parseInt(sign, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
