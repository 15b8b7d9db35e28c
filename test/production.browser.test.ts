import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { DAY, HOUR, productionWorld, ROUTING } from '../server/modules/production/fixture.ts'
import { assertFits, openHouse, PHONE, textsOf } from './browser.ts'

const zh = textsOf('zh-CN')
/** A picture of one dot. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
/** `SHOTS=DIR` keeps a picture of every page, to be looked at. */
const SHOTS = process.env.SHOTS
async function shot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return
  mkdirSync(SHOTS, { recursive: true })
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

test('an order over five factories is reported from a phone without a line, warned of, and replanned', {
  timeout: 180_000,
}, async (t) => {
  const world = await productionWorld(t)
  const { lead, factories, app } = world
  const address = await app.listen()
  const house = await openHouse(t, address)
  const desk = await house.visit('lead')
  const worker = await house.visit('worker', { ...PHONE, serviceWorkers: 'allow' })
  const page = desk.page
  const phone = worker.page
  const [cutter] = factories as [typeof lead]
  let isBroken = false
  const part = (name: string, work: () => Promise<void>) =>
    t.test(name, { timeout: 60_000 }, async (t) => {
      if (isBroken) return t.skip('an earlier part failed')
      isBroken = true
      await house.watched(work)
      isBroken = false
    })
  async function signIn(on: Page, user: typeof lead): Promise<void> {
    const [name, value] = user.cookie.split('=') as [string, string]
    await on.context().addCookies([{ name, value, url: address }])
  }
  let orderPath = ''

  await part('the lead places the order, and the plan says that it can be done', async () => {
    await signIn(page, lead)
    await page.goto('/production/new')
    await page.getByLabel(zh('production:order.product'), { exact: true }).click()
    await page.getByText('衬衫 T-1').click()
    await page.getByLabel(zh('production:order.code')).fill('PO-雪峰-1')
    await page.getByLabel(zh('production:order.quantity')).fill('200')
    const due = new Date(world.now().getTime() + DAY + 18 * HOUR)
    const local = new Date(due.getTime() + 8 * HOUR).toISOString()
    await page
      .getByLabel(zh('production:order.due'))
      .fill(`${local.slice(0, 10)} ${local.slice(11, 16)}`)
    await page.keyboard.press('Tab')
    await choose(page, zh('production:order.priority'), zh('production:priority.1'))
    for (const [i, { name }] of ROUTING.entries()) {
      const row = page.locator('.shares-operation').nth(i)
      await row.getByRole('button', { name: zh('production:share.add') }).click()
      await choose(
        page,
        zh('production:share.org', { operation: name }),
        factories[i]!.name.replace(' owner', ''),
      )
    }
    // The fifth takes half of the sewing.
    const sewing = page.locator('.shares-operation').nth(2)
    await sewing.getByRole('button', { name: zh('production:share.add') }).click()
    await choose(page, zh('production:share.org', { operation: '缝制' }), 'Factory 5', 1)
    await shot(page, 'new-order')
    await page.getByRole('button', { name: zh('production:order.place') }).click()
    await page.waitForURL('**/production/orders/*')
    orderPath = new URL(page.url()).pathname
    await page.getByRole('heading', { name: 'PO-雪峰-1 衬衫' }).waitFor()
    await page.getByText('Factory 5').first().waitFor()
    await page.getByText(zh('production:priority.1')).waitFor()
    await shot(page, 'order')
  })

  await part(
    'the worker reports without a line; it waits on the phone and is sent once',
    async () => {
      await signIn(phone, cutter)
      await phone.goto('/production/work')
      await phone.getByRole('button', { name: zh('production:answer.accept') }).click()
      await phone.getByText(zh('production:answer.accepted')).waitFor()
      await phone.goto('/report')
      await phone.locator('.report-work').first().waitFor()
      await phone.locator('.report-work-count').getByText(zh('production:unknown')).waitFor()
      await assertFits(phone, 390)
      await shot(phone, 'report')
      await phone.context().setOffline(true)
      await phone.locator('.report-work').first().click()
      await phone.locator('.report-sheet input[type=file]').setInputFiles({
        name: 'photo.png',
        mimeType: 'image/png',
        buffer: Buffer.from(DOT, 'base64'),
      })
      await phone.getByText(zh('production:report.photoDone')).waitFor()
      await shot(phone, 'report-sheet')
      await phone.locator('.report-quick button').filter({ hasText: /^20$/ }).click()
      await phone.getByText(zh('production:outbox.waiting', { count: 1 })).waitFor()
      await shot(phone, 'report-offline')
      const before = await lead.get(
        orderPath.replace('/production/orders', 'production-orders').slice(1),
      )
      assert.equal(
        before.body?.operations?.[0].shares[0].good ?? 0,
        0,
        'the server knows nothing yet',
      )
      await phone.context().setOffline(false)
      await phone
        .getByText(zh('production:outbox.waiting', { count: 1 }))
        .waitFor({ state: 'detached' })
      const id = orderPath.split('/').at(-1)!
      for (let i = 0; i < 50; i++) {
        const { body } = await lead.get(`production-orders/${id}`)
        if (body.operations[0].shares[0].good === 20) break
        await phone.waitForTimeout(100)
      }
      const { body } = await lead.get(`production-orders/${id}`)
      assert.equal(body.operations[0].shares[0].good, 20)
      const { rows: photos } = await app.database.owner.query(
        `SELECT f.media_type FROM progress_reports r JOIN files f ON f.id = r.file_id`,
      )
      assert.deepEqual(photos, [{ media_type: 'image/jpeg' }], 'the photo waited with its report')
      await page.getByText('20 / 200').waitFor()
      assert.equal(desk.loads(), 1, 'it came live')
    },
  )

  await part('the hour passes: the digest and the warning appear in the group', async () => {
    for (let i = 0; i < 24; i++) await world.moveTo(world.now().getTime() + HOUR / 4)
    await page.goto(orderPath)
    await page.getByRole('button', { name: zh('production:order.group') }).click()
    await page.locator('.clock-card').first().waitFor()
    assert.ok((await page.locator('.clock-card').count()) > 1)
    await page.locator('.clock-card.is-warning').first().waitFor()
    await shot(page, 'group')
  })

  await part(
    'the lead shows the order in the group; a factory comes from it to its own part',
    async () => {
      await page.getByRole('button', { name: zh('chat:card.send') }).click()
      await page.getByLabel(zh('production:order.search')).fill('无此单')
      await page.getByText(zh('chat:card.none')).waitFor()
      await page.getByLabel(zh('production:order.search')).fill('雪峰')
      await shot(page, 'card-picker')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /PO-雪峰-1/ })
        .click()
      await page.locator('.record-card').getByText('PO-雪峰-1').waitFor()
      const { rows } = await app.database.owner.query(
        `SELECT data FROM messages WHERE kind = 'card' AND data->>'template' = 'record'`,
      )
      assert.equal(rows.length, 1, 'sent once')
      assert.equal(rows[0].data.data.path, orderPath)
      await phone.goto(new URL(page.url()).pathname)
      await phone.locator('.record-card').click()
      await phone.waitForURL('**/production/work')
      await phone.getByText('PO-雪峰-1').first().waitFor()
    },
  )

  await part('the warning is taken up with its cause, and the plan is changed', async () => {
    await page.goto(`${orderPath}?tab=warnings`)
    await shot(page, 'order-warnings')
    await page
      .getByRole('button', { name: zh('production:warning.take') })
      .first()
      .click()
    await page.getByText(zh('production:cause.machine'), { exact: true }).click()
    await page.getByLabel(zh('production:warning.action')).fill('裁床换刀，晚班补回')
    await page
      .locator('.drawer-footer')
      .getByRole('button', { name: zh('production:warning.take') })
      .click()
    await page.getByText('裁床换刀，晚班补回').waitFor()

    await page.getByRole('button', { name: zh('production:plan.change') }).click()
    await page.getByLabel(zh('production:reason')).fill('裁床故障，交期后移一天')
    await page.getByRole('button', { name: zh('production:plan.send') }).click()
    await page.getByText(zh('production:plan.version', { no: 2 })).waitFor()
    await page.goto(`${orderPath}?tab=story`)
    await page.getByText('裁床故障，交期后移一天').waitFor()
    // A dot of a picture, and yet the lead sees what the factory photographed.
    const photo = page.getByRole('img', { name: zh('production:report.photo') })
    await photo.waitFor()
    assert.ok(
      await photo.evaluate(
        (image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0,
      ),
    )
    await shot(page, 'order-story')
  })

  await part('a factory without work sets its hours and time zone on its phone', async () => {
    await signIn(phone, world.factories.at(-1) as typeof lead)
    await phone.goto('/production/settings')
    await phone.getByText('Asia/Shanghai').waitFor()
    await phone.getByRole('button', { name: zh('production:settings.edit') }).click()
    // A list that opens while its drawer still moves would lie where the drawer was.
    await phone.waitForTimeout(500)
    await phone.getByLabel(zh('production:settings.zone')).fill('Bangkok')
    await phone.getByText(/^Asia\/Bangkok · /).click()
    assert.equal(await phone.getByLabel(zh('production:settings.silent')).count(), 0)
    await assertFits(phone, 390)
    await shot(phone, 'own-hours')
    await phone
      .locator('.drawer-footer')
      .getByRole('button', { name: zh('common:save') })
      .click()
    await phone.locator('.drawer-footer').waitFor({ state: 'detached' })
    await phone.getByText('Asia/Bangkok').waitFor()
    await shot(phone, 'hours')
    await page.goto('/production/settings')
    await choose(page, zh('production:settings.choose'), 'Factory 5')
    await page.getByText(/^Asia\/Bangkok · /).waitFor()
    await shot(page, 'hours-lead')
    const { rows } = await app.database.owner.query(
      `SELECT org_id, settings FROM production_settings WHERE scope = 'factory'`,
    )
    assert.deepEqual(rows, [
      {
        org_id: world.factories.at(-1)!.orgId,
        settings: { calendar: { timeZone: 'Asia/Bangkok' }, clock: {}, thresholds: {} },
      },
    ])
    await signIn(phone, cutter)
  })

  await part('the lead says when warnings escalate, and how long one stands', async () => {
    await page.goto('/production/settings')
    await page.getByRole('button', { name: zh('production:settings.edit') }).click()
    await page.getByLabel(zh('production:settings.dwell')).fill('30')
    const rungs = page.getByLabel(zh('production:settings.escalate'))
    await rungs.fill('8')
    await rungs.press('Enter')
    await shot(page, 'escalation')
    await page
      .locator('.drawer-footer')
      .getByRole('button', { name: zh('common:save') })
      .click()
    await page.locator('.drawer-footer').waitFor({ state: 'detached' })
    const { rows } = await app.database.owner.query(
      `SELECT settings -> 'thresholds' AS own FROM production_settings WHERE scope = 'chain'`,
    )
    assert.deepEqual(rows, [{ own: { dwellMinutes: 30, escalateMinutes: [60, 240, 480] } }])
  })

  await part('the boards show it, at a desk and on a phone', async () => {
    for (const [name, path] of [
      ['orders', '/production'],
      ['board', '/production/board'],
      ['gantt', '/production/gantt'],
      ['factories', '/production/factories'],
      ['goods', `${orderPath}?tab=goods`],
    ] as const) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await shot(page, name)
    }
    await page.getByRole('button', { name: zh('production:goods.send') }).click()
    await choose(page, zh('production:goods.to'), 'Factory 2')
    await page.getByLabel(zh('production:goods.item')).fill('面料 120 支')
    await shot(page, 'goods-send')
    await page
      .locator('.drawer-footer')
      .getByRole('button', { name: zh('production:goods.send') })
      .click()
    await page.getByText('面料 120 支').waitFor()
    await page.goto('/production/factories')
    await page
      .getByRole('button', { name: zh('production:settings.hoursOf') })
      .first()
      .click()
    await page.getByRole('button', { name: zh('production:settings.addShift') }).click()
    await shot(page, 'factory-hours')
    await page
      .locator('.drawer-footer')
      .getByRole('button', { name: zh('common:save') })
      .click()
    await page.locator('.drawer-footer').waitFor({ state: 'detached' })
    const { rows: own } = await app.database.owner.query(
      `SELECT settings FROM production_settings WHERE scope = 'factory' AND org_id <> subject_id`,
    )
    assert.deepEqual(own, [
      {
        settings: {
          calendar: {
            shifts: [
              { from: '08:00', to: '12:00' },
              { from: '13:00', to: '18:00' },
              { from: '19:00', to: '21:00' },
            ],
          },
          clock: {},
          thresholds: {},
        },
      },
    ])
    await phone.goto('/production/work')
    await phone.locator('.work-card').first().waitFor()
    await assertFits(phone, 390)
    await shot(phone, 'work')
    // The factory's own wall: its tasks and nobody else's.
    await phone.goto('/production/board')
    await phone.locator('.board-list li').first().waitFor()
    await assertFits(phone, 390)
    await shot(phone, 'own-wall')
    await signIn(phone, lead)
    for (const [name, path] of [
      ['phone-orders', '/production'],
      ['phone-board', '/production/board'],
      ['phone-order', orderPath],
    ] as const) {
      await phone.goto(path)
      await phone.getByRole('heading', { level: 1 }).waitFor()
      await phone.waitForTimeout(300)
      await assertFits(phone, 390)
      await shot(phone, name)
    }
    assert.deepEqual(desk.faults, [])
  })
})

/** Picks an option of a list that has this label. */
async function choose(page: Page, label: string, option: string, at = 0): Promise<void> {
  await page.getByLabel(label, { exact: true }).nth(at).click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
    .getByText(option, { exact: true })
    .click()
}
