import { useFormat, useTexts } from '../../ui/i18n.ts'
import { type Rights, useRightsText } from './rights.tsx'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z$/

/** What an event says, for people: known names and values in words, moments at the reader's clock. */
export function useFactText() {
  const { t } = useTexts()
  const format = useFormat()
  const rightsText = useRightsText()
  const nameText = (name: string) => t(`identity:fact.name.${name}`, { defaultValue: name })
  function valueText(name: string, value: unknown): string {
    if (typeof value === 'boolean') return t(`identity:fact.is.${value}`)
    if (typeof value === 'number') return format.number(value, Number.isInteger(value) ? 0 : 2)
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
      return value.map((one) => valueText(name, one)).join('; ')
    }
    if (name === 'scopes' || name === 'permissions') return rightsText(value as Rights)
    if (typeof value === 'object') return JSON.stringify(value)
    const text = String(value)
    if (INSTANT.test(text)) return format.dateTime(text)
    return t(`identity:fact.value.${name}.${text}`, { defaultValue: text })
  }
  return { nameText, valueText }
}
