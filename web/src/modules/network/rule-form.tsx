import { Alert, Form, type FormInstance, Input, Select } from 'antd'
import type { z } from 'zod'
import { RuleInput } from '../../../../server/modules/network/schema.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import {
  type Chain,
  type Rule,
  useAddRule,
  useChain,
  useChainMap,
  useChangeRule,
  useColleagues,
  useGroups,
} from './api.ts'
import { countPeople, departmentsOf } from './rule-count.ts'
import { Opens } from './rules-tab.tsx'

const Sides = RuleInput.omit({ chainId: true })
type Values = z.output<typeof Sides>

/** Two sides of a rule: mine on top, theirs below, and at once how many it brings together. */
export function RuleForm({
  chain,
  rule,
  onClose,
}: {
  chain: Chain
  rule: Rule | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const add = useAddRule()
  const change = useChangeRule()
  const colleagues = useColleagues()
  const groups = useGroups(chain.id)
  // The map holds every name, also of partners that a rule named long ago.
  const map = useChainMap(chain.id)
  const people = colleagues.data?.items ?? []
  const plain = (values: string[]) => values.map((value) => ({ value, label: value }))
  const pick = { optionFilterProp: 'label' } as const
  return (
    <FormDrawer<z.input<typeof Sides>, Values>
      isOpen
      onClose={onClose}
      title={rule ? t('network:rules.edit', { name: rule.name }) : t('network:rules.add')}
      schema={Sides}
      initial={
        rule ?? {
          name: '',
          myDepartments: [],
          myPersonIds: [],
          theirGroupIds: [],
          theirPartnerIds: [],
        }
      }
      submitLabel={t('common:save')}
      onSubmit={(patch) =>
        rule
          ? change.mutateAsync({ rule, patch })
          : add.mutateAsync({ ...patch, chainId: chain.id })
      }
      onDone={onClose}
    >
      {(form) => (
        <>
          <Field name="name" label={t('network:rules.name')} help={t('network:rules.nameHelp')}>
            <Input />
          </Field>
          <fieldset className="form-part">
            <legend>{t('network:rules.mine')}</legend>
            <Field name="myDepartments" label={t('network:rules.departments')}>
              <Select mode="multiple" options={plain(departmentsOf(people))} showSearch={pick} />
            </Field>
            <Field
              name="myPersonIds"
              label={t('network:rules.persons')}
              help={t('network:rules.mineHelp')}
            >
              <Select
                mode="multiple"
                options={people.map((one) => ({ value: one.personId, label: one.name }))}
                showSearch={pick}
              />
            </Field>
          </fieldset>
          <fieldset className="form-part">
            <legend>{t('network:rules.theirs')}</legend>
            <Field name="theirGroupIds" label={t('network:field.group')}>
              <Select
                mode="multiple"
                options={
                  groups.data?.items.map((group) => ({ value: group.id, label: group.name })) ?? []
                }
                showSearch={pick}
              />
            </Field>
            <Field
              name="theirPartnerIds"
              label={t('network:rules.somePartners')}
              help={t('network:rules.theirsHelp')}
            >
              <Select
                mode="multiple"
                options={
                  map.data?.ids.map((value, i) => ({ value, label: map.data.names[i] })) ?? []
                }
                showSearch={pick}
              />
            </Field>
          </fieldset>
          <LiveCount form={form} chainId={chain.id} />
        </>
      )}
    </FormDrawer>
  )
}

/** Counts while the reader chooses; partners that are in a group and named as well are counted by the server on saving. */
function LiveCount({ form, chainId }: { form: FormInstance; chainId: string }) {
  const { t } = useTexts()
  const values = Form.useWatch((all: Partial<Values>) => all, form) ?? {}
  const colleagues = useColleagues()
  const groups = useGroups(chainId)
  const chain = useChain(chainId)
  if (!colleagues.data || !groups.data || !chain.data) return null
  const people = countPeople(
    colleagues.data.items,
    values.myDepartments ?? [],
    values.myPersonIds ?? [],
  )
  const chosenGroups = groups.data.items.filter((group) => values.theirGroupIds?.includes(group.id))
  const named = values.theirPartnerIds?.length ?? 0
  const isAll = chosenGroups.length === 0 && named === 0
  const partners = isAll
    ? chain.data.partners
    : chosenGroups.reduce((sum, group) => sum + group.partners, named)
  return (
    <Alert
      type={isAll ? 'warning' : 'info'}
      showIcon
      title={<Opens people={people} partners={partners} />}
      {...(isAll && { description: t('network:rules.allWarning') })}
    />
  )
}
