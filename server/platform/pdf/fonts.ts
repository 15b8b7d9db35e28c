import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import subsetFont from 'subset-font'

export const WEIGHTS = { regular: 400, bold: 700 } as const
export type Weight = keyof typeof WEIGHTS

// Noto Sans SC in a hundred files, each with the letters of a few ranges and every weight.
const FOLDER = dirname(
  createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'),
)
const MISSING = '□'.codePointAt(0)!

interface Face {
  file: string
  text: string
  made: Map<Weight, Promise<Buffer>>
}

let faces: Map<number, Face> | undefined

/** Which file draws a letter: the first that has it, Latin ones first. */
function faceOf(code: number): Face | undefined {
  faces ??= readFaces()
  return faces.get(code) ?? faces.get(MISSING)
}

function readFaces(): Map<number, Face> {
  const ranges = JSON.parse(readFileSync(join(FOLDER, 'unicode.json'), 'utf8'))
  const found = new Map<number, Face>()
  for (const [key, text] of Object.entries<string>(ranges).reverse()) {
    const file = `noto-sans-sc-${key.replace(/[[\]]/g, '')}-wght-normal.woff2`
    const codes = text.split(',').flatMap(codesOf)
    const face = { file, text: String.fromCodePoint(...codes), made: new Map() }
    for (const code of codes) if (!found.has(code)) found.set(code, face)
  }
  return found
}

function codesOf(range: string): number[] {
  const [first, last = first] = range
    .slice(2)
    .split('-')
    .map((hex) => Number.parseInt(hex, 16)) as [number, number?]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** One weight of a file as a font of its own; made once a process, 100 kB at most. */
function fontOf(face: Face, weight: Weight): Promise<Buffer> {
  let made = face.made.get(weight)
  if (!made) {
    made = readFile(join(FOLDER, 'files', face.file)).then((woff) =>
      subsetFont(woff, face.text, {
        targetFormat: 'sfnt',
        variationAxes: { wght: WEIGHTS[weight] },
      }),
    )
    face.made.set(weight, made)
  }
  return made
}

/** A stretch of text that one font draws. */
export interface Run {
  font: string
  text: string
}

/** The fonts that a document needs, by name. */
export interface Fonts {
  files: Map<string, Buffer>
  runsOf(text: string, weight: Weight): Run[]
}

/** Makes ready whatever draws these texts. A letter that no font has is drawn as an empty box. */
export async function fontsFor(texts: Iterable<[text: string, weight: Weight]>): Promise<Fonts> {
  const wanted = new Map<string, Promise<Buffer>>()
  for (const [text, weight] of texts) {
    for (const letter of text) {
      const face = faceOf(letter.codePointAt(0)!)
      if (face) wanted.set(`${face.file} ${weight}`, fontOf(face, weight))
    }
  }
  const files = new Map<string, Buffer>()
  for (const [name, made] of wanted) files.set(name, await made)
  return { files, runsOf }
}

function runsOf(text: string, weight: Weight): Run[] {
  const runs: Run[] = []
  for (const letter of text) {
    const code = letter.codePointAt(0)!
    const face = faceOf(code)
    if (!face) continue
    const font = `${face.file} ${weight}`
    const drawn = faces!.has(code) ? letter : '□'
    const last = runs.at(-1)
    if (last?.font === font) last.text += drawn
    else runs.push({ font, text: drawn })
  }
  return runs
}
