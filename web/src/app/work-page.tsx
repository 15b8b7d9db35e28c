import { ToolOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../ui/i18n.ts'
import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'
import { menuOf } from './entries.ts'
import { MODULES } from './modules.ts'
import { parseSearch } from './navigation.ts'
import { mayDo, useMe } from './session.ts'
import './home.css'

/** The phone's workbench: big buttons for what is done standing up, and the modules that have no tab. */
export function WorkPage() {
  const { t } = useTexts()
  const me = useMe()
  const acts = MODULES.flatMap((module) => module.work ?? [])
    .filter((act) => mayDo(me, act.access))
    .sort((a, b) => a.order - b.order)
  const taken = new Set(acts.map(({ to }) => to))
  const places = menuOf(me).filter(
    (entry) => !entry.isPhoneTab && entry.key !== 'settings' && !taken.has(entry.to),
  )
  const tiles = [...acts, ...places]
  return (
    <Page title={t('common:work')}>
      {tiles.length === 0 ? (
        <EmptyState
          icon={<ToolOutlined />}
          title={t('common:workEmpty')}
          note={t('common:workEmptyNote')}
        />
      ) : (
        <div className="tiles">
          {tiles.map(({ key, to, icon, labelKey, noteKey }) => (
            <Link
              key={key}
              to={to.split('?')[0]}
              search={parseSearch(to.split('?')[1] ?? '') as never}
              className="card tile"
            >
              <span className="tile-icon" aria-hidden>
                {icon}
              </span>
              <strong>{t(labelKey)}</strong>
              {noteKey && <span className="faint">{t(noteKey)}</span>}
            </Link>
          ))}
        </div>
      )}
    </Page>
  )
}
