import { DeleteOutlined, EditOutlined, PlusOutlined, TeamOutlined } from '@ant-design/icons'
import { Button, Input, TreeSelect } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { GroupInput } from '../../../../server/modules/network/schema.ts'
import { useSearchValues } from '../../app/navigation.ts'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import {
  type Chain,
  type Group,
  useAddGroup,
  useChangeGroup,
  useGroups,
  useRemoveGroup,
} from './api.ts'
import { branchOf, groupRows, groupTree } from './group-tree.ts'

/** Groups put partners together that the tree keeps apart: by region, by season, by contract. */
export function GroupsTab({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const groups = useGroups(chain.id)
  const [editing, setEditing] = useState<Group | 'new' | null>(null)
  const [removing, setRemoving] = useState<Group | null>(null)
  const items = groups.data?.items ?? []
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
      {t('network:groups.add')}
    </Button>
  )
  return (
    <Section
      title={t('network:groups.title')}
      note={t('network:groups.note')}
      actions={items.length > 0 && add}
    >
      <div className="card">
        {groups.isPending ? (
          <Skeleton rows={5} />
        ) : !groups.data ? (
          <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />
        ) : items.length === 0 ? (
          <EmptyState
            icon={<TeamOutlined />}
            title={t('network:groups.emptyTitle')}
            note={t('network:groups.emptyNote')}
            action={add}
          />
        ) : (
          <ul className="plain-list">
            {groupRows(items).map(({ group, depth }) => (
              <GroupRow
                key={group.id}
                group={group}
                depth={depth}
                onEdit={() => setEditing(group)}
                onRemove={() => setRemoving(group)}
              />
            ))}
          </ul>
        )}
      </div>
      {editing && (
        <GroupForm
          chain={chain}
          groups={items}
          group={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && <RemoveGroup group={removing} onClose={() => setRemoving(null)} />}
    </Section>
  )
}

function GroupRow({
  group,
  depth,
  onEdit,
  onRemove,
}: {
  group: Group
  depth: number
  onEdit: () => void
  onRemove: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const [, change] = useSearchValues()
  return (
    <li style={{ paddingInlineStart: 16 + depth * 24 }}>
      <strong>{group.name}</strong>
      <Button type="link" onClick={() => change({ tab: 'table', groupId: group.id })}>
        {t('network:groups.partners', {
          count: group.partners,
          partners: format.number(group.partners),
        })}
      </Button>
      <span className="row-end">
        <Button
          type="text"
          icon={<EditOutlined />}
          aria-label={t('network:groups.edit', { name: group.name })}
          onClick={onEdit}
        />
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('network:groups.remove', { name: group.name })}
          onClick={onRemove}
        />
      </span>
    </li>
  )
}

function GroupForm({
  chain,
  groups,
  group,
  onClose,
}: {
  chain: Chain
  groups: Group[]
  group: Group | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const add = useAddGroup(chain.id)
  const change = useChangeGroup()
  // A group below itself would be a ring.
  const own = group ? branchOf(groups, group.id) : new Set<string>()
  return (
    <FormDrawer<z.input<typeof GroupInput>, z.output<typeof GroupInput>>
      isOpen
      onClose={onClose}
      title={group ? t('network:groups.edit', { name: group.name }) : t('network:groups.add')}
      schema={GroupInput}
      initial={{ name: group?.name ?? '', parentId: group?.parentId ?? null }}
      submitLabel={t('common:save')}
      onSubmit={({ name, parentId = null }) =>
        group
          ? change.mutateAsync({ group, patch: { name, parentId } })
          : add.mutateAsync({ name, parentId })
      }
      onDone={onClose}
    >
      <Field name="name" label={t('network:groups.name')} help={t('network:groups.nameHelp')}>
        <Input />
      </Field>
      <Field name="parentId" label={t('network:groups.parent')}>
        <TreeSelect
          allowClear
          treeDefaultExpandAll
          treeData={groupTree(groups.filter((one) => !own.has(one.id)))}
          placeholder={t('network:groups.top')}
        />
      </Field>
    </FormDrawer>
  )
}

function RemoveGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTexts()
  const format = useFormat()
  const remove = useRemoveGroup()
  return (
    <ConfirmWithConsequences
      isOpen
      title={t('network:groups.remove', { name: group.name })}
      note={t('network:groups.removeNote')}
      figures={[
        {
          key: 'partners',
          label: t('network:groups.removeFigure'),
          value: format.number(group.partners),
        },
      ]}
      confirmLabel={t('network:groups.removeDo')}
      onConfirm={() => remove.mutateAsync(group)}
      onClose={onClose}
    />
  )
}
