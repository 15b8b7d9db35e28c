import { DeleteOutlined, PaperClipOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { useErrorText } from '../../ui/states.tsx'
import { type StoredFile, uploadFile } from './api.ts'
import { ComposeField } from './compose-field.tsx'
import { fileIcon } from './files.tsx'

interface Loading {
  key: number
  name: string
  share: number
  error: unknown
  stop: AbortController
}
const MOST = 10

/** Files on their way up show how far they are; one that failed says why and hinders nobody. */
export function Attachments({
  files,
  onChange,
}: {
  files: StoredFile[]
  onChange: (files: StoredFile[]) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const errorText = useErrorText()
  const input = useRef<HTMLInputElement>(null)
  const [loading, setLoading] = useState<Loading[]>([])
  const latest = useRef(files)
  const nextKey = useRef(0)
  useEffect(() => {
    latest.current = files
  }, [files])

  const patch = (key: number, change: Partial<Loading>) =>
    setLoading((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const drop = (key: number) => setLoading((all) => all.filter((one) => one.key !== key))

  async function load(file: File): Promise<void> {
    const key = nextKey.current++
    const stop = new AbortController()
    setLoading((all) => [...all, { key, name: file.name, share: 0, error: null, stop }])
    try {
      const stored = await uploadFile(file, (share) => patch(key, { share }), stop.signal)
      latest.current = [...latest.current, stored]
      onChange(latest.current)
      drop(key)
    } catch (error) {
      if (stop.signal.aborted) drop(key)
      else patch(key, { error })
    }
  }
  return (
    <ComposeField
      isGroup
      label={t('messaging:files.title')}
      help={t('messaging:files.help', { n: format.number(MOST) })}
    >
      <ul className="file-list">
        {files.map((file) => (
          <li key={file.id}>
            {fileIcon(file.mediaType)}
            <span className="file-name">{file.name}</span>
            <span className="faint figures">{format.bytes(file.bytes)}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('messaging:files.remove', { name: file.name })}
              onClick={() => onChange(files.filter((one) => one.id !== file.id))}
            />
          </li>
        ))}
        {loading.map((one) => (
          <li key={one.key}>
            <PaperClipOutlined />
            <span className="file-name">{one.name}</span>
            {one.error ? (
              <span className="text-bad">{errorText(one.error)}</span>
            ) : (
              <Progress
                percent={Math.round(one.share * 100)}
                size="small"
                className="file-progress"
              />
            )}
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('messaging:files.remove', { name: one.name })}
              onClick={() => {
                one.stop.abort()
                drop(one.key)
              }}
            />
          </li>
        ))}
      </ul>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const room = MOST - files.length - loading.length
          for (const file of [...(event.target.files ?? [])].slice(0, room)) void load(file)
          event.target.value = ''
        }}
      />
      <Button
        icon={<PaperClipOutlined />}
        className="fit"
        disabled={files.length + loading.length >= MOST}
        onClick={() => input.current?.click()}
      >
        {t('messaging:files.add')}
      </Button>
    </ComposeField>
  )
}
