import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contrast, DARK, LIGHT, type Tone, toneColours } from './palette.ts'

const TONES: Tone[] = ['good', 'bad', 'accent', 'indigo', 'quiet']

for (const [name, palette] of Object.entries({ light: LIGHT, dark: DARK })) {
  test(`every text of the ${name} theme reaches AA on every ground it stands on`, () => {
    for (const ground of [palette.ground, palette.surface, palette.raised, palette.hover]) {
      for (const ink of [
        palette.ink,
        palette.inkSoft,
        palette.inkFaint,
        palette.indigoText,
        palette.bad,
        palette.accent,
        palette.good,
      ]) {
        assert.ok(
          contrast(ink, ground) >= 4.5,
          `${ink} on ${ground}: ${contrast(ink, ground).toFixed(2)}`,
        )
      }
    }
    for (const ground of [palette.indigo]) {
      assert.ok(
        contrast(palette.onIndigo, ground) >= 4.5,
        `on indigo: ${contrast(palette.onIndigo, ground).toFixed(2)}`,
      )
    }
  })

  test(`every state of the ${name} theme can be read on its tint`, () => {
    for (const tone of TONES) {
      const { text, tint } = toneColours(palette, tone)
      assert.ok(contrast(text, tint) >= 4.5, `${tone}: ${contrast(text, tint).toFixed(2)}`)
    }
  })
}

test('contrast is 21 between black and white and 1 between equals, whichever comes first', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#ffffff', '#000000'), 21)
  assert.equal(contrast('#2f4a8c', '#2f4a8c'), 1)
})
