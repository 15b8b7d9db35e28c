import { Tooltip } from 'antd'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import type { ChainSummary, PartnerStatus } from './api.ts'
import { type TierRow, tierRows } from './chain-figures.ts'
import { STATUS_TONES } from './status.tsx'

const ORDER: PartnerStatus[] = ['joined', 'invited', 'imported', 'suspended', 'left']

interface Props {
  tiers: ChainSummary['tiers']
  isActive: (row: TierRow) => boolean
  onPick: (row: TierRow) => void
}

/** How far each tier has come, one bar a tier; a click narrows the page to that tier. */
export function TierBars({ tiers, isActive, onPick }: Props) {
  const { t } = useTexts()
  const format = useFormat()
  const rows = tierRows(tiers)
  const most = Math.max(...rows.map((row) => row.partners), 1)
  return (
    <ul className="tier-bars" aria-label={t('network:tier.bars')}>
      {rows.map((row) => {
        const joined = row.byStatus.joined ?? 0
        const name = t(row.side === 'downstream' ? 'network:tier.down' : 'network:tier.up', {
          tier: row.tier,
        })
        return (
          <li key={`${row.side}${row.tier}`}>
            <button
              type="button"
              aria-pressed={isActive(row)}
              className={isActive(row) ? 'tier-bar is-active' : 'tier-bar'}
              onClick={() => onPick(row)}
            >
              <span className="tier-bar-name">{name}</span>
              {/* The root keeps a tier of six visible beside one of three thousand. */}
              <span
                className="tier-bar-track"
                style={{ width: `${Math.max(Math.sqrt(row.partners / most) * 100, 6)}%` }}
              >
                {ORDER.map((status) =>
                  row.byStatus[status] ? (
                    <Tooltip
                      key={status}
                      title={t('network:tier.part', {
                        status: t(`network:status.${status}`),
                        partners: format.number(row.byStatus[status]),
                      })}
                    >
                      <span
                        className={`tier-bar-part part-${STATUS_TONES[status]}`}
                        style={{ flexGrow: row.byStatus[status] }}
                      />
                    </Tooltip>
                  ) : null,
                )}
              </span>
              <span className="tier-bar-count figures">
                {t('network:tier.joinedOf', {
                  joined: format.number(joined),
                  partners: format.number(row.partners),
                })}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
