import { DisconnectOutlined } from '@ant-design/icons'
import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useTexts } from '../ui/i18n.ts'

// The library takes a line for granted until it hears otherwise; a page opened without one must not.
onlineManager.setOnline(navigator.onLine)

export const useIsOnline = (): boolean =>
  useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  )

/** What is on the screen may be old while the line is down; say so until it is back. */
export function OfflineBanner() {
  const { t } = useTexts()
  const isOnline = useIsOnline()
  return (
    <div aria-live="polite">
      {!isOnline && (
        <div className="offline-banner">
          <DisconnectOutlined aria-hidden /> {t('common:offline')}
        </div>
      )}
    </div>
  )
}
