import { Image } from 'antd'
import { Suspense } from 'react'
import { useFormat, useLanguage } from '../../ui/i18n.ts'
import { fileAddress } from './api.ts'
import { cardOf } from './cards.ts'
import type { Message } from './chat-api.ts'
import { fileIcon } from './files.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { piecesOf } from './safe-text.ts'

const SIDE_MAX = 260

/** What a message says, drawn by its kind. */
export function MessageBody({ message }: { message: Message }) {
  const language = useLanguage()
  if (message.kind === 'picture' && message.file) return <Picture message={message} />
  if (message.kind === 'file' && message.file) return <FileLine file={message.file} />
  if (message.kind === 'text') return <Said message={message} />
  const text = message.texts?.[language === 'en' ? 'en' : 'zh'] ?? message.text
  const Card = message.template ? cardOf(message.template) : undefined
  if (!Card) return <MarkdownText text={text} />
  return (
    <Suspense fallback={<MarkdownText text={text} />}>
      <Card data={message.data} at={message.at} />
    </Suspense>
  )
}

/** Room is kept before the picture comes, so that what is being read does not jump. */
function Picture({ message: { file, data } }: { message: Message }) {
  const width = Number(data.width) || 0
  const height = Number(data.height) || 0
  const scale = width && height ? Math.min(1, SIDE_MAX / Math.max(width, height)) : 1
  return (
    <Image
      src={fileAddress(file!.id)}
      alt={file!.name}
      className="chat-picture"
      {...(width && height
        ? { width: Math.round(width * scale), height: Math.round(height * scale) }
        : { style: { maxWidth: SIDE_MAX, maxHeight: SIDE_MAX } })}
    />
  )
}

function FileLine({ file }: { file: NonNullable<Message['file']> }) {
  const format = useFormat()
  return (
    <a href={fileAddress(file.id)} target="_blank" rel="noopener" className="chat-file">
      <span className="chat-file-icon">{fileIcon(file.mediaType)}</span>
      <span className="chat-file-main">
        <span className="file-name">{file.name}</span>
        <span className="faint figures">{format.bytes(file.bytes)}</span>
      </span>
    </a>
  )
}

/** Text as it was written; addresses open, and names that were called stand out. */
function Said({ message }: { message: Message }) {
  const names = message.mentions.map((one) => `@${one.name}`)
  if (message.mentionsAll) names.push('@所有人', '@everybody')
  return (
    <span className="chat-said">
      {piecesOf(message.text).map((piece, at) =>
        piece.kind === 'link' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
          <a key={at} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
          <Called key={at} text={piece.text} names={names} />
        ),
      )}
    </span>
  )
}

function Called({ text, names }: { text: string; names: string[] }) {
  const found = names
    .map((name) => ({ name, at: text.indexOf(name) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0]
  if (!found) return text
  const end = found.at + found.name.length
  return (
    <>
      {text.slice(0, found.at)}
      <strong className="chat-called">{found.name}</strong>
      <Called text={text.slice(end)} names={names} />
    </>
  )
}
