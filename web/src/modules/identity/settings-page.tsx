import { Navigate } from '@tanstack/react-router'
import { useIsPhone } from '../../ui/preferences.ts'

/** The settings have no page of their own: a desk opens the first, a phone lists them under Mine. */
export function SettingsIndex() {
  return <Navigate to={useIsPhone() ? '/more' : '/settings/account'} replace />
}
