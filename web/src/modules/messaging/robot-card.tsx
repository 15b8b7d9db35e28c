import type { ReactNode } from 'react'
import type { CardProps } from './cards.ts'
import { hrefOf } from './markdown.ts'

type Pair = { title?: string; desc?: string }
interface Notice {
  source?: { desc?: string }
  main_title?: Pair
  emphasis_content?: Pair
  quote_area?: { title?: string; quote_text?: string; url?: string }
  sub_title_text?: string
  horizontal_content_list?: { keyname: string; value?: string; url?: string }[]
  vertical_content_list?: Pair[]
  jump_list?: { title?: string; url?: string }[]
  card_action?: { url?: string }
}
interface Article {
  title: string
  description?: string
  url: string
}
function Away({ url, children }: { url: string | undefined; children: ReactNode }) {
  const href = url ? hrefOf(url) : null
  if (!href) return <>{children}</>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

/** A template card as scripts know it from WeCom; its pictures lie elsewhere and are not fetched. */
export function RobotNotice({ data }: CardProps) {
  const card = data as Notice
  return (
    <div className="robot-card">
      {card.source?.desc && <span className="faint">{card.source.desc}</span>}
      {card.main_title?.title && (
        <strong>
          <Away url={card.card_action?.url}>{card.main_title.title}</Away>
        </strong>
      )}
      {card.main_title?.desc && <span className="soft">{card.main_title.desc}</span>}
      {card.emphasis_content?.title && (
        <span className="robot-card-figure figures">
          {card.emphasis_content.title}
          <span className="faint">{card.emphasis_content.desc}</span>
        </span>
      )}
      {card.sub_title_text && <span>{card.sub_title_text}</span>}
      {card.quote_area?.quote_text && (
        <blockquote>
          <Away url={card.quote_area.url}>{card.quote_area.quote_text}</Away>
        </blockquote>
      )}
      <dl>
        {(card.horizontal_content_list ?? []).map((row) => (
          <div key={row.keyname}>
            <dt>{row.keyname}</dt>
            <dd>
              <Away url={row.url}>{row.value}</Away>
            </dd>
          </div>
        ))}
      </dl>
      {(card.vertical_content_list ?? []).map((row) => (
        <div key={row.title}>
          <strong>{row.title}</strong> <span className="soft">{row.desc}</span>
        </div>
      ))}
      {(card.jump_list ?? []).map((row) => (
        <Away key={row.title} url={row.url}>
          {row.title}
        </Away>
      ))}
    </div>
  )
}

export function RobotNews({ data }: CardProps) {
  return (
    <div className="robot-card">
      {((data.articles as Article[] | undefined) ?? []).map((article) => (
        <div key={article.url + article.title} className="robot-article">
          <strong>
            <Away url={article.url}>{article.title}</Away>
          </strong>
          {article.description && <span className="soft">{article.description}</span>}
        </div>
      ))}
    </div>
  )
}
