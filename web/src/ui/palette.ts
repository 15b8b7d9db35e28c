/**
 * The colours of the house: ink and indigo on undyed cotton. Everything else (antd's tokens, charts, the
 * style sheet's variables) is derived from here; `palette.test.ts` holds the contrast of every pair.
 */
export interface Palette {
  /** Ground of the page, of cards, of what floats above them. */
  ground: string
  surface: string
  raised: string
  /** Lines, and the tint of a row under the pointer. */
  line: string
  lineSoft: string
  hover: string
  ink: string
  inkSoft: string
  inkFaint: string
  /** Indigo: what can be done. `onIndigo` is written on it; `indigoText` is indigo as text. */
  indigo: string
  indigoHover: string
  indigoText: string
  indigoTint: string
  onIndigo: string
  /** The one accent, persimmon: what waits for the reader. */
  accent: string
  accentTint: string
  /** Meanings. */
  good: string
  goodTint: string
  bad: string
  badTint: string
  quiet: string
  quietTint: string
  /** The cloth that is drawn beside the sign-in, and what is written on it. */
  cloth: string
  clothWarp: string
  clothWeft: string
  onCloth: string
}

export const LIGHT: Palette = {
  ground: '#f6f3ec',
  surface: '#fffefb',
  raised: '#fffefb',
  line: '#ddd6c9',
  lineSoft: '#eae5da',
  hover: '#f3efe6',
  ink: '#1f1d1a',
  inkSoft: '#57524a',
  inkFaint: '#716b61',
  indigo: '#2f4a8c',
  indigoHover: '#3d5ba5',
  indigoText: '#2f4a8c',
  indigoTint: '#e8ebf5',
  onIndigo: '#ffffff',
  accent: '#a8480f',
  accentTint: '#fbeadd',
  good: '#2f6b45',
  goodTint: '#e4f0e6',
  bad: '#b3261e',
  badTint: '#fbe6e3',
  quiet: '#5f5a51',
  quietTint: '#eeeae1',
  cloth: '#24386b',
  clothWarp: '#2f4a8c',
  clothWeft: '#3d5ba5',
  onCloth: '#ffffff',
}

export const DARK: Palette = {
  ground: '#191817',
  surface: '#211f1d',
  raised: '#2a2825',
  line: '#423e39',
  lineSoft: '#332f2b',
  hover: '#2a2825',
  ink: '#ece8df',
  inkSoft: '#bdb6aa',
  inkFaint: '#9b9488',
  indigo: '#5470bd',
  indigoHover: '#6480cc',
  indigoText: '#a3b6ee',
  indigoTint: '#2a3147',
  onIndigo: '#ffffff',
  accent: '#f0a36b',
  accentTint: '#40291a',
  good: '#86c79a',
  goodTint: '#21352a',
  bad: '#ff9a8f',
  badTint: '#45231f',
  quiet: '#bdb6aa',
  quietTint: '#322f2b',
  cloth: '#161b2b',
  clothWarp: '#212b4a',
  clothWeft: '#2c3a64',
  onCloth: '#ece8df',
}

/** Series colours for charts, told apart in both themes and by the colour-blind. */
export const SERIES = {
  light: ['#2f4a8c', '#c2702e', '#4c8a66', '#8a5a93', '#7f95cf', '#8c7a3d', '#4f8f9e', '#a34d55'],
  dark: ['#8ea6e8', '#e6a066', '#86c79a', '#c49ad0', '#5f78bd', '#cbb76d', '#7fc0cf', '#e08b92'],
}

export type Tone = 'good' | 'bad' | 'accent' | 'indigo' | 'quiet'

/** Text and ground of a state, by what it means. */
export function toneColours(palette: Palette, tone: Tone): { text: string; tint: string } {
  if (tone === 'good') return { text: palette.good, tint: palette.goodTint }
  if (tone === 'bad') return { text: palette.bad, tint: palette.badTint }
  if (tone === 'accent') return { text: palette.accent, tint: palette.accentTint }
  if (tone === 'indigo') return { text: palette.indigoText, tint: palette.indigoTint }
  return { text: palette.quiet, tint: palette.quietTint }
}

/** Contrast of two colours by WCAG 2, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
