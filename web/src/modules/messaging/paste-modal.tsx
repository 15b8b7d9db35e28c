import { useQuery } from '@tanstack/react-query'
import { Alert, Input, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { allProductsQuery } from '../trade/api.ts'
import { applyPaste, type DraftLine } from './compose.ts'
import { parsePaste } from './paste.ts'

interface PasteProps {
  isOpen: boolean
  lines: DraftLine[]
  onClose: () => void
  onApply: (lines: DraftLine[]) => void
}

/** Prices straight from a spreadsheet: what was understood is shown before it is taken. */
export function PasteModal(props: PasteProps) {
  return props.isOpen ? <OpenPaste {...props} /> : null
}

function OpenPaste({ lines, onClose, onApply }: PasteProps) {
  const { t } = useTexts()
  const format = useFormat()
  const [text, setText] = useState('')
  const products = useQuery(allProductsQuery)
  const pasted = useMemo(() => parsePaste(text), [text])
  const applied = useMemo(
    () => applyPaste(lines, pasted.rows, products.data ?? []),
    [lines, pasted, products.data],
  )
  const count = applied.changed + applied.added
  return (
    <Modal
      open
      title={t('messaging:paste.title')}
      okText={t('messaging:paste.apply', { n: format.number(count) })}
      okButtonProps={{ disabled: count === 0 }}
      onCancel={onClose}
      onOk={() => {
        onApply(applied.lines)
        onClose()
      }}
    >
      <div className="stack">
        <p className="soft">{t('messaging:paste.note')}</p>
        {products.isPending ? (
          <Skeleton rows={3} />
        ) : products.isError ? (
          <ErrorState isSmall error={products.error} onRetry={() => void products.refetch()} />
        ) : (
          <Input.TextArea
            autoFocus
            value={text}
            rows={8}
            className="paste-area"
            placeholder={t('messaging:paste.placeholder')}
            aria-label={t('messaging:paste.title')}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {count > 0 && (
          <Alert
            type="success"
            title={t('messaging:paste.found', {
              changed: format.number(applied.changed),
              added: format.number(applied.added),
            })}
          />
        )}
        {(pasted.faults.length > 0 || applied.unknown.length > 0) && (
          <Alert
            type="warning"
            title={t('messaging:paste.faults', {
              n: format.number(pasted.faults.length + applied.unknown.length),
            })}
            description={
              <ul className="paste-faults">
                {pasted.faults.slice(0, 8).map(({ row, fault, text: shown }) => (
                  <li key={row}>
                    {t('messaging:paste.row', { n: format.number(row) })}{' '}
                    {t(`messaging:paste.fault.${fault}`)} <span className="faint">{shown}</span>
                  </li>
                ))}
                {applied.unknown.slice(0, 8).map((code) => (
                  <li key={code}>{t('messaging:paste.unknown', { code })}</li>
                ))}
              </ul>
            }
          />
        )}
      </div>
    </Modal>
  )
}
