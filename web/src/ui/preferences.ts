import { useSyncExternalStore } from 'react'

/** What this device remembers, apart from the profile. */
export type Density = 'comfortable' | 'compact'
export type ThemeChoice = 'system' | 'light' | 'dark'
export type Language = 'zh-CN' | 'en'
export interface Preferences {
  density: Density
  theme: ThemeChoice
  /** Null until somebody chose one here or signed in. */
  language: Language | null
}

const KEY = 'jingwei.preferences'
const DEFAULTS: Preferences = { density: 'comfortable', theme: 'system', language: null }
const listeners = new Set<() => void>()
let current: Preferences = { ...DEFAULTS, ...readStored<Partial<Preferences>>(KEY, {}) }

/** Reads a remembered value; storage that is full, blocked or damaged counts as empty. */
export function readStored<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(key)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

/** Remembers a value where the browser lets us; a private window that does not loses nothing but comfort. */
export function writeStored(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}

export function setPreferences(patch: Partial<Preferences>): void {
  current = { ...current, ...patch }
  writeStored(KEY, current)
  for (const listener of listeners) listener()
}

export const getPreferences = (): Preferences => current

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, getPreferences)

function subscribeMedia(query: string) {
  return (listener: () => void) => {
    const media = window.matchMedia(query)
    media.addEventListener('change', listener)
    return () => media.removeEventListener('change', listener)
  }
}

const PHONE = '(max-width: 767.98px)'
const DARK = '(prefers-color-scheme: dark)'
const subscribePhone = subscribeMedia(PHONE)
const subscribeDark = subscribeMedia(DARK)

export const useIsPhone = (): boolean =>
  useSyncExternalStore(subscribePhone, () => window.matchMedia(PHONE).matches)

/** Dark follows the system unless it was chosen. */
export function useIsDark(): boolean {
  const { theme } = usePreferences()
  const isSystemDark = useSyncExternalStore(subscribeDark, () => window.matchMedia(DARK).matches)
  return theme === 'system' ? isSystemDark : theme === 'dark'
}
