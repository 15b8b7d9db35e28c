import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { toCsv } from './csv.ts'
import { http, type QueryValue, saveFile } from './http.ts'
import { useFormat, useTexts } from './i18n.ts'
import type { ListAnswer } from './list-state.ts'
import { useErrorText } from './states.tsx'

// As many as a person reads in a spreadsheet; longer lists have a file of the server's own.
const ROWS_MAX = 20_000

interface ExportProps {
  path: string
  /** The filters in force, so that the file holds what the list shows. */
  query?: Record<string, QueryValue>
  /** Where there is no room for a word. */
  isIcon?: boolean | undefined
}

/** Saves a list as a spreadsheet, in the reader's language and at the reader's clock. */
export function ExportButton({ path, query, isIcon }: ExportProps) {
  const { locale } = useFormat()
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const save = () => http.download(path, { query: { ...query, locale, timeZone } })
  return <SaveButton save={save} isIcon={isIcon} />
}

/** Saves a document as the server prints it, in the reader's language and at the reader's clock. */
export function PrintButton({ path, query }: Omit<ExportProps, 'isIcon'>) {
  const { locale } = useFormat()
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const save = () => http.download(path, { query: { ...query, locale, timeZone } })
  return <SaveButton save={save} isPrinted />
}

export interface TextColumn<T> {
  title: string
  text: (row: T) => string | number | null
}

interface RowsProps<T> {
  /** The file's name, without its ending. */
  name: string
  columns: TextColumn<T>[]
  /** A page of the list under the filters in force. */
  read: (cursor: string | null) => Promise<ListAnswer<T>>
}

/** Saves a list that the server keeps no spreadsheet of: every page, as the columns say it. */
export function ExportRows<T>({ name, columns, read }: RowsProps<T>) {
  async function save(): Promise<void> {
    const rows: (string | number | null)[][] = []
    let cursor: string | null = null
    do {
      const page: ListAnswer<T> = await read(cursor)
      for (const row of page.items) rows.push(columns.map(({ text }) => text(row)))
      cursor = page.nextCursor ?? null
    } while (cursor !== null && rows.length < ROWS_MAX)
    const header = columns.map(({ title }) => title)
    saveFile(new Blob([toCsv(header, rows)], { type: 'text/csv' }), `${name}.csv`)
  }
  return <SaveButton save={save} isIcon />
}

function SaveButton({
  save,
  isIcon = false,
  isPrinted = false,
}: {
  save: () => Promise<void>
  isIcon?: boolean | undefined
  isPrinted?: boolean
}) {
  const { t } = useTexts()
  const errorText = useErrorText()
  const { message } = App.useApp()
  const [isSaving, setSaving] = useState(false)
  async function onClick(): Promise<void> {
    setSaving(true)
    try {
      await save()
    } catch (error) {
      message.error(errorText(error))
    } finally {
      setSaving(false)
    }
  }
  return (
    <Button
      icon={isPrinted ? <PrinterOutlined /> : <DownloadOutlined />}
      loading={isSaving}
      onClick={() => void onClick()}
      title={t(isPrinted ? 'common:list.printNote' : 'common:list.exportNote')}
      {...(isIcon && { 'aria-label': t('common:list.export') })}
    >
      {isIcon ? null : t(isPrinted ? 'common:list.print' : 'common:list.export')}
    </Button>
  )
}
