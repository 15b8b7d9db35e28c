import { EditOutlined, EllipsisOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Breadcrumb, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useRouteParams } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { RecordPage, type RecordTab } from '../../ui/record-page.tsx'
import type { KeyFigure } from '../../ui/values.tsx'
import { type PartnerDetail, useChain, usePartner } from './api.ts'
import { type PartnerActKey, PartnerActs } from './partner-acts.tsx'
import { PartnerBelow } from './partner-below.tsx'
import { PartnerContacts } from './partner-contacts.tsx'
import { PartnerEdit } from './partner-form.tsx'
import { PartnerHistory } from './partner-history.tsx'
import { PartnerInvitationTab } from './partner-invitation.tsx'
import { PartnerOverview } from './partner-overview.tsx'
import { StatusTag } from './status.tsx'
import './network.css'

/** One partner: where it stands, whom to call, who is below it, and what has happened. */
export function PartnerPage() {
  const { t } = useTexts()
  const may = useMay()
  const { partnerId } = useRouteParams<'partnerId'>()
  const { data: partner, error, isPending, refetch } = usePartner(partnerId)
  const chain = useChain(partner?.chainId ?? '')
  const [act, setAct] = useState<PartnerActKey | 'edit' | null>(null)
  const mayEdit = may('network:edit') && partner?.isMine === true
  return (
    <RecordPage
      title={partner?.name ?? t('network:partner.one')}
      state={partner && <StatusTag status={partner.status} />}
      note={
        partner && (
          <Place partner={partner} chainName={chain.data?.name ?? t('network:chains.one')} />
        )
      }
      isLoading={isPending}
      error={partner ? undefined : error}
      onRetry={() => void refetch()}
      figures={useFigures(partner)}
      actions={partner && mayEdit && <Actions partner={partner} onAct={setAct} />}
      tabs={partner && tabsOf(partner, mayEdit, t)}
    >
      {partner && (
        <>
          <PartnerEdit partner={partner} isOpen={act === 'edit'} onClose={() => setAct(null)} />
          {act && act !== 'edit' && (
            <PartnerActs partner={partner} act={act} onClose={() => setAct(null)} />
          )}
        </>
      )}
    </RecordPage>
  )
}

function tabsOf(
  partner: PartnerDetail,
  mayEdit: boolean,
  t: ReturnType<typeof useTexts>['t'],
): RecordTab[] {
  return [
    {
      key: 'overview',
      label: t('network:tabs.overview'),
      children: <PartnerOverview partner={partner} />,
    },
    {
      key: 'contacts',
      label: t('network:tabs.contacts'),
      children: <PartnerContacts partner={partner} mayEdit={mayEdit} />,
    },
    {
      key: 'below',
      label: t('network:tabs.below'),
      children: <PartnerBelow partner={partner} mayEdit={mayEdit} />,
    },
    ...(mayEdit && partner.status !== 'left'
      ? [
          {
            key: 'invitation',
            label: t('network:tabs.invitation'),
            children: <PartnerInvitationTab partner={partner} />,
          },
        ]
      : []),
    {
      key: 'history',
      label: t('network:tabs.history'),
      children: <PartnerHistory partner={partner} />,
    },
  ]
}

/** The way from the chain down to the parent, each step a link. */
function Place({ partner, chainName }: { partner: PartnerDetail; chainName: string }) {
  const { t } = useTexts()
  return (
    <Breadcrumb
      aria-label={t('network:partner.path')}
      items={[
        { key: 'chain', title: <Link to={`/chains/${partner.chainId}`}>{chainName}</Link> },
        ...partner.ancestors.map(({ id, name }) => ({
          key: id,
          title: <Link to={`/partners/${id}`}>{name}</Link>,
        })),
        { key: 'self', title: partner.code },
      ]}
    />
  )
}

function useFigures(partner: PartnerDetail | undefined): KeyFigure[] | undefined {
  const { t } = useTexts()
  const format = useFormat()
  if (!partner) return undefined
  const below = partner.below.reduce((sum, one) => sum + one.partners, 0)
  const joined = partner.below.reduce((sum, one) => sum + one.joined, 0)
  return [
    {
      key: 'tier',
      label: t('network:field.tier'),
      value: t(partner.side === 'downstream' ? 'network:tier.down' : 'network:tier.up', {
        tier: partner.tier,
      }),
    },
    {
      key: 'children',
      label: t('network:partner.children'),
      value: format.number(partner.children),
    },
    {
      key: 'below',
      label: t('network:partner.below'),
      value: format.number(below),
      note:
        partner.below.length > 0
          ? t('network:partner.belowTiers', { count: partner.below.length })
          : undefined,
    },
    {
      key: 'joined',
      label: t('network:partner.belowJoined'),
      value: below === 0 ? '–' : format.percent(joined / below, 1),
      note:
        below === 0
          ? undefined
          : t('network:figures.joinedNote', { joined: format.number(joined) }),
    },
  ]
}

function Actions({
  partner,
  onAct,
}: {
  partner: PartnerDetail
  onAct: (act: PartnerActKey | 'edit') => void
}) {
  const { t } = useTexts()
  const acts: PartnerActKey[] = ['move', 'merge']
  if (partner.status === 'suspended') acts.push('resume')
  else if (partner.status === 'joined') acts.push('suspend')
  if (partner.status === 'joined' || partner.status === 'suspended') acts.push('depart')
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...acts.map((key) => ({ key, label: t(`network:acts.${key}.menu`) })),
            { type: 'divider' as const },
            { key: 'remove', danger: true, label: t('network:acts.remove.menu') },
          ],
          onClick: ({ key }) => onAct(key as PartnerActKey),
        }}
      >
        <Button icon={<EllipsisOutlined />} aria-label={t('network:partner.more')} />
      </Dropdown>
      <Button type="primary" icon={<EditOutlined />} onClick={() => onAct('edit')}>
        {t('network:partner.edit')}
      </Button>
    </>
  )
}
