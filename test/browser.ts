import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { silent } from '../server/platform/console.ts'
import { ensureWebBuilt } from '../server/platform/web-build.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ARTIFACTS = join(ROOT, 'test/artifacts')
/** How long a page may take on a busy machine; nothing waits for it when all is well. */
const PATIENCE_MS = 15_000

export type Language = 'zh-CN' | 'en'
type Texts = { [key: string]: string | Texts }

/** What a page says for a key of the catalogues: the tests look for words, as people do. */
export function textsOf(language: Language) {
  const namespaces = new Map<string, Texts>()
  const read = (name: string): Texts => {
    const path = join(ROOT, `web/src/locales/${language}/${name}.json`)
    return JSON.parse(readFileSync(path, 'utf8')) as Texts
  }
  return (key: string, values: Record<string, string | number> = {}): string => {
    const [name, path] = key.split(':') as [string, string]
    if (!namespaces.has(name)) namespaces.set(name, read(name))
    let found: string | Texts | undefined = namespaces.get(name)
    for (const part of path.split('.')) found = typeof found === 'object' ? found[part] : undefined
    assert.equal(typeof found, 'string', `the catalogue has no ${language} ${key}`)
    return (found as string).replaceAll(/\{\{(\w+)\}\}/g, (_, value) => {
      assert.ok(value in values, `${key} needs ${value}`)
      return String(values[value])
    })
  }
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}
export const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }

export interface Visitor {
  page: Page
  /** What the browser complained about so far: errors of scripts, of requests and of answers. */
  faults: string[]
  /** How often a whole page was loaded: what changes without that came live. */
  loads(): number
}
export interface House {
  /** A person with a browser of its own: own cookies, own settings. */
  visit(name: string, options?: BrowserContextOptions): Promise<Visitor>
  /** Runs a part of a story; when it fails, what everybody saw is kept as pictures. */
  watched(work: () => Promise<void>): Promise<void>
}

/** Chromium on the pages of a running app; closed when the tests of the file are over. */
export async function openHouse(
  t: { after(work: () => unknown): void },
  address: string,
): Promise<House> {
  await ensureWebBuilt(silent)
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // Without a locale Chromium saves no name that is not ASCII.
    env: { ...(process.env as Record<string, string>), LANG: process.env.LANG ?? 'C.UTF-8' },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  t.after(() => browser.close())
  const visitors = new Map<string, Visitor>()
  return {
    async visit(name, options = DESK) {
      const context = await browser.newContext({
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        colorScheme: 'light',
        baseURL: address,
        // A worker that keeps pages for offline use would answer in place of the server.
        serviceWorkers: 'block',
        ...options,
      })
      context.setDefaultTimeout(PATIENCE_MS)
      const page = await context.newPage()
      let loads = 0
      page.on('load', () => loads++)
      const visitor = { page, faults: faultsOf(page), loads: () => loads }
      visitors.set(name, visitor)
      return visitor
    },
    async watched(work) {
      try {
        await work()
      } catch (error) {
        mkdirSync(ARTIFACTS, { recursive: true })
        for (const [name, { page, faults }] of visitors) {
          const path = join(ARTIFACTS, `${name}.png`)
          await page.screenshot({ path, fullPage: true })
          console.error(`${name} stood at ${page.url()}, see ${path}`, faults)
        }
        throw error
      }
    },
  }
}

function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // Before anybody signed in, asking who I am is answered by 401: the browser notes every such answer.
    if (message.location().url.endsWith('/api/v1/me') && message.text().includes('401')) return
    faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => faults.push(`script: ${error.stack ?? error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // Leaving a page ends what it was still loading, and the live stream always.
    if (why !== 'net::ERR_ABORTED') faults.push(`request: ${request.url()} ${why}`)
  })
  page.on('response', (response) => {
    const isWhoAmI = response.status() === 401 && response.url().endsWith('/api/v1/me')
    if (response.status() >= 400 && !isWhoAmI) {
      faults.push(`answer: ${response.status()} ${response.request().method()} ${response.url()}`)
    }
  })
  return faults
}

/** The page is no wider than the screen: nothing makes a phone scroll sideways. */
export async function assertFits(page: Page, width: number): Promise<void> {
  const wide = await page.locator('html').evaluate((root, limit) => {
    if (root.scrollWidth <= limit) return null
    const guilty = [...root.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > limit + 1)
      .map((element) => `${element.tagName}.${element.className}`)
    return `${root.scrollWidth} px wide: ${guilty.slice(0, 5).join(', ')}`
  }, width)
  assert.equal(wide, null, `${page.url()} ${wide}`)
}

/** Red, green and blue of the ground that the page stands on. */
export function groundOf(page: Page): Promise<number[]> {
  return page
    .locator('body')
    .evaluate((body) =>
      (
        body.ownerDocument.defaultView!.getComputedStyle(body).backgroundColor.match(/\d+/g) ?? []
      ).map(Number),
    )
}

/** Presses what starts a download, and answers the file's name and content. */
export async function download(page: Page, press: () => Promise<void>) {
  const [file] = await Promise.all([page.waitForEvent('download'), press()])
  return {
    name: file.suggestedFilename(),
    path: await file.path(),
    bytes: await buffer(await file.createReadStream()),
  }
}
