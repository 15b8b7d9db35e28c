import { TeamOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Select, Slider } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { productPickQuery } from '../api.ts'
import { type Match, matchesQuery, type Part, type Weights } from './api.ts'

const START: Weights = { price: 40, onTime: 25, quality: 25, response: 10 }
const PARTS = Object.keys(START) as Part[]

/** Suppliers by how well they suit, by weights that the reader sets. */
export function MatchTab() {
  const { t } = useTexts()
  const [productId, setProductId] = useState<string>()
  const [weights, setWeights] = useState(START)
  const [asked, setAsked] = useState(START)
  const products = useQuery(productPickQuery(''))
  const { data, error, refetch } = useQuery(matchesQuery(productId, asked))
  return (
    <div className="match-columns">
      <aside className="card card-padded">
        <div className="stack-small">
          <span>{t('insight:suppliers.product')}</span>
          <Select
            allowClear
            aria-label={t('insight:suppliers.product')}
            showSearch={{ optionFilterProp: 'label' }}
            value={productId}
            placeholder={t('insight:suppliers.anyProduct')}
            onChange={setProductId}
            options={products.data?.items.map(({ id, name, code }) => ({
              ...{ value: id, label: `${name} ${code}` },
            }))}
          />
        </div>
        <div className="match-weights">
          {PARTS.map((part) => (
            <div key={part}>
              <span>
                {t(`insight:suppliers.parts.${part}`)} <b className="figures">{weights[part]}</b>
              </span>
              <Slider
                min={0}
                max={100}
                value={weights[part]}
                ariaLabelForHandle={t(`insight:suppliers.parts.${part}`)}
                onChange={(value) => setWeights({ ...weights, [part]: value })}
                onChangeComplete={(value) => {
                  const set = { ...weights, [part]: value }
                  if (PARTS.some((one) => set[one] > 0)) setAsked(set)
                }}
              />
            </div>
          ))}
        </div>
        <p className="faint">{t('insight:suppliers.weightsNote')}</p>
      </aside>
      <div className="stack-small">
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={6} />
        ) : data.items.length === 0 ? (
          <EmptyState
            icon={<TeamOutlined />}
            title={t('insight:suppliers.none')}
            note={t('insight:suppliers.noneNote')}
          />
        ) : (
          data.items.map((match, i) => <MatchCard key={match.org.id} match={match} place={i + 1} />)
        )}
      </div>
    </div>
  )
}

function MatchCard({ match, place }: { match: Match; place: number }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <article className="card card-padded match">
      <header>
        <h3>
          {match.score !== null && <span className="faint figures">{place}</span>} {match.org.name}
        </h3>
        <span className="match-score">
          {match.score === null ? (
            <span className="faint">{t('insight:suppliers.noScore')}</span>
          ) : (
            <>
              <b className="figures">{format.number(match.score)}</b>
              {match.known < 1 && (
                <span className="faint figures">
                  {' '}
                  {t('insight:suppliers.between', {
                    ...{ least: format.number(match.least), most: format.number(match.most) },
                  })}
                </span>
              )}
            </>
          )}
        </span>
      </header>
      <ul className="match-parts">
        {match.parts.map((part) => (
          <li key={part.part}>
            <span>{t(`insight:suppliers.parts.${part.part}`)}</span>
            {part.score === null ? (
              <div className="meter-unknown" aria-hidden />
            ) : (
              <div className="meter" aria-hidden>
                <div style={{ width: `${part.score}%` }} />
              </div>
            )}
            <span className="figures match-why">
              {part.score === null || part.figure === null ? (
                <span className="faint">{t('insight:suppliers.unknown')}</span>
              ) : (
                <>
                  {t(`insight:suppliers.why.${part.part}`, {
                    ...{ count: part.cases ?? 0, share: format.percent(part.figure) },
                  })}
                  <b> +{format.number(part.points, 1)}</b>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </article>
  )
}
