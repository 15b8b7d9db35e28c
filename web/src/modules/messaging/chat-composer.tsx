import {
  CloseOutlined,
  FontSizeOutlined,
  PaperClipOutlined,
  ProfileOutlined,
  SendOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Mentions, Tooltip } from 'antd'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useMay, useMe } from '../../app/session.ts'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { useErrorText } from '../../ui/states.tsx'
import { uploadFile } from './api.ts'
import { CardPicker } from './card-picker.tsx'
import { cardSources } from './cards.ts'
import { type Message, membersQuery } from './chat-api.ts'
import type { Outgoing } from './use-outbox.ts'

const OPTIONS_MAX = 20

interface Props {
  conversationId: string
  isGroup: boolean
  replyTo: Message | null
  editing: Message | null
  onDrop: () => void
  onSend: (outgoing: Outgoing) => void
  onEdit: (message: Message, text: string, mentions: string[], mentionsAll: boolean) => void
}

/** Where one writes: text or markdown, names after an @, files by button, drop or paste. */
export function ChatComposer(props: Props) {
  const { conversationId, isGroup, replyTo, editing, onDrop, onSend, onEdit } = props
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const { person } = useMe()
  const [text, setText] = useState('')
  const [isMarkdown, setMarkdown] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const { data } = useQuery({ ...membersQuery(conversationId), enabled: isGroup })
  const others = data?.items.filter((one) => one.personId !== person.id) ?? []
  const [asked, setAsked] = useState('')
  const attach = useAttach(onSend)

  useEffect(() => {
    if (editing) setText(editing.text)
    if (editing || replyTo) box.current?.querySelector('textarea')?.focus()
  }, [editing, replyTo])

  function submit(): void {
    const said = text.trim()
    if (said === '') return
    const mentions = others
      .filter((one) => said.includes(`@${one.name}`))
      .map((one) => one.personId)
    const mentionsAll = isGroup && said.includes(`@${t('chat:everybody')}`)
    if (editing) onEdit(editing, said, mentions.slice(0, 100), mentionsAll)
    else {
      onSend({
        kind: isMarkdown ? 'markdown' : 'text',
        text: said,
        mentions: mentions.slice(0, 100),
        mentionsAll,
        replyNo: replyTo?.no ?? null,
      })
    }
    setText('')
    onDrop()
  }
  function onKeyDown(event: KeyboardEvent): void {
    // While a Chinese input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || isPhone || event.nativeEvent.isComposing) return
    if (document.querySelector('.ant-mentions-dropdown:not(.ant-mentions-dropdown-hidden)')) return
    event.preventDefault()
    submit()
  }
  function onPaste(event: ClipboardEvent): void {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    void attach.send(files)
  }
  const options = [
    { value: t('chat:everybody'), label: t('chat:everybody') },
    ...others.map((one) => ({ value: one.name, label: `${one.name} · ${one.orgName}` })),
  ]
    .filter(({ label }) => label.toLowerCase().includes(asked.toLowerCase()))
    .slice(0, OPTIONS_MAX)
    .map((option, at) => ({ ...option, key: `${option.label} ${at}` }))
  return (
    <div className="chat-composer" ref={box}>
      {(replyTo || editing) && (
        <div className="chat-composer-about">
          <span>
            {editing
              ? t('chat:editing')
              : t('chat:replying', {
                  name: replyTo!.sender.name,
                  text: replyTo!.text.slice(0, 60),
                })}
          </span>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('chat:cancel')}
            onClick={() => {
              if (editing) setText('')
              onDrop()
            }}
          />
        </div>
      )}
      <Mentions
        value={text}
        onChange={setText}
        onSearch={setAsked}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        placement="top"
        prefix={isGroup ? '@' : '\u0000'}
        options={options}
        filterOption={false}
        autoSize={{ minRows: isPhone ? 1 : 2, maxRows: 8 }}
        maxLength={isMarkdown ? 10_000 : 5000}
        placeholder={t(isPhone ? 'chat:write' : 'chat:writeDesk')}
        aria-label={t('chat:write')}
        variant="borderless"
      />
      <div className="chat-composer-acts">
        <Tooltip title={t('chat:attach')}>
          <Button
            type="text"
            icon={<PaperClipOutlined />}
            loading={attach.isBusy}
            aria-label={t('chat:attach')}
            onClick={() => attach.pick()}
          />
        </Tooltip>
        {attach.input}
        {!editing && <CardButton replyNo={replyTo?.no ?? null} onSend={onSend} onDrop={onDrop} />}
        <Tooltip title={t('chat:markdown')}>
          <Button
            type={isMarkdown ? 'primary' : 'text'}
            ghost={isMarkdown}
            icon={<FontSizeOutlined />}
            aria-label={t('chat:markdown')}
            aria-pressed={isMarkdown}
            onClick={() => setMarkdown(!isMarkdown)}
          />
        </Tooltip>
        <Button
          type="primary"
          className="chat-send"
          icon={<SendOutlined />}
          disabled={text.trim() === ''}
          onClick={submit}
        >
          {t(editing ? 'chat:save' : 'chat:send')}
        </Button>
      </div>
    </div>
  )
}

/** Shows a record of ours: an order, say. Not there for somebody who may see none. */
function CardButton({
  replyNo,
  onSend,
  onDrop,
}: Pick<Props, 'onSend' | 'onDrop'> & { replyNo: number | null }) {
  const { t } = useTexts()
  const may = useMay()
  const [isPicking, setPicking] = useState(false)
  const sources = cardSources().filter(({ access }) => may(access))
  if (sources.length === 0) return null
  return (
    <>
      <Tooltip title={t('chat:card.send')}>
        <Button
          type="text"
          icon={<ProfileOutlined />}
          aria-label={t('chat:card.send')}
          onClick={() => setPicking(true)}
        />
      </Tooltip>
      <CardPicker
        sources={sources}
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        onPick={(card) => {
          onSend({ kind: 'card', card, replyNo })
          setPicking(false)
          onDrop()
        }}
      />
    </>
  )
}

/** Files go up first and are said when they are there. */
function useAttach(onSend: (outgoing: Outgoing) => void) {
  const errorText = useErrorText()
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(0)
  async function send(files: File[]): Promise<void> {
    setBusy((n) => n + 1)
    try {
      for (const file of files.slice(0, 9)) {
        const stored = await uploadFile(file, () => {}, new AbortController().signal)
        const isPicture = /^image\/(png|jpeg|webp|gif)$/.test(stored.mediaType)
        const size = isPicture ? await sizeOf(file) : null
        onSend(
          isPicture
            ? { kind: 'picture', fileId: stored.id, ...size }
            : { kind: 'file', fileId: stored.id },
        )
      }
    } catch (error) {
      message.error(errorText(error))
    } finally {
      setBusy((n) => n - 1)
    }
  }
  return {
    send,
    isBusy: busy > 0,
    pick: () => input.current?.click(),
    input: (
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          void send(files)
        }}
      />
    ),
  }
}

async function sizeOf(file: File): Promise<{ width: number; height: number } | null> {
  try {
    const picture = await createImageBitmap(file)
    return { width: picture.width, height: picture.height }
  } catch (error) {
    // A picture that this browser cannot read is sent without its size.
    if (error instanceof DOMException) return null
    throw error
  }
}
