import { FileImageOutlined, FileOutlined, FilePdfOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { fileAddress, type StoredFile } from './api.ts'

export function fileIcon(mediaType: string): ReactNode {
  if (mediaType.startsWith('image/')) return <FileImageOutlined />
  return mediaType === 'application/pdf' ? <FilePdfOutlined /> : <FileOutlined />
}

export function FileList({ files }: { files: StoredFile[] }) {
  const { t } = useTexts()
  const format = useFormat()
  if (files.length === 0) return null
  return (
    <ul className="file-list" aria-label={t('messaging:files.title')}>
      {files.map((file) => (
        <li key={file.id}>
          <a href={fileAddress(file.id)} target="_blank" rel="noopener">
            {fileIcon(file.mediaType)}
            <span className="file-name">{file.name}</span>
            <span className="faint figures">{format.bytes(file.bytes)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
