import { LockOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTexts } from '../ui/i18n.ts'
import { EmptyState } from '../ui/states.tsx'
import type { Access } from './modules.ts'
import { useMay } from './session.ts'

/** Shows the page to who may open it; others read what is missing and whom to ask. */
export function Guarded({ access, children }: { access: Access; children: ReactNode }) {
  const { t } = useTexts()
  const may = useMay()
  if (may(access)) return children
  return (
    <div className="page">
      <EmptyState
        icon={<LockOutlined />}
        title={t('common:guarded.title')}
        note={t('common:guarded.note')}
      />
    </div>
  )
}
