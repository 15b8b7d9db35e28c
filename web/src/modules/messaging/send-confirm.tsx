import { Segmented } from 'antd'
import { useState } from 'react'
import type { AudienceCount } from '../../../../server/modules/messaging/schema.ts'
import type { Chain } from '../../../../server/modules/network/schema.ts'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { summarise } from './audience.ts'
import type { Draft } from './compose.ts'
import { MomentPicker } from './content-section.tsx'

/** The last step says in numbers what will happen, and is taken once. */
export function SendConfirm({
  isOpen,
  draft,
  chain,
  count,
  onClose,
  onSend,
}: {
  isOpen: boolean
  draft: Draft
  chain: Chain
  count: AudienceCount | undefined
  onClose: () => void
  onSend: (at: string | null) => Promise<void>
}) {
  const { t } = useTexts()
  const format = useFormat()
  const [isLater, setLater] = useState(false)
  const [at, setAt] = useState<string | null>(null)
  const summary = summarise(
    count ?? { recipients: 0, reachable: 0, byTier: [], byStatus: [], sample: [] },
  )
  const { quietHours } = chain.settings
  const warnings = [
    ...(summary.unreachable > 0
      ? [t('messaging:send.unreachable', { n: format.number(summary.unreachable) })]
      : []),
    ...(draft.supersedesId ? [t('messaging:send.supersedes')] : []),
    ...(draft.observesQuietHours && quietHours ? [t('messaging:send.quiet', quietHours)] : []),
  ]
  return (
    <ConfirmWithConsequences
      isOpen={isOpen}
      isDanger={false}
      title={t('messaging:send.title', { title: draft.title.trim() })}
      note={t(draft.relayMinutes > 0 ? 'messaging:send.relayed' : 'messaging:send.atOnce', {
        time: format.duration(draft.relayMinutes * 60_000),
      })}
      figures={[
        {
          key: 'recipients',
          label: t('messaging:figure.recipients'),
          value: format.number(summary.recipients),
        },
        {
          key: 'reachable',
          label: t('messaging:send.reachable'),
          value: format.number(summary.reachable),
          tone: 'good',
        },
        ...summary.reasons.map(({ reason, count: n }) => ({
          key: reason,
          label: t(`messaging:failure.${reason}`),
          value: format.number(n),
          tone: 'bad' as const,
        })),
        ...(draft.kind === 'price_change'
          ? [
              {
                key: 'prices',
                label: t('messaging:send.prices'),
                value: format.number(draft.lines.length),
              },
            ]
          : []),
      ]}
      warnings={warnings}
      isLoading={!count || (isLater && !at)}
      confirmLabel={isLater ? t('messaging:send.schedule') : t('messaging:send.now')}
      onConfirm={() => onSend(isLater ? at : null)}
      onClose={onClose}
    >
      <div className="stack-small">
        <Segmented
          className="fit"
          value={isLater ? 'later' : 'now'}
          onChange={(value) => setLater(value === 'later')}
          options={[
            { value: 'now', label: t('messaging:send.whenNow') },
            { value: 'later', label: t('messaging:send.whenLater') },
          ]}
        />
        {isLater && (
          <MomentPicker value={at} onChange={setAt} placeholder={t('messaging:send.whenPick')} />
        )}
      </div>
    </ConfirmWithConsequences>
  )
}
