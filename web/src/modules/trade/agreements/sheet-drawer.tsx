import { UploadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Drawer, Upload } from 'antd'
import { useState } from 'react'
import type { SheetOutcome } from '../../../../../server/modules/trade/catalogue/schema.ts'
import { http } from '../../../ui/http.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { useIsPhone } from '../../../ui/preferences.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { importSheet } from './api.ts'

interface SheetDrawerProps {
  isOpen: boolean
  title: string
  note?: string
  path: string
  onClose: () => void
  onDone: () => void
}

/** A sheet is tried first: what it would do is shown row by row, and then it is brought in. */
export function SheetDrawer({ isOpen, title, note, path, onClose, onDone }: SheetDrawerProps) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const [tried, setTried] = useState<{ fileId: string; outcome: SheetOutcome } | null>(null)
  const close = () => {
    setTried(null)
    onClose()
  }
  const onError = (error: Error) => void message.error(errorText(error))
  const attempt = useMutation({
    mutationFn: async (file: File) => {
      const { id } = await http.upload<{ id: string }>('/files', file)
      return { fileId: id, outcome: await importSheet(path, id, true) }
    },
    onSuccess: setTried,
    onError,
  })
  const bring = useMutation({
    mutationFn: (fileId: string) => importSheet(path, fileId, false),
    onSuccess: ({ counts }) => {
      message.success(t('price:sheet.done', counts))
      onDone()
      close()
    },
    onError,
  })
  const counts = tried?.outcome.counts
  return (
    <Drawer open={isOpen} onClose={close} title={title} size={isPhone ? '100%' : 520}>
      <div className="stack">
        {note && <p className="faint">{note}</p>}
        <Upload.Dragger
          accept=".xlsx,.csv"
          showUploadList={false}
          disabled={attempt.isPending}
          beforeUpload={(file) => {
            attempt.mutate(file)
            return false
          }}
        >
          <p>
            <UploadOutlined /> {t(tried ? 'price:sheet.another' : 'price:sheet.choose')}
          </p>
        </Upload.Dragger>
        {tried && counts && (
          <>
            <h3>{t('price:sheet.tried')}</h3>
            <p className="sheet-counts">
              {(['created', 'updated', 'unchanged', 'failed'] as const).map((key) => (
                <span key={key} className={key === 'failed' && counts[key] > 0 ? 'price-none' : ''}>
                  {t(`price:sheet.${key}`, { n: counts[key] })}
                </span>
              ))}
            </p>
            <ul className="sheet-rows">
              {tried.outcome.rows
                .filter(({ outcome }) => outcome === 'failed')
                .slice(0, 200)
                .map((row) => (
                  <li key={row.row}>
                    {t('price:sheet.row', { row: row.row })} {row.name}{' '}
                    <span className="price-none">
                      {row.problems
                        .map(
                          ({ field, code }) =>
                            `${field}: ${t([`errors:field.${code}`, 'errors:field.invalid'])}`,
                        )
                        .join('; ')}
                    </span>
                  </li>
                ))}
            </ul>
            <Button
              type="primary"
              disabled={counts.created + counts.updated === 0}
              loading={bring.isPending}
              onClick={() => bring.mutate(tried.fileId)}
            >
              {t('price:sheet.run')}
            </Button>
          </>
        )}
      </div>
    </Drawer>
  )
}
