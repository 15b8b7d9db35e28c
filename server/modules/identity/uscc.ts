/**
 * The unified social credit code (GB 32100-2015) and the organisation code inside it (GB 11714-1997).
 * Both check digits must hold: a code that passes the first alone was made up or mistyped twice.
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

export type UsccFault = 'uscc_shape' | 'uscc_check_digit' | 'uscc_organisation_digit'

/** Upper case, full-width letters made plain, spaces and dashes dropped. */
export function normalUscc(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
}

/** Says what is wrong with a normalised code, or null when it is sound. */
export function usccFault(code: string): UsccFault | null {
  if (!SHAPE.test(code)) return 'uscc_shape'
  let sum = 0
  let weight = 1
  for (let i = 0; i < 17; i++) {
    sum += ALPHABET.indexOf(code[i]!) * weight
    weight = (weight * 3) % 31
  }
  if (ALPHABET[(31 - (sum % 31)) % 31] !== code[17]) return 'uscc_check_digit'
  if (organisationDigit(code.slice(8, 16)) !== code[16]) return 'uscc_organisation_digit'
  return null
}

function organisationDigit(eight: string): string {
  let sum = 0
  for (let i = 0; i < 8; i++) {
    const char = eight.charCodeAt(i)
    // Letters count from A = 10 here, without the gaps of the 31-letter alphabet.
    sum += (char < 65 ? char - 48 : char - 55) * ORGANISATION_WEIGHTS[i]!
  }
  const digit = 11 - (sum % 11)
  return digit === 10 ? 'X' : digit === 11 ? '0' : String(digit)
}
