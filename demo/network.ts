import { DAY } from './calendar.ts'
import { addressOf, inventPhone, inventUscc, regionOf, shortNameOf } from './firms.ts'
import { brandName, personName, TIERS, TRADES, titlesOf } from './names.ts'
import { CITIES, type City, MALLS, REGIONS, STREETS } from './places.ts'
import { type Random, seeded } from './random.ts'
import {
  type Contact,
  type LoginKey,
  loginOf,
  type Network,
  type Org,
  type Partner,
  type Person,
  type Role,
  type Status,
} from './shapes.ts'

export const STORES = 4160
/** Ids carry the time at which the demo world began, so that they are the same on every day it is loaded. */
const EPOCH = Date.UTC(2026, 0, 1)

const STAFF: [login: LoginKey | '', name: string, role: Role, department: string, title: string][] =
  [
    ['lead', '沈锦纶', 'owner', '总经办', '董事长'],
    ['manager', '陆文静', 'manager', '渠道部', '渠道总监'],
    ['member', '周晓东', 'member', '渠道部', '渠道专员'],
    ['', '方志强', 'manager', '采购部', '采购经理'],
    ['', '许雅婷', 'member', '采购部', '跟单员'],
    ['', '孟凡凯', 'manager', '商品部', '商品经理'],
    ['', '苏梓萱', 'member', '商品部', '定价专员'],
    ['', '韩少华', 'manager', '质量部', '质量经理'],
    ['', '谢丽萍', 'member', '财务部', '应收会计'],
    ['', '邓浩然', 'member', '客服部', '客服主管'],
    ['', '吴佳怡', 'member', '客服部', '客服专员'],
    ['', '高卫东', 'member', '物流部', '仓配主管'],
  ]

/** Builds the firms, the places they take in the chain, and their people. */
export function layNetwork(seed: string, now: number): Network {
  const build = new Builder(seed, now)
  build.openLead()
  build.layDownstream()
  build.layUpstream()
  build.nameLogins()
  build.spreadTags()
  build.writeContacts()
  return build.network
}

class Builder {
  readonly network: Network
  readonly now: number
  private readonly ids: Random
  private readonly draw: Random
  private serial = 0
  private readonly taken = new Set<string>()
  private readonly counts = new Map<string, number>()

  constructor(seed: string, now: number) {
    this.now = now
    this.ids = seeded(`${seed}/network ids`)
    this.draw = seeded(`${seed}/network`)
    const shown = { distributor: -1, province: -1, city: -1, store: -1, factory: -1 }
    this.network = {
      lead: this.firm('杭州锦纶服饰有限公司', '锦纶服饰', this.cityOf('杭州'), '服装制造', 220),
      ...{ orgs: [], people: [], members: [], partners: [], contacts: [], groups: [] },
      shown,
    }
  }

  private id(): string {
    return this.ids.id(EPOCH + ++this.serial)
  }

  private cityOf(name: string): City {
    return CITIES.find((city) => city.name === name)!
  }

  private firm(
    name: string,
    shortName: string,
    city: City,
    industry: string,
    ageDays: number,
  ): Org {
    const id = this.id()
    const uscc = inventUscc(this.serial, city.provinceCode, /经营部|批发行|店$/.test(name))
    const createdAt = Math.round(this.now - ageDays * DAY)
    return { id, name, shortName, uscc, region: regionOf(city), industry, createdAt }
  }

  private hire(org: Org, role: Role, department: string, jobTitle: string, at: number): Person {
    const id = this.id()
    const phone = inventPhone(this.serial)
    const person = { id, name: personName(this.draw), mail: null, phone, createdAt: at }
    this.network.people.push(person)
    const membership = { id: this.id(), orgId: org.id, personId: id, role, department, jobTitle }
    this.network.members.push({ ...membership, joinedAt: at })
    return person
  }

  openLead(): void {
    const { lead, orgs } = this.network
    orgs.push(lead)
    for (const [key, name, role, department, title] of STAFF) {
      const person = this.hire(lead, role, department, title, lead.createdAt)
      person.name = name
      if (key) person.mail = loginOf(key)
    }
    for (const name of REGIONS) this.group(`${name}区`, null)
    for (const name of ['重点门店', '线上代发']) this.group(name, null)
    this.group('外协工厂', null)
    for (const name of new Set(TRADES.map((trade) => trade.group))) this.group(name, '外协工厂')
  }

  private group(name: string, parent: string | null): void {
    this.network.groups.push({ id: this.id(), name, parent })
  }

  layDownstream(): void {
    const total = CITIES.reduce((sum, city) => sum + city.weight, 0)
    let weightSoFar = 0
    for (const region of REGIONS) {
      const hub = CITIES.find((city) => city.region === region)!
      const top = this.stand(-1, 1, hub, `${region}${brandName(this.draw)}`, [`${region}区`])
      const cities = CITIES.filter((city) => city.region === region)
      for (const province of new Set(cities.map((city) => city.province))) {
        const inside = cities.filter((city) => city.province === province)
        const short = province.replace(/(壮族|回族|维吾尔)?自治区$|[省市]$/, '')
        const agent = this.stand(top, 2, inside[0]!, short + brandName(this.draw), [`${region}区`])
        for (const city of inside) {
          // Rounding the running total, not each share, makes the stores add up exactly.
          const before = Math.round((weightSoFar / total) * STORES)
          weightSoFar += city.weight
          this.fillCity(agent, city, Math.round((weightSoFar / total) * STORES) - before)
        }
      }
    }
  }

  private fillCity(agent: number, city: City, stores: number): void {
    const groups = [`${city.region}区`]
    const dealer = this.stand(agent, 3, city, city.name + brandName(this.draw), groups)
    const wholesalers: { place: number; district: string }[] = []
    const counties = Math.max(1, Math.min(city.districts.length, Math.round(city.weight * 0.45)))
    for (const district of city.districts.slice(0, counties)) {
      const name = () => city.name + district + brandName(this.draw)
      const county = this.stand(dealer, 4, city, name(), groups, district)
      const below = this.draw.int(1, 3)
      for (let i = 0; i < below; i++) {
        const place = this.stand(county, 5, city, name(), groups, district)
        wholesalers.push({ place, district })
      }
    }
    for (let i = 0; i < stores; i++) {
      // Everybody gets a first store; after that the big ones at the front of the list get more.
      const at =
        i < wholesalers.length ? i : Math.floor(this.draw.next() ** 1.4 * wholesalers.length)
      const { place, district } = wholesalers[at]!
      this.stand(place, 6, city, this.storeName(city, district), groups, district)
    }
  }

  private storeName(city: City, district: string): string {
    for (let attempt = 0; ; attempt++) {
      const where = this.draw.chance(0.35) ? this.draw.pick(MALLS) : this.draw.pick(STREETS)
      const name = `锦纶·${city.name}${district}${where}`
      const full = attempt < 8 ? `${name}店` : `${name}${'二三四五六七八九'[attempt % 8]}店`
      if (this.taken.has(full)) continue
      this.taken.add(full)
      return full
    }
  }

  /** Puts a partner in its place, with its org and people when it has joined. */
  private stand(
    parent: number,
    tier: number,
    city: City,
    stem: string,
    groups: string[],
    district = city.districts[0]!,
  ): number {
    const { kind, suffix } = TIERS[tier - 1]!
    let name = stem + suffix
    while (tier < 6 && this.taken.has(name))
      name = name.replace(/(.)(?=服)/, `$1${this.draw.pick([...'和泰兴安达'])}`)
    this.taken.add(name)
    const isNew = tier === 6 && this.draw.chance(0.05)
    const ageDays = isNew ? 8 + this.draw.next() * 45 : 215 - tier * 12 - this.draw.next() * 22
    const code = this.code('ABCDES'[tier - 1]!, tier === 1 ? 2 : 5)
    const more = { tier, kind, code, name, groups, isNew, district, ageDays }
    return this.add(parent, 'downstream', city, more, this.statusOf(tier))
  }

  private statusOf(tier: number): Status {
    // Who sells on has mostly come in; the rest of the chain is still being brought on board.
    const share = this.draw.next()
    if (tier <= 3) return 'joined'
    const [joined, invited, imported] = tier === 6 ? [0.918, 0.955, 0.99] : [0.95, 0.98, 1]
    if (share < joined) return 'joined'
    return share < invited ? 'invited' : share < imported ? 'imported' : 'suspended'
  }

  private code(letter: string, width: number): string {
    const no = (this.counts.get(letter) ?? 0) + 1
    this.counts.set(letter, no)
    return letter + String(no).padStart(width, '0')
  }

  private add(
    parent: number,
    side: Partner['side'],
    city: City,
    about: Pick<Partner, 'tier' | 'kind' | 'code' | 'name' | 'groups'> & {
      ageDays: number
      isNew: boolean
      district: string
    },
    status: Status,
  ): number {
    const { partners, lead, orgs } = this.network
    const { ageDays, isNew, district, ...plain } = about
    const industry = side === 'upstream' ? plain.kind : plain.tier === 6 ? '服装零售' : '服装批发'
    const org = this.firm(plain.name, shortNameOf(plain.name), city, industry, ageDays - 1.2)
    const hasOrg = status === 'joined' || status === 'suspended'
    const ownerOrgId = this.ownerOf(parent)
    let personId: string | null = null
    if (hasOrg) {
      orgs.push(org)
      personId = this.staff(org, plain.tier, side).id
    }
    const street = this.draw.pick(STREETS)
    partners.push({
      ...{ id: this.id(), parent, side, status, ...plain },
      ...{ uscc: org.uscc, region: org.region, note: '', orgId: hasOrg ? org.id : null },
      address: addressOf(this.draw, city, district, side === 'upstream' ? '工业园' : street),
      ...{ ownerOrgId, personId },
      broughtByOrgId: plain.tier <= 3 ? lead.id : ownerOrgId,
      createdAt: Math.round(this.now - ageDays * DAY),
      joinedAt: hasOrg ? org.createdAt : null,
      suspendedAt:
        status === 'suspended' ? Math.round(this.now - this.draw.int(12, 60) * DAY) : null,
      // A list of its own: those of a city begin alike and do not stay so.
      groups: [...plain.groups],
      tags: isNew ? ['新店'] : [],
      pace: this.draw.logNormal(1, 0.6) * (this.draw.chance(0.04) ? 18 : 1),
    })
    return partners.length - 1
  }

  private ownerOf(parent: number): string {
    const { partners, lead } = this.network
    for (let at = parent; at >= 0; at = partners[at]!.parent) {
      if (partners[at]!.status === 'joined') return partners[at]!.orgId as string
    }
    return lead.id
  }

  private staff(org: Org, tier: number, side: Partner['side']): Person {
    const titles = titlesOf(side, tier)
    const owner = this.hire(org, 'owner', '', titles[0]!, org.createdAt)
    if (tier <= 3) {
      const later = org.createdAt + 2 * DAY
      this.hire(org, 'manager', '业务部', titles[1]!, later)
      if (side === 'downstream') this.hire(org, 'member', '财务部', titles[3]!, later)
    }
    return owner
  }

  layUpstream(): void {
    const mills: number[] = []
    for (const [index, trade] of TRADES.entries()) {
      for (let i = 0; i < trade.count; i++) {
        const city = this.cityOf(trade.towns[i % trade.towns.length]!)
        const isDyeHouse = trade.kind === '染整'
        const name = city.name + brandName(this.draw) + trade.suffix
        const about = {
          ...{ tier: isDyeHouse ? 2 : 1, kind: trade.kind, name, groups: [trade.group] },
          ...{
            code: this.code(`F${index + 1}`, 2),
            isNew: false,
            district: this.draw.pick(city.districts),
          },
          ageDays: 205 - i * 2,
        }
        const status = i === trade.count - 1 && index % 2 === 1 ? 'invited' : 'joined'
        const place = this.add(isDyeHouse ? mills[i]! : -1, 'upstream', city, about, status)
        if (trade.kind === '面料') mills.push(place)
      }
    }
  }

  nameLogins(): void {
    const { partners, people, members, shown, lead } = this.network
    // The path that a visitor walks: each of these stands below the one before.
    shown.distributor = partners.findIndex((p) => p.tier === 1 && p.groups.includes('华东区'))
    const below = (parent: number, region: string) =>
      partners.findIndex(
        (p) => p.parent === parent && p.status === 'joined' && p.region.startsWith(region),
      )
    shown.province = below(shown.distributor, '浙江省')
    shown.city = below(shown.province, '浙江省杭州市')
    shown.store = partners.findIndex(
      (p, at) =>
        p.tier === 6 && p.status === 'joined' && !p.tags.length && this.isUnder(at, shown.city),
    )
    shown.factory = partners.findIndex((p) => p.side === 'upstream')
    for (const [key, at] of Object.entries(shown)) {
      const partner = partners[at]!
      partner.pace = 1
      people.find((person) => person.id === partner.personId)!.mail = loginOf(key as LoginKey)
    }
    // One person of two firms, for the switcher.
    const neighbour = partners.find((p) => p.tier === 2 && p.region.startsWith('江苏省'))!
    const both = { orgId: neighbour.orgId!, personId: partners[shown.province]!.personId! }
    const joinedAt = lead.createdAt + 60 * DAY
    members.push({
      id: this.id(),
      ...both,
      role: 'manager',
      department: '业务部',
      jobTitle: '顾问',
      joinedAt,
    })
  }

  private isUnder(at: number, above: number): boolean {
    const { partners } = this.network
    for (let p = at; p >= 0; p = partners[p]!.parent) if (p === above) return true
    return false
  }

  spreadTags(): void {
    for (const partner of this.network.partners) {
      const { tags, groups, tier, side, name } = partner
      const tag = (share: number, word: string) => this.draw.chance(share) && tags.push(word)
      if (side === 'upstream') {
        tag(0.3, 'A级')
        tag(0.4, '环保认证')
        tag(0.25, '可接急单')
      } else if (tier === 6) {
        if (tag(0.04, '旗舰店')) groups.push('重点门店')
        tags.push(this.draw.chance(0.12) ? '直营' : '加盟')
        if (MALLS.some((mall) => name.includes(mall))) tags.push('商场店')
        if (this.draw.chance(0.06)) groups.push('线上代发')
      } else {
        tag(0.15, '重点客户')
        tag(0.08, '账期30天')
      }
    }
  }

  writeContacts(): void {
    const { partners, people, lead, shown } = this.network
    const byId = new Map(people.map((person) => [person.id, person]))
    for (const [at, partner] of partners.entries()) {
      const titles = titlesOf(partner.side, partner.tier)
      const owner = partner.personId === null ? null : byId.get(partner.personId)!
      const wanted = partner.tier === 6 ? this.draw.int(1, 2) : this.draw.int(2, 4)
      for (let i = 0; i < wanted; i++) {
        const name = i === 0 && owner ? owner.name : personName(this.draw)
        const phone = i === 0 && owner ? owner.phone : inventPhone(this.serial + 1)
        this.contact(lead.id, at, { name, phone, jobTitle: titles[i]!, isPrimary: i === 0 })
      }
      // Distributors that can be signed in to keep a directory of their own.
      const keeper = [shown.distributor, shown.province, shown.city].find(
        (p) => p === partner.parent,
      )
      if (keeper !== undefined && owner) {
        const { name, phone } = owner
        const orgId = partners[keeper]!.orgId as string
        this.contact(orgId, at, { name, phone, jobTitle: titles[0]!, isPrimary: true })
      }
    }
  }

  private contact(
    orgId: string,
    partner: number,
    who: Pick<Contact, 'name' | 'phone' | 'jobTitle' | 'isPrimary'>,
  ): void {
    const { createdAt } = this.network.partners[partner]!
    const department = who.jobTitle.includes('财务') ? '财务' : ''
    this.network.contacts.push({
      id: this.id(),
      orgId,
      partner,
      ...who,
      department,
      mail: '',
      createdAt,
    })
  }
}
