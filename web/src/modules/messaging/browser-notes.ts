import type { StreamEvent } from '../../ui/sse.ts'
import type { Message } from './chat-api.ts'

/** Notes of the browser itself, for a shop where nobody looks at the page. */
export type NotesState = 'unsupported' | 'off' | 'on' | 'blocked'

export function notesState(): NotesState {
  if (typeof Notification === 'undefined') return 'unsupported'
  if (Notification.permission === 'granted') return 'on'
  return Notification.permission === 'denied' ? 'blocked' : 'off'
}

export async function askForNotes(): Promise<NotesState> {
  await Notification.requestPermission()
  return notesState()
}

/** Shows an arrival when the page is not being looked at; the title alone, since a screen may be public. */
export function announce(event: StreamEvent): void {
  const { noticeId, partnerId, title } = event.data
  // One note for a notice, however many tabs hear of it.
  show(String(title), `notice:${noticeId}`, `/messages/inbox/${noticeId}/${partnerId}`)
}

/** Tells that somebody calls for the reader in a conversation: who, and not what. */
export function announceMention(message: Message, personId: string): void {
  const { conversationId, no, sender, mentions, mentionsAll, editedAt, recalledAt } = message
  const isForMe = mentionsAll || mentions.some((one) => one.personId === personId)
  if (!isForMe || editedAt || recalledAt || sender.personId === personId) return
  const address = `/messages/chats/${conversationId}?at=${no}`
  show(`@ ${sender.name}`, `message:${conversationId}:${no}`, address)
}

function show(title: string, tag: string, address: string): void {
  if (notesState() !== 'on' || !document.hidden) return
  const options = { tag, icon: '/icons/icon-192.png', data: { address } }
  try {
    const note = new Notification(title, options)
    note.onclick = () => {
      window.focus()
      location.assign(address)
    }
  } catch (error) {
    // Phones show notes only through a service worker, and say so with a TypeError.
    if (!(error instanceof TypeError)) throw error
    void navigator.serviceWorker?.ready.then((worker) => worker.showNotification(title, options))
  }
}
