import type { City } from './places.ts'
import type { Random } from './random.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/**
 * A sound unified social credit code that nobody has: real organisation codes begin with a digit or MA,
 * these with YX.
 */
export function inventUscc(serial: number, provinceCode: string, isHousehold: boolean): string {
  const organisation = `YX${String(serial).padStart(6, '0')}`
  const first = `9${isHousehold ? 2 : 1}${provinceCode}0100${organisation}`
  const body = first + organisationDigit(organisation)
  let sum = 0
  let weight = 1
  for (const char of body) {
    sum += ALPHABET.indexOf(char) * weight
    weight = (weight * 3) % 31
  }
  return body + ALPHABET[(31 - (sum % 31)) % 31]
}

function organisationDigit(organisation: string): string {
  let sum = 0
  for (const [i, weight] of ORGANISATION_WEIGHTS.entries()) {
    sum += Number.parseInt(organisation[i]!, 36) * weight
  }
  return '0123456789X'[(11 - (sum % 11)) % 11]!
}

/** The numbers that begin with 154 were never given to anybody, so nobody real is called from a demo. */
export function inventPhone(serial: number): string {
  // Multiplying by a number that shares no factor with 10^8 spreads the serials without meeting twice.
  return `154${String((serial * 61_803_399) % 100_000_000).padStart(8, '0')}`
}

// Four of the cities are not 市 in law.
const PREFECTURES: Record<string, string> = {
  延边: '延边朝鲜族自治州',
  大理: '大理白族自治州',
  伊犁: '伊犁哈萨克自治州',
  喀什: '喀什地区',
}

/** The region as filters and roll-ups use it: province, then city, so that a prefix finds the province. */
export function regionOf(city: City): string {
  const name = PREFECTURES[city.name] ?? `${city.name}市`
  return name === city.province ? name : city.province + name
}

export function addressOf(random: Random, city: City, district: string, street: string): string {
  return `${regionOf(city)}${district}${street}${random.int(1, 480)}号`
}

/** What people call a firm: its name without what the register adds. */
export function shortNameOf(name: string): string {
  return name
    .replace(/^锦纶·/, '')
    .replace(/(服饰集团|服饰|服装销售|纺织|印染整理|数码印花|纽扣饰品|拉链科技)有限公司$/, '')
    .replace(/服装(经营部|批发行)$/, '')
    .slice(0, 30)
}
