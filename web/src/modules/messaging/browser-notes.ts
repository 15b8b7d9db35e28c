import type { StreamEvent } from '../../ui/sse.ts'

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
  if (notesState() !== 'on' || !document.hidden) return
  const { noticeId, partnerId, title } = event.data
  const address = `/messages/inbox/${noticeId}/${partnerId}`
  // One note for a notice, however many tabs hear of it.
  const options = { tag: `notice:${noticeId}`, icon: '/icons/icon-192.png', data: { address } }
  try {
    const note = new Notification(String(title), options)
    note.onclick = () => {
      window.focus()
      location.assign(address)
    }
  } catch (error) {
    // Phones show notes only through a service worker, and say so with a TypeError.
    if (!(error instanceof TypeError)) throw error
    void navigator.serviceWorker?.ready.then((worker) =>
      worker.showNotification(String(title), options),
    )
  }
}
