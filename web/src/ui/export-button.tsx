import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { http, type QueryValue } from './http.ts'
import { useFormat, useTexts } from './i18n.ts'
import { useErrorText } from './states.tsx'

interface ExportProps {
  path: string
  /** The filters in force, so that the file holds what the list shows. */
  query?: Record<string, QueryValue>
  /** Where there is no room for a word. */
  isIcon?: boolean
}

/** Saves a list as a spreadsheet, in the reader's language and at the reader's clock. */
export function ExportButton({ path, query, isIcon = false }: ExportProps) {
  const { t } = useTexts()
  const errorText = useErrorText()
  const { locale } = useFormat()
  const { message } = App.useApp()
  const [isSaving, setSaving] = useState(false)
  async function save(): Promise<void> {
    setSaving(true)
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      await http.download(path, { query: { ...query, locale, timeZone } })
    } catch (error) {
      message.error(errorText(error))
    } finally {
      setSaving(false)
    }
  }
  return (
    <Button
      icon={<DownloadOutlined />}
      loading={isSaving}
      onClick={() => void save()}
      title={t('common:list.exportNote')}
      {...(isIcon && { 'aria-label': t('common:list.export') })}
    >
      {!isIcon && t('common:list.export')}
    </Button>
  )
}
