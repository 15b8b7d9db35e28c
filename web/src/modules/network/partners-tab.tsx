import { LinkOutlined, ShopOutlined, TagsOutlined, UploadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchValues } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { ExportButton } from '../../ui/export-button.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { List, type ListColumn, type Selection } from '../../ui/list-page.tsx'
import { type ListFilter, toQuery } from '../../ui/list-state.ts'
import { DateText } from '../../ui/values.tsx'
import {
  type Chain,
  keys,
  loadPartners,
  type PartnerRow,
  useChainSummary,
  useGroups,
} from './api.ts'
import { BulkDrawer } from './bulk-drawer.tsx'
import { InviteDrawer } from './invite-drawer.tsx'
import { StatusTag } from './status.tsx'

/** All partners as a table: every filter, bulk work, export. */
export function PartnersTab({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const may = useMay()
  const filters = useFilters(chain.id)
  const [tagging, setTagging] = useState<Selection<PartnerRow> | null>(null)
  const [inviting, setInviting] = useState<Selection<PartnerRow> | null>(null)
  return (
    <>
      <List<PartnerRow>
        id="partners"
        queryKey={keys.partners(chain.id)}
        load={(query, signal) => loadPartners(chain.id, query, signal)}
        rowKey={(partner) => partner.id}
        columns={useColumns()}
        card={(partner) => <PartnerCard partner={partner} />}
        to={(partner) => `/partners/${partner.id}`}
        filters={filters}
        searchLabel={t('network:table.search')}
        tools={<Export chainId={chain.id} filters={filters} />}
        {...(may('network:edit') && {
          bulk: (selection: Selection<PartnerRow>) => (
            <>
              <Button icon={<TagsOutlined />} onClick={() => setTagging(selection)}>
                {t('network:bulk.title')}
              </Button>
              <Button icon={<LinkOutlined />} onClick={() => setInviting(selection)}>
                {t('network:bulk.invite')}
              </Button>
            </>
          ),
        })}
        empty={{
          icon: <ShopOutlined />,
          title: t('network:map.emptyTitle'),
          note: t('network:map.emptyNote'),
          action: may('network:edit') && (
            <Link to={`/chains/${chain.id}/import`}>
              <Button type="primary" icon={<UploadOutlined />}>
                {t('network:import.title')}
              </Button>
            </Link>
          ),
        }}
      />
      {tagging && (
        <BulkDrawer chainId={chain.id} selection={tagging} onClose={() => setTagging(null)} />
      )}
      {inviting && (
        <InviteDrawer chainId={chain.id} selection={inviting} onClose={() => setInviting(null)} />
      )}
    </>
  )
}

/** What can be asked of a table of partners; choices come from what the chain really has. */
function useFilters(chainId: string): ListFilter[] {
  const { t } = useTexts()
  const { data } = useChainSummary(chainId)
  const groups = useGroups(chainId)
  const tiers = [...new Set(data?.tiers.map((one) => one.tier) ?? [])].sort((a, b) => a - b)
  const plain = (values: string[]) =>
    values.filter(Boolean).map((value) => ({ value, label: value }))
  return [
    {
      kind: 'choice',
      key: 'status',
      label: t('network:field.status'),
      isMultiple: true,
      options: (['joined', 'invited', 'imported', 'suspended', 'left'] as const).map((value) => ({
        value,
        label: t(`network:status.${value}`),
      })),
    },
    {
      kind: 'choice',
      key: 'side',
      label: t('network:field.side'),
      options: (['downstream', 'upstream'] as const).map((value) => ({
        value,
        label: t(`network:side.${value}`),
      })),
    },
    {
      kind: 'choice',
      key: 'tier',
      label: t('network:field.tier'),
      isMultiple: true,
      options: tiers.map((tier) => ({
        value: String(tier),
        label: t('network:tier.short', { tier }),
      })),
    },
    {
      kind: 'choice',
      key: 'region',
      label: t('network:field.region'),
      isMultiple: true,
      options: plain(data?.regions.map((one) => one.region) ?? []),
    },
    {
      kind: 'choice',
      key: 'kind',
      label: t('network:field.kind'),
      isMultiple: true,
      options: plain(data?.kinds.map((one) => one.kind) ?? []),
    },
    {
      kind: 'choice',
      key: 'groupId',
      label: t('network:field.group'),
      isMultiple: true,
      options: (groups.data?.items ?? []).map((group) => ({ value: group.id, label: group.name })),
    },
    {
      kind: 'choice',
      key: 'tag',
      label: t('network:field.tag'),
      isMultiple: true,
      options: plain(data?.tags.map((one) => one.tag) ?? []),
    },
  ]
}

export function useColumns(): ListColumn<PartnerRow>[] {
  const { t } = useTexts()
  return [
    {
      key: 'name',
      title: t('network:field.name'),
      render: (partner) => partner.name,
      width: 240,
      sort: { ascend: 'name' },
    },
    {
      key: 'status',
      title: t('network:field.status'),
      render: (partner) => <StatusTag status={partner.status} />,
      width: 110,
    },
    {
      key: 'code',
      title: t('network:field.code'),
      render: (partner) => partner.code,
      width: 130,
      sort: { ascend: 'code' },
    },
    {
      key: 'tier',
      title: t('network:field.tier'),
      render: (partner) =>
        t(partner.side === 'downstream' ? 'network:tier.down' : 'network:tier.up', {
          tier: partner.tier,
        }),
      width: 120,
      sort: { ascend: 'tier' },
    },
    {
      key: 'parent',
      title: t('network:field.parent'),
      render: (partner) => partner.parentName ?? t('network:partner.direct'),
      width: 180,
    },
    {
      key: 'region',
      title: t('network:field.region'),
      render: (partner) => partner.region,
      width: 150,
    },
    { key: 'kind', title: t('network:field.kind'), render: (partner) => partner.kind, width: 110 },
    {
      key: 'children',
      title: t('network:field.children'),
      render: (partner) => partner.direct || '',
      width: 90,
      align: 'right',
    },
    {
      key: 'groups',
      title: t('network:field.group'),
      render: (partner) => partner.groups.map((group) => group.name).join('、'),
      width: 140,
    },
    {
      key: 'tags',
      title: t('network:field.tag'),
      render: (partner) => partner.tags.join('、'),
      width: 140,
    },
    {
      key: 'uscc',
      title: t('network:field.uscc'),
      render: (partner) => partner.uscc,
      width: 190,
      isHidden: true,
    },
    {
      key: 'address',
      title: t('network:field.address'),
      render: (partner) => partner.address,
      width: 220,
      isHidden: true,
    },
    {
      key: 'joined',
      title: t('network:field.joinedAt'),
      render: (partner) => <DateText at={partner.joinedAt} />,
      width: 120,
      isHidden: true,
    },
    {
      key: 'created',
      title: t('network:field.createdAt'),
      render: (partner) => <DateText at={partner.createdAt} />,
      width: 120,
      isHidden: true,
      sort: { ascend: 'created' },
    },
  ]
}

export function PartnerCard({ partner }: { partner: PartnerRow }) {
  const { t } = useTexts()
  return (
    <div className="partner-card">
      <div className="partner-card-head">
        <strong>{partner.name}</strong>
        <StatusTag status={partner.status} />
      </div>
      <div className="soft">
        {[
          t(partner.side === 'downstream' ? 'network:tier.down' : 'network:tier.up', {
            tier: partner.tier,
          }),
          partner.region,
          partner.code,
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </div>
  )
}

function Export({ chainId, filters }: { chainId: string; filters: ListFilter[] }) {
  const [values] = useSearchValues()
  return <ExportButton path={`/chains/${chainId}/partners.xlsx`} query={toQuery(values, filters)} />
}
