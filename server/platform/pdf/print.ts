import LineBreaker from 'linebreak'
import PDFDocument from 'pdfkit'
import { type Align, type Block, type Printed, type Shape, type Tone, textsOf } from './blocks.ts'
import { type Fonts, fontsFor, type Run, type Weight } from './fonts.ts'

const MARGIN = 48
const FOOT = 30
const LINE = 1.5
const PAD = 4
const SIZE = 9.5
const TONES: Record<Tone, string> = {
  ink: '#1b1f24',
  quiet: '#6a737d',
  accent: '#1f5fbf',
  good: '#1a7f4b',
  warn: '#b26a00',
  bad: '#c0322b',
}
const RULE = '#d5dae0'
const SHADE = '#f3f5f8'

interface Style {
  size?: number
  weight?: Weight
  tone?: Tone
  align?: Align
}

/**
 * Writes a document as PDF on A4. The letters that it uses are embedded, Chinese and Latin, so that it looks the
 * same wherever it is opened. Cost grows with the length of its text; the first document of a process also
 * makes its fonts ready (about a second).
 */
export async function printPdf(printed: Printed): Promise<Buffer> {
  const fonts = await fontsFor(textsOf(printed))
  const paper = new Paper(printed, fonts)
  for (const block of printed.blocks) DRAWERS[block.kind](paper, block as never)
  return paper.finish()
}

/** The pages, and where on them the next block begins. */
class Paper {
  readonly doc: PDFKit.PDFDocument
  readonly width: number
  y = MARGIN
  private readonly fonts: Fonts
  private readonly printed: Printed
  private readonly bytes: Promise<Buffer>

  constructor(printed: Printed, fonts: Fonts) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      lang: printed.language,
      displayTitle: true,
      info: { Title: printed.title, Author: printed.author },
    })
    this.fonts = fonts
    this.printed = printed
    this.width = this.doc.page.width - 2 * MARGIN
    for (const [name, file] of fonts.files) this.doc.registerFont(name, file)
    this.bytes = new Promise((resolve, reject) => {
      const parts: Buffer[] = []
      this.doc.on('data', (part: Buffer) => parts.push(part))
      this.doc.on('end', () => resolve(Buffer.concat(parts)))
      this.doc.on('error', reject)
    })
  }

  get bottom(): number {
    return this.doc.page.height - MARGIN - FOOT
  }

  /** Begins a new page unless so much still fits on this one. */
  need(height: number): boolean {
    if (this.y + height <= this.bottom || this.y === MARGIN) return false
    this.newPage()
    return true
  }

  newPage(): void {
    this.doc.addPage()
    this.y = MARGIN
  }

  widthOf(text: string, { size = SIZE, weight = 'regular' }: Style): number {
    return this.fonts.runsOf(text, weight).reduce((sum, run) => sum + this.runWidth(run, size), 0)
  }

  private runWidth({ font, text }: Run, size: number): number {
    return this.doc.font(font).fontSize(size).widthOfString(text)
  }

  /** The lines that a text breaks into; a word that is wider than the column is cut. */
  wrap(text: string, width: number, style: Style): string[] {
    return text.split('\n').flatMap((paragraph) => this.wrapParagraph(paragraph, width, style))
  }

  private wrapParagraph(text: string, width: number, style: Style): string[] {
    const lines: string[] = []
    let line = ''
    for (const piece of piecesOf(text)) {
      if (line && this.widthOf((line + piece).trimEnd(), style) > width) {
        lines.push(line.trimEnd())
        line = ''
      }
      line += piece
      while (this.widthOf(line.trimEnd(), style) > width && line.length > 1) {
        const cut = this.fitting(line, width, style)
        lines.push(line.slice(0, cut))
        line = line.slice(cut)
      }
    }
    lines.push(line.trimEnd())
    return lines
  }

  private fitting(line: string, width: number, style: Style): number {
    let cut = 0
    let used = 0
    for (const letter of line) {
      used += this.widthOf(letter, style)
      if (used > width && cut > 0) break
      cut += letter.length
    }
    return cut
  }

  /** One line of text with its upper edge at `y`. */
  line(text: string, x: number, y: number, width: number, style: Style): void {
    const { size = SIZE, weight = 'regular', tone = 'ink', align = 'left' } = style
    const free = align === 'left' ? 0 : width - this.widthOf(text, style)
    let at = x + (align === 'center' ? free / 2 : free)
    for (const run of this.fonts.runsOf(text, weight)) {
      this.doc.font(run.font).fontSize(size).fillColor(TONES[tone])
      this.doc.text(run.text, at, y + size * 0.02, { lineBreak: false })
      at += this.runWidth(run, size)
    }
  }

  lines(lines: string[], x: number, y: number, width: number, style: Style): void {
    const step = (style.size ?? SIZE) * LINE
    for (const [i, text] of lines.entries()) this.line(text, x, y + i * step, width, style)
  }

  rule(y: number, color = RULE, thickness = 0.7): void {
    this.doc.lineWidth(thickness).strokeColor(color)
    this.doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.width, y)
      .stroke()
  }

  finish(): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange()
    for (let i = 0; i < count; i++) {
      this.doc.switchToPage(i)
      const y = this.doc.page.height - MARGIN
      this.rule(y - 6)
      const style = { size: 8, tone: 'quiet' } as const
      const number = `${i + 1} / ${count}`
      const room = this.width - 60
      this.line(this.wrap(this.printed.footer, room, style)[0] ?? '', MARGIN, y, room, style)
      this.line(number, MARGIN + this.width - 60, y, 60, { ...style, align: 'right' })
    }
    this.doc.end()
    return this.bytes
  }
}

/** Where a line may end by Unicode's rules, so that no line begins with a comma or a closing bracket. */
function piecesOf(text: string): string[] {
  const breaker = new LineBreaker(text)
  const pieces: string[] = []
  let last = 0
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    pieces.push(text.slice(last, next.position))
    last = next.position
  }
  return pieces
}

const DRAWERS: {
  [K in Block['kind']]: (paper: Paper, block: Extract<Block, { kind: K }>) => void
} = {
  title: drawTitle,
  text: drawText,
  facts: drawFacts,
  table: drawTable,
  signatures: drawSignatures,
  heading(paper, { text }) {
    paper.need(60)
    paper.y += 10
    paper.line(text, MARGIN, paper.y, paper.width, { size: 12, weight: 'bold' })
    paper.y += 22
  },
  drawing(paper, { height, shapes }) {
    paper.need(height)
    for (const shape of shapes) drawShape(paper, shape)
    paper.y += height + 6
  },
  space(paper, { height }) {
    paper.y += height
  },
  page(paper) {
    paper.newPage()
  },
}

function drawTitle(paper: Paper, { text, sub }: Extract<Block, { kind: 'title' }>): void {
  const big = { size: 18, weight: 'bold' } as const
  const lines = paper.wrap(text, paper.width, big)
  paper.lines(lines, MARGIN, paper.y, paper.width, big)
  paper.y += lines.length * 27
  if (sub) {
    const small = { size: 10, tone: 'quiet' } as const
    const subs = paper.wrap(sub, paper.width, small)
    paper.lines(subs, MARGIN, paper.y, paper.width, small)
    paper.y += subs.length * 15
  }
  paper.rule(paper.y + 4, TONES.ink, 1.2)
  paper.y += 16
}

function drawText(paper: Paper, block: Extract<Block, { kind: 'text' }>): void {
  const { size = SIZE } = block
  for (const text of paper.wrap(block.text, paper.width, block)) {
    paper.need(size * LINE)
    paper.line(text, MARGIN, paper.y, paper.width, block)
    paper.y += size * LINE
  }
  paper.y += 4
}

function drawFacts(paper: Paper, { items, columns = 2 }: Extract<Block, { kind: 'facts' }>): void {
  const room = paper.width / columns
  const nameWidth = Math.min(room * 0.4, 92)
  const valueWidth = room - nameWidth - 12
  for (let i = 0; i < items.length; i += columns) {
    const cells = items.slice(i, i + columns).map(([name, value]) => ({
      name: paper.wrap(name, nameWidth - 6, {}),
      value: paper.wrap(value, valueWidth, {}),
    }))
    const rows = Math.max(...cells.flatMap((cell) => [cell.name.length, cell.value.length]))
    const height = rows * SIZE * LINE + 3
    paper.need(height)
    for (const [k, { name, value }] of cells.entries()) {
      const x = MARGIN + k * room
      paper.lines(name, x, paper.y, nameWidth, { tone: 'quiet' })
      paper.lines(value, x + nameWidth, paper.y, valueWidth, {})
    }
    paper.y += height
  }
  paper.y += 6
}

function drawTable(paper: Paper, table: Extract<Block, { kind: 'table' }>): void {
  const total = table.columns.reduce((sum, column) => sum + column.width, 0)
  const widths = table.columns.map((column) => (column.width / total) * paper.width)
  const row = (cells: string[], style: Style, isHead: boolean): void => {
    const wrapped = cells.map((text, k) => paper.wrap(text, widths[k]! - 2 * PAD, style))
    const height = Math.max(...wrapped.map((lines) => lines.length)) * SIZE * LINE + 2 * PAD
    if (!isHead && paper.need(height)) head()
    if (isHead) paper.doc.rect(MARGIN, paper.y, paper.width, height).fill(SHADE)
    let x = MARGIN
    for (const [k, lines] of wrapped.entries()) {
      const align = table.columns[k]!.align ?? 'left'
      paper.lines(lines, x + PAD, paper.y + PAD, widths[k]! - 2 * PAD, { ...style, align })
      x += widths[k]!
    }
    paper.y += height
    paper.rule(paper.y)
  }
  const head = () =>
    row(
      table.columns.map((column) => column.heading),
      { weight: 'bold' },
      true,
    )
  paper.need(70)
  head()
  for (const cells of table.rows) row(cells, {}, false)
  for (const cells of table.foot ?? []) row(cells, { weight: 'bold' }, false)
  paper.y += 10
}

function drawSignatures(paper: Paper, { names }: Extract<Block, { kind: 'signatures' }>): void {
  paper.need(70)
  paper.y += 40
  const room = paper.width / names.length
  for (const [k, name] of names.entries()) {
    const x = MARGIN + k * room
    paper.doc.lineWidth(0.7).strokeColor(TONES.ink)
    paper.doc
      .moveTo(x, paper.y)
      .lineTo(x + room - 24, paper.y)
      .stroke()
    paper.line(name, x, paper.y + 5, room - 24, { tone: 'quiet' })
  }
  paper.y += 26
}

function drawShape(paper: Paper, shape: Shape): void {
  const { doc, y: top } = paper
  const color = TONES[shape.tone ?? 'ink']
  const fill = (opacity = 1) => doc.fillOpacity(opacity).fill(color).fillOpacity(1)
  switch (shape.kind) {
    case 'line':
      trace(paper, shape.points)
      doc.lineWidth(shape.width ?? 1).strokeColor(color)
      if (shape.isDashed) doc.dash(3, { space: 2 })
      doc.stroke().undash()
      break
    case 'area':
      trace(paper, shape.points)
      doc.closePath()
      fill(shape.opacity)
      break
    case 'rect':
      doc.rect(MARGIN + shape.x, top + shape.y, shape.width, shape.height)
      fill(shape.opacity)
      break
    case 'dot':
      doc.circle(MARGIN + shape.x, top + shape.y, shape.radius)
      fill()
      break
    case 'label': {
      const style = { size: shape.size ?? 8.5, weight: shape.weight, tone: shape.tone }
      const width = paper.widthOf(shape.text, style)
      const shift = { left: 0, center: width / 2, right: width }[shape.align ?? 'left']
      paper.line(shape.text, MARGIN + shape.x - shift, top + shape.y, width, style)
    }
  }
}

function trace({ doc, y }: Paper, points: readonly [number, number][]): void {
  for (const [i, point] of points.entries()) {
    if (i === 0) doc.moveTo(MARGIN + point[0], y + point[1])
    else doc.lineTo(MARGIN + point[0], y + point[1])
  }
}
