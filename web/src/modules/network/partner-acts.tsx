import { Radio, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { useGo } from '../../app/navigation.ts'
import { ConfirmWithConsequences, ConsequenceList } from '../../ui/confirm.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import type { KeyFigure } from '../../ui/values.tsx'
import {
  type Act,
  type Consequences,
  type PartnerDetail,
  useAct,
  useConsequences,
  useDepart,
  useSuspend,
} from './api.ts'
import { Labelled } from './labelled.tsx'
import { PartnerPicker } from './partner-picker.tsx'

export type PartnerActKey = 'move' | 'merge' | 'remove' | 'suspend' | 'resume' | 'depart'
interface Props {
  partner: PartnerDetail
  act: PartnerActKey
  onClose: () => void
}

/** Acts on a partner. What each would do is asked of the server and shown before it is done. */
export function PartnerActs(props: Props) {
  const { act } = props
  if (act === 'move') return <Move {...props} />
  if (act === 'merge') return <Merge {...props} />
  if (act === 'remove') return <Remove {...props} />
  return <Standing {...props} act={act} />
}

function Move({ partner, onClose }: Props) {
  const { t } = useTexts()
  const [parentId, setParentId] = useState<string | null>(partner.parentId)
  const isChanged = parentId !== partner.parentId
  return (
    <Weighed
      partner={partner}
      name="move"
      act={isChanged ? { act: 'move', parentId } : null}
      onClose={onClose}
      choice={
        <Labelled label={t('network:acts.move.to')}>
          {(id) => (
            <PartnerPicker
              id={id}
              chainId={partner.chainId}
              value={parentId}
              onChange={setParentId}
              except={partner.id}
              autoFocus
            />
          )}
        </Labelled>
      }
    />
  )
}

function Merge({ partner, onClose }: Props) {
  const { t } = useTexts()
  const go = useGo()
  const [intoId, setIntoId] = useState<string | null>(null)
  return (
    <Weighed
      partner={partner}
      name="merge"
      act={intoId ? { act: 'merge', intoId } : null}
      onClose={onClose}
      onDone={() => go(`/partners/${intoId}`)}
      choice={
        <Labelled label={t('network:acts.merge.into')}>
          {(id) => (
            <PartnerPicker
              id={id}
              chainId={partner.chainId}
              value={intoId}
              onChange={setIntoId}
              except={partner.id}
              placeholder={t('network:acts.merge.choose')}
              autoFocus
            />
          )}
        </Labelled>
      }
    />
  )
}

function Remove({ partner, onClose }: Props) {
  const { t } = useTexts()
  const go = useGo()
  const [children, setChildren] = useState<'move_up' | 'remove'>('move_up')
  return (
    <Weighed
      partner={partner}
      name="remove"
      act={{ act: 'removal', children }}
      onClose={onClose}
      onDone={() => go(`/chains/${partner.chainId}?tab=table`)}
      choice={
        partner.children > 0 && (
          <Radio.Group value={children} onChange={(event) => setChildren(event.target.value)}>
            <Space direction="vertical">
              <Radio value="move_up">
                {t('network:acts.remove.moveUp', { count: partner.children })}
              </Radio>
              <Radio value="remove">{t('network:acts.remove.all')}</Radio>
            </Space>
          </Radio.Group>
        )
      }
    />
  )
}

interface WeighedProps {
  partner: PartnerDetail
  name: 'move' | 'merge' | 'remove'
  /** Null until enough is chosen to ask what would happen. */
  act: Act | null
  choice: ReactNode
  onClose: () => void
  onDone?: () => void
}

function Weighed({ partner, name, act, choice, onClose, onDone }: WeighedProps) {
  const { t } = useTexts()
  const { data, error, isFetching, refetch } = useConsequences(partner.id, act)
  const doIt = useAct(partner.id)
  const figures = useConsequenceFigures(act ? data : undefined)
  return (
    <ConfirmWithConsequences
      isOpen
      title={t(`network:acts.${name}.title`, { name: partner.name })}
      note={t(`network:acts.${name}.note`)}
      warnings={
        act && data ? data.warnings.map((warning) => t(`network:acts.warning.${warning}`)) : []
      }
      step={{ kind: 'tick', label: t(`network:acts.${name}.tick`) }}
      confirmLabel={t(`network:acts.${name}.do`)}
      isDanger={name !== 'move'}
      isLoading={act === null || isFetching || !data}
      onConfirm={async () => {
        await doIt.mutateAsync(act!)
        onDone?.()
      }}
      onClose={onClose}
    >
      {choice}
      {act && error ? <ErrorState error={error} onRetry={() => void refetch()} isSmall /> : null}
      {act && !data && isFetching && <Skeleton rows={2} />}
      {figures.length > 0 && <ConsequenceList figures={figures} />}
    </ConfirmWithConsequences>
  )
}

function useConsequenceFigures(data: Consequences | undefined): KeyFigure[] {
  const { t } = useTexts()
  const format = useFormat()
  if (!data) return []
  const span = ([from, to]: [number, number]) =>
    from === to ? t('network:tier.short', { tier: from }) : t('network:acts.tierSpan', { from, to })
  return [
    {
      key: 'partners',
      label: t('network:acts.figure.partners'),
      value: format.number(data.partners),
    },
    { key: 'joined', label: t('network:acts.figure.joined'), value: format.number(data.joined) },
    {
      key: 'contacts',
      label: t('network:acts.figure.contacts'),
      value: format.number(data.contacts),
    },
    {
      key: 'receipts',
      label: t('network:acts.figure.receipts'),
      value: format.number(data.pendingReceipts),
    },
    ...(data.tiersBefore && data.tiersAfter
      ? [
          {
            key: 'tiers',
            label: t('network:acts.figure.tiers'),
            value: t('network:acts.fromTo', {
              from: span(data.tiersBefore),
              to: span(data.tiersAfter),
            }),
          },
        ]
      : []),
  ]
}

/** Suspend, resume, leave: nothing moves, but messages stop or start. */
function Standing({ partner, act, onClose }: Props & { act: 'suspend' | 'resume' | 'depart' }) {
  const { t } = useTexts()
  const format = useFormat()
  const suspend = useSuspend(partner.id)
  const depart = useDepart(partner.id)
  const below = partner.below.reduce((sum, one) => sum + one.partners, 0)
  return (
    <ConfirmWithConsequences
      isOpen
      title={t(`network:acts.${act}.title`, { name: partner.name })}
      note={t(`network:acts.${act}.note`)}
      figures={[
        { key: 'below', label: t('network:acts.figure.staying'), value: format.number(below) },
      ]}
      {...(act === 'depart' && {
        step: { kind: 'tick' as const, label: t('network:acts.depart.tick') },
      })}
      confirmLabel={t(`network:acts.${act}.do`)}
      isDanger={act !== 'resume'}
      onConfirm={() =>
        act === 'depart' ? depart.mutateAsync(undefined) : suspend.mutateAsync(act === 'suspend')
      }
      onClose={onClose}
    />
  )
}
