import { useQuery } from '@tanstack/react-query'
import { Segmented, Select, Tag, TreeSelect } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { chainSummaryQuery, groupsQuery, partnersQuery } from './api.ts'
import { type Condition, conditionsOf, groupTree, otherSide, withCondition } from './audience.ts'
import { ComposeField, type StepProps } from './compose-field.tsx'
import { useDelayed } from './use-delayed.ts'

/** Whom the notice goes to. Everything that is chosen must hold; nothing chosen means everybody. */
export function AudienceBuilder({
  draft,
  change,
  faults,
  chain,
  counter,
}: StepProps & { counter: ReactNode }) {
  const { t } = useTexts()
  const format = useFormat()
  const summary = useQuery(chainSummaryQuery(chain.id))
  const groups = useQuery(groupsQuery(chain.id))
  const { audience } = draft
  const set = (condition: Condition, values: readonly (string | number)[]) =>
    change({ audience: withCondition(audience, condition, values) })
  const counted = (name: string, n: number) => `${name} · ${format.number(n)}`
  const tree = useMemo(
    () => groupTree(groups.data?.items ?? [], (name, n) => `${name} · ${format.number(n)}`),
    [groups.data, format],
  )
  return (
    <Section
      title={t('messaging:audience.title')}
      note={t(
        conditionsOf(audience).length === 0
          ? 'messaging:audience.everybody'
          : 'messaging:audience.allMustHold',
      )}
    >
      <div className="card card-padded stack" id="field-recipients">
        <Segmented
          className="fit"
          value={audience.side}
          disabled={draft.kind === 'price_change'}
          onChange={(side) => change({ audience: otherSide(audience, side) })}
          options={(['downstream', 'upstream'] as const).map((side) => ({
            value: side,
            label: t(`messaging:side.${side}`),
          }))}
        />
        {summary.isPending ? (
          <Skeleton rows={3} />
        ) : summary.isError ? (
          <ErrorState isSmall error={summary.error} onRetry={() => void summary.refetch()} />
        ) : (
          <>
            <TierChips
              counts={summary.data.tiers.filter((row) => row.side === audience.side)}
              chosen={audience.tiers ?? []}
              onChange={(tiers) => set('tiers', tiers)}
            />
            <div className="audience-grid">
              <ComposeField label={t('messaging:audience.groups')}>
                <TreeSelect
                  multiple
                  allowClear
                  treeDefaultExpandAll
                  maxTagCount="responsive"
                  treeNodeFilterProp="title"
                  treeData={tree}
                  loading={groups.isPending}
                  value={audience.groupIds ?? []}
                  placeholder={t('messaging:audience.any')}
                  onChange={(ids: string[]) => set('groupIds', ids)}
                />
              </ComposeField>
              <Choice
                label={t('messaging:audience.regions')}
                value={audience.regions ?? []}
                options={summary.data.regions.map((row) => ({
                  value: row.region,
                  label: counted(row.region, row.partners),
                }))}
                onChange={(values) => set('regions', values)}
              />
              <Choice
                label={t('messaging:audience.kinds')}
                value={audience.kinds ?? []}
                options={summary.data.kinds.map((row) => ({
                  value: row.kind,
                  label: counted(row.kind, row.partners),
                }))}
                onChange={(values) => set('kinds', values)}
              />
              <Choice
                label={t('messaging:audience.tags')}
                value={audience.tags ?? []}
                options={summary.data.tags.map((row) => ({
                  value: row.tag,
                  label: counted(row.tag, row.partners),
                }))}
                onChange={(values) => set('tags', values)}
              />
              <PartnerChoice
                key={`under-${chain.id}-${audience.side}`}
                chainId={chain.id}
                side={audience.side}
                label={t('messaging:audience.under')}
                value={audience.underIds ?? []}
                onChange={(ids) => set('underIds', ids)}
              />
              <PartnerChoice
                key={`list-${chain.id}-${audience.side}`}
                chainId={chain.id}
                side={audience.side}
                label={t('messaging:audience.list')}
                value={audience.partnerIds ?? []}
                onChange={(ids) => set('partnerIds', ids)}
              />
            </div>
          </>
        )}
        {faults.recipients && (
          <span className="compose-fault" role="alert">
            {t(`messaging:fault.${faults.recipients}`)}
          </span>
        )}
        {counter}
      </div>
    </Section>
  )
}

function TierChips({
  counts,
  chosen,
  onChange,
}: {
  counts: { tier: number; partners: number }[]
  chosen: number[]
  onChange: (tiers: number[]) => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const byTier = new Map<number, number>()
  for (const { tier, partners } of counts) byTier.set(tier, (byTier.get(tier) ?? 0) + partners)
  const tiers = [...byTier].sort((a, b) => a[0] - b[0])
  return (
    <ComposeField isGroup label={t('messaging:audience.tiers')}>
      <div className="tier-chips">
        {tiers.map(([tier, partners]) => (
          <Tag.CheckableTag
            key={tier}
            checked={chosen.includes(tier)}
            onChange={(isOn) =>
              onChange(
                isOn
                  ? [...chosen, tier].sort((a, b) => a - b)
                  : chosen.filter((one) => one !== tier),
              )
            }
          >
            {t('messaging:tier', { n: tier })}{' '}
            <span className="figures">{format.number(partners)}</span>
          </Tag.CheckableTag>
        ))}
      </div>
    </ComposeField>
  )
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string[]
  options: { value: string; label: string }[]
  onChange: (values: string[]) => void
}) {
  const { t } = useTexts()
  // What was chosen before and no longer occurs can still be seen and taken off.
  const known = new Set(options.map((option) => option.value))
  const gone = value.filter((one) => !known.has(one)).map((one) => ({ value: one, label: one }))
  return (
    <ComposeField label={label}>
      <Select
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        value={value}
        disabled={options.length === 0 && gone.length === 0}
        placeholder={t(
          options.length === 0 ? 'messaging:audience.noneYet' : 'messaging:audience.any',
        )}
        options={[...options.filter((option) => option.value !== ''), ...gone]}
        onChange={onChange}
      />
    </ComposeField>
  )
}

function PartnerChoice({
  chainId,
  side,
  label,
  value,
  onChange,
}: {
  chainId: string
  side: 'downstream' | 'upstream'
  label: string
  value: string[]
  onChange: (ids: string[]) => void
}) {
  const { t } = useTexts()
  const [q, setQ] = useState('')
  const [names, setNames] = useState<Record<string, string>>({})
  const found = useQuery(partnersQuery(chainId, { q: useDelayed(q.trim(), 250), side }))
  const options = (found.data?.items ?? []).map((partner) => ({
    value: partner.id,
    label: `${partner.name} · ${t('messaging:tier', { n: partner.tier })}`,
  }))
  const shown = new Set(options.map((option) => option.value))
  const kept = value
    .filter((id) => !shown.has(id))
    .map((id) => ({ value: id, label: names[id] ?? id.slice(0, 8) }))
  return (
    <ComposeField label={label}>
      <Select
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        showSearch={{ filterOption: false, searchValue: q, onSearch: setQ }}
        loading={found.isFetching}
        value={value}
        placeholder={t('messaging:audience.findPartner')}
        options={q ? options : [...options, ...kept]}
        labelRender={({ label: shownLabel, value: id }) => shownLabel ?? names[String(id)] ?? ''}
        onChange={(ids: string[]) => {
          const fresh = options.filter((option) => ids.includes(option.value))
          setNames((all) => ({
            ...all,
            ...Object.fromEntries(fresh.map((o) => [o.value, o.label])),
          }))
          onChange(ids)
        }}
      />
    </ComposeField>
  )
}
