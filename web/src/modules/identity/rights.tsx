import { Select } from 'antd'
import type { z } from 'zod'
import type { Permissions } from '../../../../server/modules/identity/schema.ts'
import { LEVELS, type Level, MODULES } from '../../../../server/platform/schema.ts'
import { useTexts } from '../../ui/i18n.ts'

export type Rights = z.infer<typeof Permissions>

/** Rights of one's own in words; empty where none is set. */
export function useRightsText(): (rights: Rights) => string {
  const { t } = useTexts()
  return (rights) =>
    MODULES.filter((module) => rights[module])
      .map((module) =>
        t('identity:rights.one', {
          module: t(`identity:module.${module}`),
          level: t(`identity:rights.${rights[module]}`),
        }),
      )
      .join(' · ')
}

/** A level for each module; what is left at "by role" follows the role when it changes. */
export function RightsTable({
  value = {},
  onChange,
}: {
  value?: Rights
  onChange?: (value: Rights) => void
}) {
  const { t } = useTexts()
  const options = [
    { value: 'role', label: t('identity:rights.byRole') },
    ...LEVELS.map((level) => ({ value: level, label: t(`identity:rights.${level}`) })),
  ]
  return (
    <table className="rights">
      <tbody>
        {MODULES.map((module) => (
          <tr key={module}>
            <th scope="row">{t(`identity:module.${module}`)}</th>
            <td>
              <Select
                style={{ width: 140 }}
                value={value[module] ?? 'role'}
                options={options}
                aria-label={t(`identity:module.${module}`)}
                onChange={(level) => {
                  const { [module]: _before, ...rest } = value
                  onChange?.(level === 'role' ? rest : { ...rest, [module]: level as Level })
                }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What a key may do, module by module; nothing unless chosen. */
export function ScopesTable({
  value = {},
  onChange,
}: {
  value?: Rights
  onChange?: (value: Rights) => void
}) {
  const { t } = useTexts()
  const options = LEVELS.map((level) => ({ value: level, label: t(`identity:rights.${level}`) }))
  return (
    <table className="rights">
      <tbody>
        {MODULES.map((module) => (
          <tr key={module}>
            <th scope="row">{t(`identity:module.${module}`)}</th>
            <td>
              <Select
                style={{ width: 140 }}
                value={value[module] ?? 'none'}
                options={options}
                aria-label={t(`identity:module.${module}`)}
                onChange={(level) => {
                  const { [module]: _before, ...rest } = value
                  onChange?.(level === 'none' ? rest : { ...rest, [module]: level })
                }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
