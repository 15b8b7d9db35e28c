import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

// Draws the PNG icons from the one SVG mark; run it after changing the mark: npm run icons -w web
const mark = readFileSync(new URL('public/icons/mark.svg', import.meta.url), 'utf8')
const ICONS = [
  { file: 'icon-192.png', size: 192, scale: 1, ground: 'transparent' },
  { file: 'icon-512.png', size: 512, scale: 1, ground: 'transparent' },
  // A maskable icon loses up to a fifth at each edge; iOS paints a missing ground black.
  { file: 'maskable-512.png', size: 512, scale: 0.68, ground: '#f6f3ec' },
  { file: 'touch-180.png', size: 180, scale: 0.8, ground: '#f6f3ec' },
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const { file, size, scale, ground } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const drawn = mark.replace(
    '<svg ',
    `<svg style="width:${size * scale}px;height:${size * scale}px" `,
  )
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:${size}px;background:${ground}">${drawn}`,
  )
  const png = await page.screenshot({ omitBackground: true })
  writeFileSync(new URL(`public/icons/${file}`, import.meta.url), png)
  await page.close()
}
await browser.close()
