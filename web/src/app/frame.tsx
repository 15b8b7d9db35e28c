import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ApiError, whenSignedOut } from '../ui/http.ts'
import { showLanguage, useTexts } from '../ui/i18n.ts'
import { setPreferences, useIsPhone } from '../ui/preferences.ts'
import { ErrorState } from '../ui/states.tsx'
import { openStream, useStream } from '../ui/stream.ts'
import { MODULES } from './modules.ts'
import { OfflineBanner } from './offline-banner.tsx'
import { PhoneTabs } from './phone-tabs.tsx'
import { Rail } from './rail.tsx'
import { forgetMe, type Me, meQuery } from './session.ts'
import { TopBar } from './top-bar.tsx'

/** The frame round every page of a signed-in person. */
export function Frame() {
  const { data: me, error, refetch } = useQuery(meQuery)
  useSignedOut()
  if (me) return <SignedIn me={me} />
  if (error && !(error instanceof ApiError && error.status === 401)) {
    return <ErrorState error={error} onRetry={() => void refetch()} />
  }
  return <div className="splash" />
}

/** When the session has ended, the way back to this very page leads over the sign-in. */
function useSignedOut(): void {
  const navigate = useNavigate()
  const { href } = useLocation()
  useEffect(() => {
    let isLeaving = false
    whenSignedOut(() => {
      if (isLeaving) return
      isLeaving = true
      const search = href === '/' ? {} : { next: href }
      // The frame has to be gone before its data go, or it would ask for them again.
      void navigate({ to: '/sign-in', search: search as never, replace: true }).then(forgetMe)
    })
    return () => whenSignedOut(() => {})
  }, [navigate, href])
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  useProfile(me)
  useLive(me)
  return (
    <div className={isPhone ? 'frame frame-phone' : 'frame'}>
      <a className="skip-link" href="#main">
        {t('common:skip')}
      </a>
      {!isPhone && <Rail me={me} />}
      <div className="frame-body">
        <TopBar me={me} />
        <OfflineBanner />
        {me.org?.isDemo && <div className="demo-banner">{t('common:demo')}</div>}
        <main id="main" tabIndex={-1} className="frame-main">
          <Outlet />
        </main>
      </div>
      {isPhone && <PhoneTabs me={me} />}
    </div>
  )
}

/** Language and theme come from the profile, so that they follow the person from device to device. */
function useProfile({ person }: Me): void {
  useEffect(() => {
    setPreferences({ language: person.locale, theme: person.theme })
    void showLanguage(person.locale)
  }, [person.locale, person.theme])
}

/** Live events mark what they make stale; after a gap that is too long everything is. */
function useLive({ org, person }: Me): void {
  const client = useQueryClient()
  const place = `${org?.id} ${person.id}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stream belongs to the org of the session
  useEffect(() => (org ? openStream() : undefined), [place])
  useStream('*', (event) => {
    if (event.type === 'reset') void client.invalidateQueries()
    for (const module of MODULES) module.onEvent?.(event, client)
  })
}
