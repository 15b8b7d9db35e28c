import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as AntApp, ConfigProvider } from 'antd'
import { useLayoutEffect, useMemo } from 'react'
import { catalogueOf, useLanguage } from '../ui/i18n.ts'
import { useIsDark, usePreferences } from '../ui/preferences.ts'
import { paintRoot, themeOf } from '../ui/theme.ts'
import { router } from './routes.tsx'
import { queries } from './session.ts'

/** Theme, language and data around the pages. */
export function Root() {
  const isDark = useIsDark()
  const { density } = usePreferences()
  const language = useLanguage()
  const theme = useMemo(() => themeOf(isDark, density), [isDark, density])
  useLayoutEffect(() => {
    paintRoot(isDark)
    document.documentElement.dataset.density = density
  }, [isDark, density])
  return (
    <ConfigProvider
      theme={theme}
      locale={catalogueOf(language)?.antd}
      button={{ autoInsertSpace: false }}
    >
      <AntApp className="app" message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}
