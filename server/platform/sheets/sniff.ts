import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { SheetError } from './error.ts'

const HEAD_BYTES = 4096

// First bytes, as latin1, of what people send in place of a spreadsheet.
const OTHERS: readonly (readonly [kind: string, start: RegExp])[] = [
  ['pdf', /^%PDF-/],
  [
    'image',
    /^(?:\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|RIFF.{4}WEBP|II\*\0|MM\0\*|.{4}ftyphei[cfx])/s,
  ],
  ['archive', /^(?:Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ)/],
  ['rtf', /^\{\\rtf/],
]
const HTML = /^\s*<(?:!doctype\s+html|html|head|body|table|meta|style|script)\b/i
const XML = /^\s*<\?xml\b/i

/** Tells a workbook from text by the first bytes, and refuses by name what is neither. */
export async function recognise(path: string): Promise<'zip' | 'text'> {
  const head = await readHead(path)
  if (head.length === 0) throw new SheetError('sheet_empty')
  const start = head.toString('latin1')
  if (/^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(start)) return 'zip'
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) throw await oleError(path)
  const other = OTHERS.find(([, pattern]) => pattern.test(start))
  if (other) throw new SheetError('sheet_other_format', { kind: other[0] })
  const isWide = start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')
  const text = isWide ? start.slice(2).replaceAll('\0', '') : start.replace(/^\xef\xbb\xbf/, '')
  if (XML.test(text)) {
    const isHtml = /<html\b/i.test(text)
    throw new SheetError(isHtml ? 'sheet_html' : 'sheet_other_format', { kind: 'xml' })
  }
  if (HTML.test(text)) throw new SheetError('sheet_html')
  if (!isWide && start.includes('\0'))
    throw new SheetError('sheet_other_format', { kind: 'binary' })
  return 'text'
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const STREAM_NAME = Buffer.from('EncryptedPackage', 'utf16le')

/** Both an old .xls and an encrypted .xlsx come in this container; the name of a stream tells them apart. */
async function oleError(path: string): Promise<SheetError> {
  let carry = Buffer.alloc(0)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([carry, chunk])
    if (bytes.includes(STREAM_NAME)) return new SheetError('sheet_encrypted')
    carry = bytes.subarray(-STREAM_NAME.length)
  }
  return new SheetError('sheet_old_xls')
}
