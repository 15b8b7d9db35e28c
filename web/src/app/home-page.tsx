import { useTexts } from '../ui/i18n.ts'
import { Page } from '../ui/page.tsx'

export function HomePage() {
  const { t } = useTexts()
  return (
    <Page title={t('common:home')}>
      <span />
    </Page>
  )
}
