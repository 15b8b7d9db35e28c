import { useTexts } from '../ui/i18n.ts'
import { Page } from '../ui/page.tsx'

export function MorePage() {
  const { t } = useTexts()
  return (
    <Page title={t('common:home')}>
      <span />
    </Page>
  )
}
