import { CheckOutlined, CopyOutlined, DownloadOutlined } from '@ant-design/icons'
import { App, Button, Input } from 'antd'
import QRCode from 'qrcode'
import { type ReactNode, useEffect, useState } from 'react'
import { copyText } from './copy.ts'
import { saveFile } from './http.ts'
import { useTexts } from './i18n.ts'

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: string; label?: ReactNode }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const [isCopied, setCopied] = useState(false)
  async function copy(): Promise<void> {
    const worked = await copyText(text)
    setCopied(worked)
    if (!worked) message.warning(t('common:copyFailed'))
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <Button
      icon={isCopied ? <CheckOutlined /> : <CopyOutlined />}
      onClick={() => void copy()}
      aria-live="polite"
    >
      {isCopied ? t('common:copied') : (label ?? t('common:copy'))}
    </Button>
  )
}

interface QrProps {
  value: string
  /** Under the picture: what scanning it does. */
  note?: ReactNode
  /** Shows the text itself with a button to copy it. */
  hasLink?: boolean
  fileName?: string
}

/** A QR code with its link: to scan, to copy, to print. */
export function QRCodeCard({ value, note, hasLink = true, fileName }: QrProps) {
  const { t } = useTexts()
  const [picture, setPicture] = useState('')
  useEffect(() => {
    let isCurrent = true
    // Dark on light in both themes: many scanners do not read an inverted code.
    void QRCode.toString(value, {
      type: 'svg',
      margin: 2,
      errorCorrectionLevel: 'M',
      color: { dark: '#1f1d1a', light: '#ffffff' },
    }).then((svg) => isCurrent && setPicture(svg))
    return () => {
      isCurrent = false
    }
  }, [value])
  async function save(): Promise<void> {
    const url = await QRCode.toDataURL(value, { width: 1024, margin: 2 })
    const answer = await fetch(url)
    saveFile(await answer.blob(), `${fileName}.png`)
  }
  return (
    <div className="qr">
      <div className="qr-picture" role="img" aria-label={t('common:qrCode')}>
        {picture && <img alt="" src={`data:image/svg+xml;utf8,${encodeURIComponent(picture)}`} />}
      </div>
      {note && <div className="soft qr-note">{note}</div>}
      {hasLink && (
        <Input
          value={value}
          readOnly
          onFocus={(event) => event.target.select()}
          aria-label={t('common:link')}
        />
      )}
      <div className="qr-actions">
        {hasLink && <CopyButton text={value} label={t('common:copyLink')} />}
        {fileName && (
          <Button icon={<DownloadOutlined />} onClick={() => void save()}>
            {t('common:saveQr')}
          </Button>
        )}
      </div>
    </div>
  )
}
