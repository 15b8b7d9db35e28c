import assert from 'node:assert/strict'
import test from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { talkWorld } from '../server/modules/messaging/conversation-fixture.ts'
import type { User } from './app.ts'
import { assertFits, DESK, openHouse, PHONE, textsOf } from './browser.ts'

const zh = textsOf('zh-CN')

test('two people of two orgs talk, live and by name', { timeout: 90_000 }, async (t) => {
  const world = await talkWorld(t)
  const { lead, dealer } = world
  const { owner } = world.app.database
  for (const [user, name, org] of [
    [lead, '陈立', '兰溪服饰'],
    [dealer, '李娜', '诚信印染'],
  ] as const) {
    await owner.query('UPDATE people SET name = $2 WHERE id = $1', [user.personId, name])
    await owner.query('UPDATE orgs SET short_name = $2 WHERE id = $1', [user.orgId, org])
  }
  const address = await world.app.listen()
  const house = await openHouse(t, address)
  const enter = async (user: User, name: string, options: BrowserContextOptions) => {
    const visitor = await house.visit(name, options)
    const [cookie, value] = user.cookie.split('=') as [string, string]
    await visitor.page.context().addCookies([{ name: cookie, value, url: address }])
    return visitor
  }
  const desk = await enter(lead, 'chat-desk', DESK)
  const phone = await enter(dealer, 'chat-phone', PHONE)
  const say = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: zh('chat:write') }).fill(text)
    await page
      .getByRole('button', { name: zh('chat:send') })
      .last()
      .click()
  }
  await house.watched(async () => {
    await desk.page.goto('/messages/chats')
    await desk.page
      .getByRole('button', { name: zh('chat:new.title') })
      .first()
      .click()
    await desk.page.getByLabel(zh('chat:new.name')).fill('夏装协调')
    await desk.page.getByRole('button', { name: /李娜/ }).click()
    await desk.page.getByRole('button', { name: zh('chat:new.open') }).click()
    await desk.page.waitForURL('**/messages/chats/*')
    await say(desk.page, '坯布今天下午到厂')

    await phone.page.goto('/messages/chats')
    await phone.page.getByRole('link', { name: /夏装协调/ }).tap()
    await phone.page.getByText('坯布今天下午到厂').waitFor()
    await phone.page.getByText('兰溪服饰').first().waitFor()
    await assertFits(phone.page, 390)
    // What was on the screen is read, and the sender sees it without asking.
    await desk.page.getByRole('button', { name: zh('chat:readByAll') }).waitFor()

    await say(phone.page, '收到，已经排好缸位')
    await desk.page
      .getByRole('list', { name: zh('chat:messages') })
      .getByText('收到，已经排好缸位')
      .waitFor()
    await desk.page.getByRole('button', { name: zh('chat:readByAll') }).click()
    await desk.page.getByRole('tab', { name: zh('chat:readers.read', { n: 1 }) }).click()
    await desk.page.getByRole('dialog').getByText('李娜').last().waitFor()
    await desk.page.keyboard.press('Escape')

    await desk.page
      .getByRole('button', { name: zh('chat:details') })
      .last()
      .click()
    await desk.page.getByRole('button', { name: zh('chat:robots.add') }).click()
    await desk.page.getByLabel(zh('chat:robots.name')).fill('播报')
    await desk.page.getByRole('button', { name: zh('chat:robots.save') }).click()
    const url = await desk.page.getByLabel(zh('chat:robots.address')).inputValue()
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        msgtype: 'markdown',
        markdown: { content: '今日完成 **80%** <b>原样</b>' },
      }),
    })
    assert.deepEqual(await answer.json(), { errcode: 0, errmsg: 'ok' })
    await phone.page.getByText('80%').waitFor()
    await phone.page.getByText('<b>原样</b>').waitFor()
    await assertFits(phone.page, 390)
    assert.equal(desk.loads(), 1, 'everything came live')
  })
  assert.deepEqual([...desk.faults, ...phone.faults], [])
})
