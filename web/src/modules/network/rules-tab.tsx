import { DeleteOutlined, EditOutlined, EyeInvisibleOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Chain, type Rule, useChangeChain, useRemoveRule, useRules } from './api.ts'
import { RuleForm } from './rule-form.tsx'

/** Who of mine finds whom of theirs. Closed until a rule opens it. */
export function RulesTab({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const rules = useRules(chain.id)
  const [editing, setEditing] = useState<Rule | 'new' | null>(null)
  const [removing, setRemoving] = useState<Rule | null>(null)
  const items = rules.data?.items ?? []
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
      {t('network:rules.add')}
    </Button>
  )
  return (
    <>
      <Section
        title={t('network:rules.title')}
        note={t('network:rules.note')}
        actions={items.length > 0 && add}
      >
        <div className="card">
          {rules.isPending ? (
            <Skeleton rows={4} />
          ) : !rules.data ? (
            <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
          ) : items.length === 0 ? (
            <EmptyState
              icon={<EyeInvisibleOutlined />}
              title={t('network:rules.emptyTitle')}
              note={t('network:rules.emptyNote')}
              action={add}
            />
          ) : (
            <ul className="plain-list">
              {items.map((rule) => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  onEdit={() => setEditing(rule)}
                  onRemove={() => setRemoving(rule)}
                />
              ))}
            </ul>
          )}
        </div>
      </Section>
      {chain.isLead && <PeersSwitch chain={chain} />}
      {editing && (
        <RuleForm
          chain={chain}
          rule={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && <RemoveRule rule={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

function RuleRow({
  rule,
  onEdit,
  onRemove,
}: {
  rule: Rule
  onEdit: () => void
  onRemove: () => void
}) {
  const { t } = useTexts()
  return (
    <li>
      <span>
        <strong>{rule.name}</strong>
        <div className="soft">
          <Opens people={rule.people} partners={rule.partners} />
        </div>
      </span>
      <span className="row-end">
        <Button
          type="text"
          icon={<EditOutlined />}
          aria-label={t('network:rules.edit', { name: rule.name })}
          onClick={onEdit}
        />
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('network:rules.remove', { name: rule.name })}
          onClick={onRemove}
        />
      </span>
    </li>
  )
}

/** "Opens 3 people to 120 partners", the two numbers in their own plural. */
export function Opens({ people, partners }: { people: number; partners: number }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <>
      {t('network:rules.opens', {
        people: t('network:rules.people', { count: people, number: format.number(people) }),
        partners: t('network:rules.partners', { count: partners, number: format.number(partners) }),
      })}
    </>
  )
}

/** Whether partners under the same parent find each other; a change that is undone by the same switch. */
function PeersSwitch({ chain }: { chain: Chain }) {
  const { t } = useTexts()
  const change = useChangeChain()
  return (
    <Section title={t('network:rules.peersTitle')}>
      <label className="card card-padded switch-line" htmlFor="peers-visible">
        <Switch
          id="peers-visible"
          checked={chain.peersVisible}
          loading={change.isPending}
          onChange={(peersVisible) => change.mutate({ chain, patch: { peersVisible } })}
        />
        <span>
          {t('network:rules.peers')}
          <div className="soft">{t('network:rules.peersNote')}</div>
        </span>
      </label>
      {change.error && <ErrorState error={change.error} isSmall />}
    </Section>
  )
}

function RemoveRule({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { t } = useTexts()
  const format = useFormat()
  const remove = useRemoveRule()
  return (
    <ConfirmWithConsequences
      isOpen
      title={t('network:rules.remove', { name: rule.name })}
      note={t('network:rules.removeNote')}
      figures={[
        { key: 'people', label: t('network:rules.myPeople'), value: format.number(rule.people) },
        {
          key: 'partners',
          label: t('network:rules.theirPartners'),
          value: format.number(rule.partners),
        },
      ]}
      confirmLabel={t('network:rules.removeDo')}
      onConfirm={() => remove.mutateAsync(rule)}
      onClose={onClose}
    />
  )
}
