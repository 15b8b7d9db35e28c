import { PictureOutlined } from '@ant-design/icons'
import { Image } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { fileAddress } from './api.ts'
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
  card_image?: { url?: string }
  image_text_area?: Pair & { url?: string; image_url?: string }
  pictures?: Pictures
}
/** By the address that the card names: the file that the house has fetched from it. */
type Pictures = Record<string, string>
interface Article {
  picurl?: string
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

/** The picture as the house has fetched it; a link where it could not, for a browser asks nobody outside unasked. */
function Pictured({ url, pictures }: { url: string | undefined; pictures: Pictures | undefined }) {
  const { t } = useTexts()
  if (!url || !hrefOf(url)) return null
  const fileId = pictures?.[url]
  if (!fileId) {
    return (
      <Away url={url}>
        <PictureOutlined aria-hidden /> {t('chat:pictureElsewhere')}
      </Away>
    )
  }
  return <Image src={fileAddress(fileId)} alt="" className="robot-picture" />
}

/** A template card as scripts know it from WeCom. */
export function RobotNotice({ data }: CardProps) {
  const card = data as Notice
  return (
    <div className="robot-card">
      {card.source?.desc && <span className="faint">{card.source.desc}</span>}
      <Pictured url={card.card_image?.url} pictures={card.pictures} />
      {card.main_title?.title && (
        <strong>
          <Away url={card.card_action?.url}>{card.main_title.title}</Away>
        </strong>
      )}
      {card.main_title?.desc && <span className="soft">{card.main_title.desc}</span>}
      {card.image_text_area && (
        <div className="robot-pictured">
          <Pictured url={card.image_text_area.image_url} pictures={card.pictures} />
          <span>
            <strong>
              <Away url={card.image_text_area.url}>{card.image_text_area.title}</Away>
            </strong>{' '}
            <span className="soft">{card.image_text_area.desc}</span>
          </span>
        </div>
      )}
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
          <Pictured url={article.picurl} pictures={data.pictures as Pictures | undefined} />
        </div>
      ))}
    </div>
  )
}
