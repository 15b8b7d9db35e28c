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
  void navigator.serviceWorker?.ready.then((worker) =>
    // One note for a notice, however many tabs hear of it.
    worker.showNotification(String(title), {
      tag: `notice:${noticeId}`,
      icon: '/icons/icon-192.png',
      data: { address },
    }),
  )
}
