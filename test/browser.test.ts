import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { loadDemo } from '../demo/load.ts'
import { openSheet } from '../server/platform/sheets/read.ts'
import { testApp } from './app.ts'
import { assertFits, download, groundOf, openHouse, PHONE, textsOf } from './browser.ts'
import { BAD, codeOf, GOOD, messySheet, nameOf } from './browser-sheet.ts'

const PASSWORD = 'warp weft 经纬 2026'
const zh = textsOf('zh-CN')
const en = textsOf('en')

test('a price change goes from a messy sheet to a store and back', {
  timeout: 90_000,
}, async (t) => {
  const { app } = await testApp(t)
  const address = await app.listen()
  const house = await openHouse(t, address)
  const lead = await house.visit('lead')
  const store = await house.visit('store', PHONE)
  let isBroken = false
  // Each part goes on where the one before stopped, so nothing is told by those after a failure.
  const part = (name: string, work: () => Promise<void>) =>
    t.test(name, { timeout: 45_000 }, async (t) => {
      if (isBroken) return t.skip('an earlier part failed')
      isBroken = true
      await house.watched(work)
      isBroken = false
    })
  const page = lead.page
  const phone = store.page
  let chainPath = ''
  let invitation = ''

  await part('a newcomer registers and opens a chain in three steps', async () => {
    await page.goto('/register')
    await page.getByLabel(zh('identity:org.name')).fill('兰溪服饰有限公司')
    await page.getByLabel(zh('identity:org.shortName')).fill('兰溪服饰')
    await page.getByLabel(zh('identity:yourName')).fill('陈立')
    await page.getByLabel(zh('identity:login')).fill('chen@lanxi.example')
    await page.getByLabel(zh('identity:password'), { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: zh('identity:register.submit') }).click()

    await page.getByText(zh('common:first.title')).waitFor()
    await page.getByRole('link', { name: zh('common:first.chainDo') }).click()
    await page.getByRole('button', { name: zh('network:new.next') }).click()
    const name = page.getByLabel(zh('network:chain.name'))
    assert.equal(await name.inputValue(), zh('network:new.nameOf', { org: '兰溪服饰' }))
    await page.getByRole('button', { name: zh('network:new.open'), exact: true }).click()
    await page.getByText(zh('network:new.bringTitle')).waitFor()
    await page.getByRole('link', { name: zh('network:new.byImport') }).click()
    await page.waitForURL('**/chains/*/import')
    chainPath = new URL(page.url()).pathname.replace('/import', '')
  })

  await part('the sheet is understood, checked and imported, and bad rows are named', async () => {
    const file = { name: '渠道客户.xlsx', mimeType: 'application/octet-stream' }
    await page.locator('input[type=file]').setInputFiles({ ...file, buffer: await messySheet() })
    await page.waitForURL('**/imports/*')
    // The headings stand in the third row, under two rows of titles.
    const headings = page.getByLabel(zh('network:import.headerRow'))
    await headings.waitFor()
    assert.equal(await headings.inputValue(), '3')
    const preview = page.getByRole('region', { name: zh('network:import.preview') })
    for (const field of ['code', 'name', 'parentCode', 'uscc', 'region', 'group', 'contactPhone']) {
      const heading = preview
        .getByRole('columnheader')
        .filter({ hasText: zh(`network:importField.${field}`) })
      assert.ok((await heading.count()) > 0, field)
    }
    await preview.getByText(nameOf(6, 234)).waitFor()
    await preview.getByText(zh('network:import.notImported')).waitFor()

    await page.getByRole('button', { name: zh('network:import.check') }).click()
    await page.getByText(zh('network:import.title_checked')).waitFor()
    await page.getByText(zh('network:import.guide.someFailed')).waitFor()
    await counted(page, zh('network:outcome.will.created'), GOOD)
    await counted(page, zh('network:outcome.will.failed'), BAD.length)
    await page.getByRole('button', { name: zh('network:import.run_other', { rows: GOOD }) }).click()
    await page.getByText(zh('network:import.title_done')).waitFor()
    await counted(page, zh('network:outcome.created'), GOOD)
    for (const { shown, field, problem } of BAD) {
      const row = page.getByRole('listitem').filter({ hasText: shown })
      const words = zh(`network:problem.${problem}`, { n: 300 })
      await row
        .getByText(`${zh(`network:importField.${field}`)}：${words.split('300')[0]}`)
        .waitFor()
    }
  })

  await part('the result comes back as a sheet with a word on every row', async () => {
    const result = await download(page, () =>
      page.getByRole('button', { name: zh('network:import.result') }).click(),
    )
    assert.equal(result.name, '渠道客户-result.xlsx')
    const lines: string[] = []
    for await (const row of (await openSheet(result.path)).rows()) lines.push(row.cells.join(' | '))
    assert.equal(lines.filter((line) => line.includes('新增')).length, GOOD)
    const failed = lines.filter((line) => line.includes('失败'))
    assert.deepEqual(
      BAD.map(({ code }) => failed.filter((line) => line.includes(code)).length),
      BAD.map(() => 1),
    )
  })

  await part('a store is invited and joins on its phone', async () => {
    await page.goto(`${chainPath}?tab=table&q=${codeOf(6, 1)}`)
    await page.getByText(nameOf(6, 1), { exact: true }).first().click()
    await page.getByRole('tab', { name: zh('network:tabs.invitation') }).click()
    await page.getByRole('button', { name: zh('network:invite.makeOne') }).click()
    invitation = await page.getByLabel(zh('common:link'), { exact: true }).inputValue()
    assert.ok(invitation.startsWith(`${address}/join/`), invitation)

    await phone.goto(invitation)
    await phone.getByText(zh('identity:join.downstream', { tier: 6 })).waitFor()
    assert.equal(await phone.getByLabel(zh('identity:org.name')).inputValue(), nameOf(6, 1))
    await phone.getByLabel(zh('identity:yourName')).fill('王芳')
    await phone.getByLabel(zh('identity:login')).fill('13900000001')
    await phone.getByLabel(zh('identity:password'), { exact: true }).fill(PASSWORD)
    await phone.getByRole('button', { name: zh('identity:join.submit') }).tap()
    await phone.getByRole('link', { name: zh('messaging:menu'), exact: true }).tap()
    await phone.getByText(zh('messaging:inbox.none')).waitFor()
  })

  await part('the lead sells one product with mark-ups for the tiers', async () => {
    await page.goto('/prices')
    await page
      .getByRole('button', { name: zh('trade:product.add') })
      .first()
      .click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel(zh('trade:product.code')).fill('LX-01')
    await drawer.getByLabel(zh('trade:product.name')).fill('羊毛大衣')
    await drawer.getByLabel(zh('trade:product.unit')).fill('件')
    await drawer.getByLabel(zh('trade:product.price')).fill('100')
    await drawer.getByLabel(zh('trade:product.retail')).fill('299')
    await drawer.getByRole('button', { name: zh('trade:product.add') }).click()
    await page.getByText(zh('trade:product.added')).waitFor()

    await page.getByRole('link', { name: zh('trade:markup.title') }).click()
    for (const [tier, percent] of [
      [1, '10'],
      [2, '10'],
      [5, '25'],
    ] as const) {
      await page.getByLabel(zh('trade:markup.adds', { n: tier })).fill(percent)
    }
    await page.getByRole('button', { name: zh('trade:markup.save') }).click()
    await page.getByText(zh('trade:markup.saved')).waitFor()
  })

  await part('a price change reaches the phone live with the price of that store', async () => {
    await page.goto('/notices/new')
    await page.getByRole('radio', { name: zh('messaging:kind.price_change') }).check()
    await page.getByLabel(zh('messaging:compose.titleField')).fill('秋季调价')
    await page.getByLabel(zh('messaging:compose.addProduct')).click()
    await page.getByText('LX-01 · 羊毛大衣').click()
    await page.getByLabel(`羊毛大衣 ${zh('messaging:prices.fresh')}`).fill('120')
    const from = page.getByLabel(zh('messaging:compose.validFrom'))
    await from.fill('2099-01-01 08:00')
    await from.press('Enter')
    // The audience is counted while it is composed.
    const total = page.locator('.audience-total')
    await total.getByText(String(GOOD), { exact: true }).waitFor()
    await total.getByText(zh('messaging:audience.recipients', { reachable: 1 })).waitFor()
    await page.getByRole('button', { name: zh('messaging:compose.toSend') }).click()
    await page
      .getByRole('dialog')
      .getByText(zh('messaging:send.reachable'), { exact: true })
      .waitFor()
    await page.getByRole('button', { name: zh('messaging:send.now') }).click()
    const sent = performance.now()
    const loads = store.loads()
    const row = phone.getByRole('link').filter({ hasText: '秋季调价' })
    await row.waitFor()
    const ms = performance.now() - sent
    assert.ok(ms < 2000, `the notice took ${Math.round(ms)} ms`)
    assert.equal(store.loads(), loads, 'the page was loaded anew')

    await row.tap()
    // 120 + 10 % + 10 %, two tiers that add nothing, + 25 %: worked out by hand.
    const prices = phone.getByRole('list', { name: zh('messaging:prices.yours') })
    await prices.getByText('¥181.50').waitFor()
    await prices.getByText('¥299.00').waitFor()
  })

  await part('the store confirms and the roll-up of the lead moves by itself', async () => {
    await page.waitForURL(/\/notices\/[0-9a-f-]{36}$/)
    const tier = page.getByRole('button').filter({ hasText: zh('messaging:tier', { n: 6 }) })
    await tier.getByText('0/234').waitFor()
    const loads = lead.loads()
    await phone.getByRole('button', { name: zh('messaging:confirm.now') }).tap()
    await phone
      .getByRole('status')
      .filter({ hasText: /已于 .* 确认/ })
      .waitFor()
    await tier.getByText('1/234').waitFor()
    assert.equal(lead.loads(), loads, 'the page was loaded anew')
  })

  await part('the phone pages fit, in English and in the dark too', async () => {
    const pages = ['/', '/messages', '/more', new URL(phone.url()).pathname]
    const fits = async () => {
      for (const path of pages) {
        await phone.goto(path)
        await phone.getByRole('heading', { level: 1 }).waitFor()
        await phone.locator('.skeleton').first().waitFor({ state: 'hidden' })
        await assertFits(phone, 390)
      }
    }
    await fits()
    const light = await groundOf(phone)
    await phone.goto('/more')
    await phone.getByText('English', { exact: true }).tap()
    await phone.getByText(en('common:theme.dark'), { exact: true }).tap()
    await phone.getByRole('heading', { name: en('common:mine') }).waitFor()
    await fits()
    await phone
      .getByRole('list', { name: en('messaging:prices.yours') })
      .getByText('181.50')
      .waitFor()
    const dark = await groundOf(phone)
    assert.ok(Math.max(...light) > 200 && Math.max(...dark) < 80, `${light} became ${dark}`)
  })

  await part('no page complained', async () => {
    assert.deepEqual({ lead: lead.faults, store: store.faults }, { lead: [], store: [] })
  })
})

test('the map shows the whole chain of the demo', { timeout: 60_000 }, async (t) => {
  const { app } = await testApp(t)
  const [login] = await loadDemo(app)
  assert.ok(login)
  const house = await openHouse(t, await app.listen())
  const lead = await house.visit('demo-lead')
  const { page } = lead
  await house.watched(async () => {
    await page.goto('/sign-in')
    await page.getByLabel(zh('identity:login')).fill(login.login)
    await page.getByLabel(zh('identity:password'), { exact: true }).fill(login.password)
    await page.getByRole('button', { name: zh('identity:signIn.submit'), exact: true }).click()
    await page.getByRole('link', { name: zh('network:menu.chains'), exact: true }).click()
    await page.locator('a[href^="/chains/"]:not([href="/chains/new"])').first().click()
    await showsMap(page, zh)
    await picture(page, 'chain-zh.png')
    await page.getByRole('button', { name: 'English' }).click()
    await showsMap(page, en)
    await picture(page, 'chain.png')
    // On a laptop the map's tools are in sight and its figures take one line.
    const inSight = async (name: string) => {
      const box = await page.getByRole('button', { name, exact: true }).boundingBox()
      assert.ok(box && box.y > 0 && box.y + box.height <= 900, `${name} at ${box?.y}`)
    }
    for (const key of ['zoomIn', 'zoomOut', 'fit']) await inSight(en(`network:map.${key}`))
    const figures = await page
      .locator('.key-line > div')
      .evaluateAll((list) => list.map((figure) => Math.round(figure.getBoundingClientRect().top)))
    assert.deepEqual(new Set(figures).size, 1, `figures at ${figures}`)
    await page.setViewportSize({ width: 390, height: 844 })
    await assertFits(page, 390)
    assert.deepEqual(lead.faults, [])
  })
})

/** The legend counts more than 4,000 partners, and the canvas shows more than an empty ground. */
async function showsMap(page: Page, words: typeof zh): Promise<void> {
  const legend = page.getByRole('group', { name: words('network:map.legend') })
  await legend.waitFor()
  const counts = await legend.getByRole('button').locator('.figures').allTextContents()
  const partners = counts.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0)
  assert.ok(partners > 4000, `the legend has ${counts}`)
  const canvas = page.getByRole('application')
  for (let tries = 0; tries < 50; tries++) {
    const colours = await canvas.evaluate((map) => {
      const { data } = map.getContext('2d').getImageData(0, 0, map.width, map.height)
      return new Set(new Uint32Array(data.buffer)).size
    })
    if (colours > 50) return
    await page.waitForTimeout(100)
  }
  assert.fail('the map stayed empty')
}

const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
/** Pictures of the README, made anew only when somebody asks: two machines never draw quite alike. */
async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.UPDATE_PICTURES) return
  await mkdir(PICTURES, { recursive: true })
  // The map flies to its place when it opens.
  await page.waitForTimeout(2000)
  await page.screenshot({ path: `${PICTURES}${name}` })
}

/** Waits until the work shows this number under this name. */
async function counted(page: Page, label: string, count: number): Promise<void> {
  await page
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${count} ${label}$`) })
    .waitFor()
}
