import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { addDays, dayOf } from '../server/modules/trade/money/days.ts'
import { moneyWorld, ok } from '../server/modules/trade/money/fixture.ts'
import { assertFits, DESK, openHouse, PHONE, textsOf } from './browser.ts'

const zh = textsOf('zh-CN')
/** `SHOTS=DIR` keeps a picture of every page, to be looked at. */
const SHOTS = process.env.SHOTS
async function shot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return
  mkdirSync(SHOTS, { recursive: true })
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

test('money from the invoice to the bank, on a desk and on a phone, each side its own', {
  timeout: 180_000,
}, async (t) => {
  const world = await moneyWorld(t)
  const { seller, buyer, rival, app } = world
  const address = await app.listen()
  const house = await openHouse(t, address)
  const today = dayOf(world.now())
  async function signIn(on: Page, user: typeof seller): Promise<void> {
    const [name, value] = user.cookie.split('=') as [string, string]
    await on.context().addCookies([{ name, value, url: address }])
  }
  const desk = (await house.visit('seller')).page
  const phone = (await house.visit('seller-phone', PHONE)).page
  const other = (await house.visit('buyer', { ...DESK, colorScheme: 'dark', locale: 'en' })).page
  const stranger = (await house.visit('rival')).page
  await signIn(desk, seller)
  await signIn(phone, seller)
  await signIn(other, buyer)
  await signIn(stranger, rival)

  const ask = async (user: typeof seller, amountMinor: number, daysAgo: number, flow = 'goods') =>
    ok(
      await seller.post('invoices', {
        buyerOrgId: user.orgId,
        lines: [
          { flow, description: '春季衬衫', amountMinor },
          { flow: 'logistics', description: '运费', amountMinor: Math.round(amountMinor / 20) },
        ],
        taxBp: 1300,
        issuedOn: addDays(today, -daysAgo),
        dueDays: 10,
      }),
      201,
    )
  const late = await ask(buyer, 1_250_000, 50)
  await ask(buyer, 880_000, 30)
  const fresh = await ask(buyer, 2_400_000, 2)
  await ask(rival, 430_000, 130, 'finance')
  const part = async (name: string, work: () => Promise<void>) =>
    t.test(name, { timeout: 60_000 }, () => house.watched(work))

  await part('the seller sees what it is owed by age, and whom to remind', async () => {
    await desk.goto('/money')
    await desk.getByRole('heading', { name: zh('money:title') }).waitFor()
    await desk.getByText('Rival').first().waitFor()
    await desk.getByText(zh('money:claims.level_3')).first().waitFor()
    await shot(desk, 'claims-desk')
    await desk.getByRole('cell', { name: 'Distributor' }).click()
    await desk.getByRole('dialog').getByText(late.no).waitFor()
    await shot(desk, 'party-desk')
    await phone.goto('/money')
    await phone.getByText('Rival').first().waitFor()
    await assertFits(phone, 390)
    await shot(phone, 'claims-phone')
  })

  await part('a payment is recorded, and what it will settle shows before', async () => {
    await desk
      .getByRole('dialog')
      .getByRole('button', { name: zh('money:payment.record') })
      .click()
    await desk.getByLabel(zh('money:payment.amount')).fill('5000')
    await desk.getByText(zh('money:payment.settles')).waitFor()
    await shot(desk, 'payment-desk')
    await desk.getByRole('button', { name: zh('common:save') }).click()
    await desk.getByText(zh('money:payment.recorded')).waitFor()
    assert.equal(ok(await seller.get(`invoices/${late.id}`), 200).paidMinor, 500_000)
  })

  await part('a bank statement is imported and confirmed with a thumb', async () => {
    const rest = (1_312_500 - 500_000) / 100
    const csv = [
      '交易日期,对方户名,收入,支出,摘要,流水号',
      `${today},Distributor 有限公司,${rest.toFixed(2)},,货款 ${late.reference},B1`,
      `${today},Distributor,25200.00,,${fresh.no},B2`,
      `${today},某某公司,88.00,,不明款项,B3`,
      `${today},银行,,12.50,账户管理费,B4`,
    ].join('\n')
    await phone.goto('/money/bank')
    await phone
      .locator('input[type=file]')
      .setInputFiles({ name: '流水.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await phone.waitForURL('**/money/bank/*-*')
    await phone
      .getByText(zh('money:bank.score', { score: 100 }))
      .first()
      .waitFor()
    await assertFits(phone, 390)
    await shot(phone, 'bank-phone')
    await desk.goto(new URL(phone.url()).pathname)
    await desk
      .getByText(zh('money:bank.score', { score: 100 }))
      .first()
      .waitFor()
    await shot(desk, 'bank-desk')
    await phone.getByRole('button', { name: zh('money:bank.take') }).click()
    await phone.getByText(zh('money:bank.confirmed', { count: 2 })).waitFor()
    assert.equal(ok(await seller.get(`invoices/${fresh.id}`), 200).state, 'settled')
    await phone
      .getByRole('button', { name: zh('money:bank.bookAs') })
      .last()
      .click()
    await phone.getByText(zh('money:bank.book_interest')).click()
    await phone.getByText(`${zh('money:bank.onlyOpen')} 1`).waitFor()
  })

  await part(
    'the invoice, the statement of account, the ledger and the earnings are shown',
    async () => {
      await desk.goto(`/money/invoices/${late.id}?tab=settlement`)
      await desk.getByText('B1').waitFor()
      await shot(desk, 'invoice-desk')
      await desk.goto('/money/invoices')
      await desk.getByText(late.no).waitFor()
      await shot(desk, 'invoices-desk')
      await desk.goto(`/money/accounts/${buyer.orgId}`)
      await desk.getByText(zh('money:account.closing')).waitFor()
      await shot(desk, 'account-desk')
      await desk.goto('/money/ledger')
      await desk.getByText(zh('money:ledger.balanced')).waitFor()
      await shot(desk, 'ledger-desk')
      await desk.getByRole('tab', { name: zh('money:ledger.journal') }).click()
      await desk.locator('.entry-card').first().waitFor()
      await shot(desk, 'journal-desk')
      await desk.goto('/money/earnings')
      await desk.locator('canvas').waitFor()
      await shot(desk, 'earnings-desk')
      for (const path of [
        'invoices',
        `invoices/${late.id}`,
        `accounts/${buyer.orgId}`,
        'ledger',
        'earnings',
      ]) {
        await phone.goto(`/money/${path}`)
        await phone.getByRole('heading', { level: 1 }).waitFor()
        await phone.waitForTimeout(500)
        await assertFits(phone, 390)
        await shot(phone, `${path.split('/').join('-').slice(0, 14)}-phone`)
      }
    },
  )

  await part('the buyer reads the same from its own side, in English and in the dark', async () => {
    const en = textsOf('en')
    await other.goto('/money?side=payable')
    await other.getByRole('button', { name: 'English' }).click()
    await other.getByText('Lead').first().waitFor()
    await shot(other, 'claims-buyer-dark')
    await other.goto(`/money/invoices/${late.id}`)
    await other.getByText(en('money:state.settled')).first().waitFor()
    assert.equal(await other.getByRole('button', { name: en('money:invoice.credit') }).count(), 0)
    await shot(other, 'invoice-buyer-dark')
    await other.goto('/money/earnings')
    await other.locator('canvas').waitFor()
    await shot(other, 'earnings-buyer-dark')
  })

  await part('another buyer finds its own debt, and not a word of this one', async () => {
    await stranger.goto('/money?side=payable')
    await stranger.getByText('Lead').first().waitFor()
    assert.equal(await stranger.getByText('Distributor').count(), 0)
    await stranger.goto(`/money/invoices/${late.id}`)
    await stranger.getByText(zh('errors:reason.invoice')).waitFor()
  })
})
