import { ArrowLeftOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTexts } from './i18n.ts'

interface PageProps {
  title: string
  /** Beside the title: a state. */
  state?: ReactNode
  note?: ReactNode
  /** Where the arrow goes back to. */
  back?: { to: string; label: string }
  /** The one primary act, and lesser ones before it. */
  actions?: ReactNode
  /** Takes the whole width; forms and texts are narrower. */
  width?: 'full' | 'wide' | 'narrow'
  children: ReactNode
}

/** A page inside the frame: where am I, what can I do. */
export function Page({ title, state, note, back, actions, width = 'full', children }: PageProps) {
  usePageTitle(title)
  return (
    <div className={`page page-${width}`}>
      <header className="page-head">
        <div className="page-head-text">
          {back && (
            <Link to={back.to} className="page-back">
              <ArrowLeftOutlined aria-hidden /> {back.label}
            </Link>
          )}
          <div className="page-title">
            <h1>{title}</h1>
            {state}
          </div>
          {note && <div className="page-note">{note}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

export function usePageTitle(title: string): void {
  const { t } = useTexts()
  const name = t('common:appName')
  useEffect(() => {
    document.title = title ? `${title} · ${name}` : name
  }, [title, name])
}

/** A part of a page under its own heading. */
export function Section({
  title,
  note,
  actions,
  children,
}: {
  title?: ReactNode
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="section">
      {(title || actions) && (
        <header className="section-head">
          <div>
            {title && <h2>{title}</h2>}
            {note && <div className="section-note">{note}</div>}
          </div>
          {actions && <div className="section-actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
