import { GlobalOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { chooseLanguage, useLanguage, useTexts } from '../../ui/i18n.ts'
import { Mark } from '../../ui/mark.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Weave } from './weave.tsx'
import './gate.css'

/** The pages before the frame: sign in, register, join. The cloth on the left is drawn, not loaded. */
export function Gate({
  title,
  note,
  children,
}: {
  title: string
  note?: ReactNode
  children: ReactNode
}) {
  const { t } = useTexts()
  const language = useLanguage()
  usePageTitle(title)
  return (
    <div className="gate">
      <div className="gate-cloth" aria-hidden="true">
        <Weave />
        <p className="gate-motto">{t('identity:gate.motto')}</p>
      </div>
      <div className="gate-side">
        <header className="gate-head">
          <span className="gate-brand">
            <Mark size={26} /> {t('common:appName')}
          </span>
          <Button
            type="text"
            icon={<GlobalOutlined />}
            onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
          >
            {language === 'en' ? '中文' : 'English'}
          </Button>
        </header>
        <main className="gate-main">
          <h1>{title}</h1>
          {note && <div className="gate-note">{note}</div>}
          {children}
        </main>
      </div>
    </div>
  )
}
