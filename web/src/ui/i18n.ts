import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import i18next from 'i18next'
import { useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Catalogue } from '../locales/catalogue.ts'
import { type Format, formatOf } from './format.ts'
import { getPreferences, type Language, setPreferences } from './preferences.ts'

const CATALOGUES: Record<Language, () => Promise<Catalogue>> = {
  'zh-CN': () => import('../locales/zh-CN.ts').then((m) => m.zhCN),
  en: () => import('../locales/en.ts').then((m) => m.en),
}
const loaded = new Map<Language, Catalogue>()

/** What was chosen on this device, else what the browser speaks. The profile overrules both at sign-in. */
export function firstLanguage(): Language {
  const { language } = getPreferences()
  if (language) return language
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en'
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    ns: [
      'common',
      'errors',
      'identity',
      'network',
      'messaging',
      'trade',
      'chat',
      'production',
      'money',
    ],
    defaultNS: 'common',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  })
  await showLanguage(firstLanguage())
}

/** Loads a language's catalogue and turns everything that speaks: texts, dates, the page's own lang. */
export async function showLanguage(language: Language): Promise<void> {
  let catalogue = loaded.get(language)
  if (!catalogue) {
    catalogue = await CATALOGUES[language]()
    loaded.set(language, catalogue)
    for (const [namespace, texts] of Object.entries(catalogue.texts)) {
      i18next.addResourceBundle(language, namespace, texts)
    }
  }
  dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en')
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}

/** Turns to a language and remembers it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  setPreferences({ language })
  await showLanguage(language)
}

export const catalogueOf = (language: Language): Catalogue | undefined => loaded.get(language)

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}

/** Numbers, money and times in the reader's language. */
export function useFormat(): Format {
  const language = useLanguage()
  return useMemo(() => formatOf(language), [language])
}

export { useTranslation as useTexts } from 'react-i18next'
