import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { SheetError } from './error.ts'

/** The attributes of the element just opened, by local name; valid until the handler returns. */
export interface Attributes {
  get(name: string): string | undefined
}

export interface XmlHandler {
  open(name: string, attributes: Attributes): void
  /** `text` is what a leaf element holds, and empty for an element that has children. */
  close(name: string, text: string): void
}

const BLANK = 32
const BANG = 33
const QUOTE = 34
const APOSTROPHE = 39
const SLASH = 47
const COLON = 58
const EQUALS = 61
const CLOSE = 62
const QUESTION = 63
const DEPTH_MAX = 256
// A cell holds 32,767 characters, each written in at most ten: nothing honest comes near.
const TOKEN_MAX = 4 * 1024 * 1024

/**
 * Reads the XML of workbook parts from chunks of UTF-8 or UTF-16. It knows well-formed documents
 * with leaf text, which is all that these parts are, and refuses every document type
 * declaration, so there are no entities to expand. Names come without their prefix.
 */
export class XmlReader implements Attributes {
  readonly #handler: XmlHandler
  readonly #part: string
  #carry: Buffer = Buffer.alloc(0)
  #decoder: TextDecoder | undefined
  #hasBegun = false
  #xml = ''
  #rest = ''
  #hasReturns = false
  #hasEntities = false
  #hasSectionEnds = false
  // The open elements: as written, to match their ends, and by local name, for the handler.
  readonly #stack: string[] = []
  readonly #locals: string[] = []
  #hasRoot = false
  #isLeaf = false
  #text = ''
  // Four positions for each attribute: slices of millions of attributes would be mostly unread.
  readonly #spans: number[] = []
  #spanCount = 0

  constructor(part: string, handler: XmlHandler) {
    this.#part = part
    this.#handler = handler
  }

  write(chunk: Buffer): void {
    const bytes = this.#asUtf8(chunk)
    const joined = this.#carry.length > 0 ? Buffer.concat([this.#carry, bytes]) : bytes
    // Cut before the last tag: the text then ends between characters and, but for comments, tokens.
    const cut = joined.lastIndexOf('<')
    if (cut > 0) this.#feed(joined.subarray(0, cut))
    this.#carry = cut > 0 ? joined.subarray(cut) : joined
    if (this.#carry.length > TOKEN_MAX || this.#rest.length > TOKEN_MAX)
      this.#fail('token_too_long')
  }

  end(): void {
    this.#feed(this.#carry)
    if (this.#rest.trim() !== '' || this.#stack.length > 0 || !this.#hasRoot) this.#fail('cut_off')
  }

  get(name: string): string | undefined {
    const spans = this.#spans
    for (let i = 0; i < this.#spanCount; i += 4) {
      const start = spans[i]!
      if (spans[i + 1]! - start === name.length && this.#xml.startsWith(name, start)) {
        return this.#decode(this.#xml.slice(spans[i + 2], spans[i + 3]))
      }
    }
    return undefined
  }

  #asUtf8(chunk: Buffer): Buffer {
    if (!this.#hasBegun) {
      const start = Buffer.concat([this.#carry, chunk])
      this.#carry = Buffer.alloc(0)
      if (start.length < 4) {
        this.#carry = start
        return Buffer.alloc(0)
      }
      this.#hasBegun = true
      chunk = start
      if (start[0] === 0xff && start[1] === 0xfe) this.#decoder = new TextDecoder('utf-16le')
      else if (start[0] === 0xfe && start[1] === 0xff) this.#decoder = new TextDecoder('utf-16be')
      else if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf)
        chunk = start.subarray(3)
    }
    return this.#decoder ? Buffer.from(this.#decoder.decode(chunk, { stream: true })) : chunk
  }

  #feed(bytes: Buffer): void {
    if (!isUtf8(bytes)) this.#fail('encoding')
    const xml = this.#rest === '' ? bytes.toString() : this.#rest + bytes.toString()
    this.#xml = xml
    this.#hasReturns = xml.includes('\r')
    this.#hasEntities = xml.includes('&')
    this.#hasSectionEnds = xml.includes(']]>')
    this.#rest = xml.slice(this.#scan(xml))
  }

  /** Answers where the first incomplete token begins. */
  #scan(xml: string): number {
    let at = 0
    while (at < xml.length) {
      const tag = xml.indexOf('<', at)
      if (tag < 0) return at
      if (tag > at) this.#addText(xml, at, tag)
      const kind = xml.charCodeAt(tag + 1)
      if (kind === BANG || kind === QUESTION) {
        at = this.#aside(xml, tag, kind)
        if (at < 0) return tag
      } else if (kind === SLASH) {
        at = this.#end(xml, tag)
        if (at < 0) return tag
      } else {
        at = this.#open(xml, tag)
        if (at < 0) return tag
      }
    }
    return at
  }

  #open(xml: string, tag: number): number {
    let at = tag + 1
    let colon = tag
    let code = xml.charCodeAt(at)
    // NaN, past the end, ends each of these loops as well.
    while (code > BLANK && code !== SLASH && code !== CLOSE) {
      if (code === COLON) colon = at
      code = xml.charCodeAt(++at)
    }
    const name = xml.slice(tag + 1, at)
    if (name === '') this.#fail('tag')
    at = this.#attributes(xml, at)
    code = xml.charCodeAt(at)
    const isEmpty = code === SLASH
    if (isEmpty) code = xml.charCodeAt(++at)
    if (Number.isNaN(code)) return -1
    if (code !== CLOSE) this.#fail('tag')
    if (this.#stack.length === 0 && this.#hasRoot) this.#fail('second_root')
    if (this.#stack.length >= DEPTH_MAX) this.#fail('depth')
    this.#hasRoot = true
    const local = colon === tag ? name : name.slice(colon - tag)
    this.#stack.push(name)
    this.#locals.push(local)
    this.#isLeaf = true
    this.#text = ''
    this.#handler.open(local, this)
    if (isEmpty) this.#close()
    return at + 1
  }

  /** Notes where the attributes stand; answers where the tag ends, which may be past the text. */
  #attributes(xml: string, from: number): number {
    const spans = this.#spans
    let at = from
    let count = 0
    for (;;) {
      let code = xml.charCodeAt(at)
      while (isBlank(code)) code = xml.charCodeAt(++at)
      if (code === CLOSE || code === SLASH || Number.isNaN(code)) break
      let start = at
      while (code > BLANK && code !== EQUALS && code !== CLOSE) {
        if (code === COLON) start = at + 1
        code = xml.charCodeAt(++at)
      }
      const end = at
      while (isBlank(code)) code = xml.charCodeAt(++at)
      if (Number.isNaN(code)) break
      if (code !== EQUALS) this.#fail('attribute')
      code = xml.charCodeAt(++at)
      while (isBlank(code)) code = xml.charCodeAt(++at)
      if (Number.isNaN(code)) break
      if (code !== QUOTE && code !== APOSTROPHE) this.#fail('attribute')
      const close = xml.indexOf(code === QUOTE ? '"' : "'", at + 1)
      if (close < 0) return xml.length
      spans[count++] = start
      spans[count++] = end
      spans[count++] = at + 1
      spans[count++] = close
      at = close + 1
    }
    this.#spanCount = count
    return at
  }

  #end(xml: string, tag: number): number {
    const name = this.#stack.at(-1)
    if (name === undefined) this.#fail('nesting')
    let at = tag + 2 + name.length
    if (at < xml.length && !xml.startsWith(name, tag + 2)) this.#fail('nesting')
    while (isBlank(xml.charCodeAt(at))) at++
    if (at >= xml.length) return -1
    if (xml.charCodeAt(at) !== CLOSE) this.#fail('nesting')
    this.#close()
    return at + 1
  }

  #close(): void {
    this.#stack.pop()
    const text = this.#isLeaf ? this.#text : ''
    this.#isLeaf = false
    this.#handler.close(this.#locals.pop()!, text)
  }

  /** Comments, CDATA sections and instructions; answers where the next token begins, or -1. */
  #aside(xml: string, tag: number, kind: number): number {
    if (kind === QUESTION) {
      const end = xml.indexOf('?>', tag + 2)
      return end < 0 ? -1 : end + 2
    }
    const head = xml.slice(tag, tag + 9)
    if (head.startsWith('<!--')) {
      const end = xml.indexOf('-->', tag + 4)
      return end < 0 ? -1 : end + 3
    }
    if (head === '<![CDATA[') {
      const end = xml.indexOf(']]>', tag + 9)
      if (end >= 0 && this.#isLeaf) this.#text += this.#newLines(xml.slice(tag + 9, end))
      return end < 0 ? -1 : end + 3
    }
    if ('<![CDATA['.startsWith(head) || '<!--'.startsWith(head)) return -1
    this.#fail('doctype')
  }

  #addText(xml: string, from: number, to: number): void {
    // Outside of a CDATA section its end is a mistake.
    if (this.#hasSectionEnds && xml.slice(from, to).includes(']]>')) this.#fail('section_end')
    if (this.#isLeaf) {
      const text = this.#decode(xml.slice(from, to))
      this.#text = this.#text === '' ? text : this.#text + text
    } else if (this.#stack.length === 0) {
      for (let i = from; i < to; i++) if (!isBlank(xml.charCodeAt(i))) this.#fail('outside')
    }
  }

  #decode(raw: string): string {
    if (!this.#hasEntities && !this.#hasReturns) return raw
    const text = this.#newLines(raw)
    if (!text.includes('&')) return text
    return text.replace(/&([^;&]{0,10})(;?)/g, (_, name: string, end: string) => {
      const known = end === ';' ? ENTITIES.get(name) : undefined
      if (known !== undefined) return known
      const number = /^#(?:(\d+)|x([0-9a-fA-F]+))$/.exec(name)
      const point = number ? Number.parseInt(number[1] ?? number[2]!, number[1] ? 10 : 16) : 0
      if (end !== ';' || point < 1 || point > 0x10ffff) this.#fail('entity')
      return String.fromCodePoint(point)
    })
  }

  #newLines(text: string): string {
    return this.#hasReturns ? text.replace(/\r\n?/g, '\n') : text
  }

  #fail(reason: string): never {
    throw new SheetError('sheet_not_readable', { part: this.#part, reason })
  }
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function isBlank(code: number): boolean {
  return code === BLANK || (code >= 9 && code <= 13)
}
