import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { tradeWorld } from '../server/modules/trade/fixture.ts'
import { releasePriceIndex } from '../server/modules/trade/index.ts'
import {
  deliver,
  firms,
  monthsAgo,
  sell,
  standIn,
} from '../server/modules/trade/insight/fixture.ts'
import { assertFits, openHouse, PHONE, textsOf } from './browser.ts'

const zh = textsOf('zh-CN')
const en = textsOf('en')
const DAY = 86_400_000
/** `SHOTS=DIR` keeps a picture of every page, to be looked at. */
const SHOTS = process.env.SHOTS
async function shot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return
  mkdirSync(SHOTS, { recursive: true })
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

type World = Awaited<ReturnType<typeof tradeWorld>>

/** Half a year of a market in two regions, and a year of the lead's own sales to two buyers. */
async function plant(world: World): Promise<void> {
  const { lead, distributor, rival } = world
  const chain = await world.newChain()
  const rice = await world.addProduct({ name: '东北大米', category: '米面粮油', unit: '袋' })
  const oil = await world.addProduct({ name: '大豆油', category: '米面粮油', unit: '桶' })
  const tea = await world.addProduct({ name: '碧螺春', category: '茶叶', unit: '盒' })
  const [sellers, buyers] = [await firms(world, 'S', 18), await firms(world, 'B', 18)]
  await standIn(
    world,
    { lead, chainId: chain.id },
    buyers.map((orgId, i) => ({
      orgId,
      region: i === 17 ? '西南' : i % 3 === 2 ? '华北' : '华东',
    })),
  )
  for (let ago = 7; ago >= 1; ago--)
    await sell(
      world,
      buyers.map((buyer, i) => ({
        ...{
          seller: sellers[i]!,
          buyer,
          productId: rice,
          unit: '袋',
          at: monthsAgo(world.now(), ago),
        },
        unitE4: Math.round(80_000_000 * (1 + 0.02 * (7 - ago) + 0.01 * (i % 3))),
      })),
    )
  await releasePriceIndex(
    world.app.database.owner,
    new Date(monthsAgo(world.now(), 0).getTime() + 12 * DAY),
  )
  const at = (daysAgo: number) => new Date(world.now().getTime() - daysAgo * DAY)
  const dayOf = (date: Date) => date.toISOString().slice(0, 10)
  const sale = { seller: lead.orgId, quantity: 120 }
  for (let ago = 354; ago > 3; ago -= 14) {
    const [line] = await sell(world, [
      {
        ...{ ...sale, buyer: distributor.orgId, productId: rice, unit: '袋', unitE4: 92_000_000 },
        ...{ at: at(ago), deliverBy: dayOf(at(ago - 3)), quantity: 100 + (ago % 5) * 10 },
        // Every second time on credit: terms are brought to one before prices are compared.
        payment: [{ shareBp: 10_000, from: 'delivery', days: ago % 28 < 14 ? 60 : 0 }],
      },
    ])
    if (ago > 7) await deliver(world, line!, { at: at(ago - (ago % 3 === 0 ? 5 : 2)) })
    if (ago % 28 < 14)
      await sell(world, [
        {
          ...sale,
          buyer: distributor.orgId,
          productId: oil,
          unit: '桶',
          unitE4: 60_000_000,
          at: at(ago),
        },
      ])
  }
  for (const ago of [300, 270, 236, 210, 180])
    await sell(world, [
      { ...sale, buyer: rival.orgId, productId: tea, unit: '盒', unitE4: 200_000_000, at: at(ago) },
    ])
}

test('what trades teach is read at the desk and on the phone, in both languages', {
  timeout: 180_000,
}, async (t) => {
  const world = await tradeWorld(t)
  await plant(world)
  const address = await world.app.listen()
  const house = await openHouse(t, address)
  const desk = await house.visit('lead')
  const handy = await house.visit('distributor', PHONE)
  const dark = await house.visit('dark', { ...PHONE, colorScheme: 'dark' })
  const signIn = async (on: Page, user: World['lead']) => {
    const [name, value] = user.cookie.split('=') as [string, string]
    await on.context().addCookies([{ name, value, url: address }])
  }
  await signIn(desk.page, world.lead)
  await signIn(handy.page, world.distributor)
  await signIn(dark.page, world.lead)

  await house.watched(async () => {
    const { page } = desk
    await page.goto('/insight')
    await page.getByRole('heading', { name: 'Distributor' }).waitFor()
    await page.getByText(zh('insight:next.overdue')).waitFor()
    await page.getByText('东北大米').waitFor()
    await shot(page, 'next')

    await page.getByRole('tab', { name: zh('insight:prices.tab') }).click()
    await page.getByText(/^东北大米：.+环比 \+/).waitFor()
    await page.getByText(zh('insight:prices.reason.few_sellers')).first().waitFor()
    // The figures as a table: the region that is kept back has no column of its own.
    await page.locator('.chart canvas').waitFor()
    await shot(page, 'prices')
    await page.getByLabel(zh('common:chart.asTable')).click()
    const heads = await page.locator('.numbers th').allTextContents()
    assert.ok(heads.includes(zh('insight:prices.all')) && !heads.includes('西南'), heads.join())

    await page.getByRole('tab', { name: zh('insight:wishes.tab') }).click()
    const grain = page.locator('.wish-card').filter({ hasText: '米面粮油' })
    for (const wish of ['speed', 'quality', 'thrift'])
      await grain.getByText(zh(`insight:wishes.names.${wish}`)).click()
    await grain.getByText(zh('insight:wishes.warn.strains')).waitFor()
    await grain.getByText(zh('insight:wishes.verdicts.strains')).waitFor()
    await shot(page, 'wishes')
    await assertFits(page, 1440)
    await page.getByRole('button', { name: 'English' }).click()
    await grain.getByText(en('insight:wishes.warn.strains')).waitFor()
    await shot(page, 'english-wishes')
    await page.getByRole('tab', { name: en('insight:suppliers.tab') }).click()
    await page.getByRole('heading', { name: 'Outsider' }).waitFor()
    await shot(page, 'english-suppliers')
  })

  await house.watched(async () => {
    const { page } = handy
    await page.goto('/insight')
    await page.getByText(zh('insight:next.bought')).click()
    await page.getByRole('heading', { name: 'Lead' }).waitFor()
    await assertFits(page, 390)
    await shot(page, 'phone-next')
    await page.goto('/insight?tab=suppliers')
    await page.getByRole('heading', { name: 'Lead' }).waitFor()
    await page.getByText(zh('insight:suppliers.unknown')).first().waitFor()
    await assertFits(page, 390)
    await shot(page, 'phone-suppliers')
    await page.goto('/insight?tab=prices')
    await page.getByText(/^东北大米：/).waitFor()
    await assertFits(page, 390)
    await shot(page, 'phone-prices')
  })

  await house.watched(async () => {
    const { page } = dark
    await page.goto('/insight?tab=wishes')
    // The language went with the person.
    await page.getByText(en('insight:wishes.warn.strains')).waitFor()
    await assertFits(page, 390)
    await shot(page, 'dark-wishes')
    await page.goto('/insight')
    await page.getByRole('heading', { name: 'Distributor' }).waitFor()
    await assertFits(page, 390)
    await shot(page, 'dark-next')
  })
  assert.deepEqual([...desk.faults, ...handy.faults, ...dark.faults], [])
})
