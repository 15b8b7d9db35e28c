import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { announce, announceMention, notesState } from './browser-notes.ts'

let shown: { title: string; tag?: string }[] = []
let byWorker: string[] = []
const EVENT = {
  type: 'notice.sent',
  id: '1',
  data: { noticeId: 'n', partnerId: 'p', title: '调价' },
}

function install(permission: string, { isPhone = false } = {}): void {
  class FakeNotification {
    static permission = permission
    onclick: (() => void) | null = null
    constructor(title: string, options: { tag?: string }) {
      if (isPhone) throw new TypeError('Illegal constructor')
      shown.push({ title, tag: options.tag })
    }
  }
  Object.defineProperty(globalThis, 'Notification', { value: FakeNotification, configurable: true })
  const worker = { showNotification: async (title: string) => void byWorker.push(title) }
  Object.defineProperty(globalThis, 'navigator', {
    value: { serviceWorker: { ready: Promise.resolve(worker) } },
    configurable: true,
  })
}
function look(isHidden: boolean): void {
  Object.defineProperty(globalThis, 'document', { value: { hidden: isHidden }, configurable: true })
}

beforeEach(() => {
  shown = []
  byWorker = []
})

test('a browser without notes, one not asked, one that refused and one that agreed are told apart', () => {
  Object.defineProperty(globalThis, 'Notification', { value: undefined, configurable: true })
  assert.equal(notesState(), 'unsupported')
  for (const [permission, state] of [
    ['default', 'off'],
    ['denied', 'blocked'],
    ['granted', 'on'],
  ] as const) {
    install(permission)
    assert.equal(notesState(), state)
  }
})

test('an arrival is shown once for a notice, and only when nobody looks at the page', () => {
  install('granted')
  look(false)
  announce(EVENT)
  assert.deepEqual(shown, [])
  look(true)
  announce(EVENT)
  assert.deepEqual(shown, [{ title: '调价', tag: 'notice:n' }])
})

test('nothing is shown to who has not agreed', () => {
  install('default')
  look(true)
  announce(EVENT)
  assert.deepEqual(shown, [])
})

test('a phone shows it through its service worker', async () => {
  install('granted', { isPhone: true })
  look(true)
  announce(EVENT)
  await new Promise((done) => setImmediate(done))
  assert.deepEqual(byWorker, ['调价'])
})

test('a mention is shown once to whom it calls, and names who calls but not what was said', () => {
  install('granted')
  look(true)
  const said = {
    ...{ conversationId: 'c', no: 7, text: '底价', sender: { personId: 'a', name: '王芳' } },
    ...{ mentions: [{ personId: 'me', name: '我' }], mentionsAll: false },
    ...{ editedAt: null, recalledAt: null },
  } as unknown as Parameters<typeof announceMention>[0]
  announceMention(said, 'me')
  assert.deepEqual(shown, [{ title: '@ 王芳', tag: 'message:c:7' }])
  announceMention(said, 'other')
  announceMention({ ...said, editedAt: '2026-01-01T00:00:00Z' }, 'me')
  announceMention({ ...said, mentionsAll: true }, 'a')
  assert.equal(shown.length, 1)
  announceMention({ ...said, mentions: [], mentionsAll: true }, 'other')
  assert.equal(shown.length, 2)
})
