// What a printed document is made of, as plain data; lengths are in points (1/72 inch).
import type { Weight } from './fonts.ts'

export type Tone = 'ink' | 'quiet' | 'accent' | 'good' | 'warn' | 'bad'
export type Align = 'left' | 'right' | 'center'

export interface Column {
  heading: string
  /** Share of the width. */
  width: number
  align?: Align
}

/** Vector shapes inside a drawing, measured from its upper left corner. */
export type Shape =
  | { kind: 'line'; points: [number, number][]; tone?: Tone; width?: number; isDashed?: boolean }
  | { kind: 'area'; points: [number, number][]; tone?: Tone; opacity?: number }
  | {
      kind: 'rect'
      x: number
      y: number
      width: number
      height: number
      tone?: Tone
      opacity?: number
    }
  | { kind: 'dot'; x: number; y: number; radius: number; tone?: Tone }
  | {
      kind: 'label'
      x: number
      y: number
      text: string
      align?: Align
      tone?: Tone
      size?: number
      weight?: Weight
    }

export type Block =
  | { kind: 'title'; text: string; sub?: string }
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; tone?: Tone; weight?: Weight; size?: number }
  /** Names and values, in so many columns. */
  | { kind: 'facts'; items: [name: string, value: string][]; columns?: 1 | 2 | 3 }
  /** The head is printed again on each page; `foot` rows are bold. */
  | { kind: 'table'; columns: Column[]; rows: string[][]; foot?: string[][] }
  | { kind: 'drawing'; height: number; shapes: Shape[] }
  /** Lines to sign on, side by side. */
  | { kind: 'signatures'; names: string[] }
  | { kind: 'space'; height: number }
  | { kind: 'page' }

export interface Printed {
  title: string
  author: string
  language: 'zh-CN' | 'en'
  blocks: Block[]
  /** At the foot of each page, before its number. */
  footer: string
}

/** Every text of a document with the weight that it is drawn in. */
export function* textsOf(printed: Printed): Generator<[string, Weight]> {
  yield [`${printed.footer}0123456789/ `, 'regular']
  for (const block of printed.blocks) yield* textsOfBlock(block)
}

function* textsOfBlock(block: Block): Generator<[string, Weight]> {
  switch (block.kind) {
    case 'title':
      yield [block.text, 'bold']
      yield [block.sub ?? '', 'regular']
      break
    case 'heading':
      yield [block.text, 'bold']
      break
    case 'text':
      yield [block.text, block.weight ?? 'regular']
      break
    case 'facts':
      for (const item of block.items) yield [item.join(''), 'regular']
      break
    case 'table':
      for (const column of block.columns) yield [column.heading, 'bold']
      for (const row of block.rows) yield [row.join(''), 'regular']
      for (const row of block.foot ?? []) yield [row.join(''), 'bold']
      break
    case 'drawing':
      for (const shape of block.shapes) {
        if (shape.kind === 'label') yield [shape.text, shape.weight ?? 'regular']
      }
      break
    case 'signatures':
      for (const name of block.names) yield [name, 'regular']
  }
}
