import { App, Select } from 'antd'
import type { z } from 'zod'
import { BulkInput } from '../../../../server/modules/network/schema.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import type { Selection } from '../../ui/list-page.tsx'
import { type PartnerRow, useBulk, useChainSummary, useGroups } from './api.ts'
import { bulkTarget } from './bulk-target.ts'

const Labels = BulkInput.pick({
  addTags: true,
  removeTags: true,
  addGroupIds: true,
  removeGroupIds: true,
})

/** Tags and groups for many partners at once. */
export function BulkDrawer({
  chainId,
  selection,
  onClose,
}: {
  chainId: string
  selection: Selection<PartnerRow>
  onClose: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  const { message } = App.useApp()
  const bulk = useBulk(chainId)
  const groups = useGroups(chainId)
  const summary = useChainSummary(chainId)
  const groupOptions =
    groups.data?.items.map((group) => ({ value: group.id, label: group.name })) ?? []
  const tagOptions = summary.data?.tags.map(({ tag }) => ({ value: tag, label: tag })) ?? []
  const pick = { optionFilterProp: 'label' } as const
  return (
    <FormDrawer<z.input<typeof Labels>, z.output<typeof Labels>>
      isOpen
      onClose={onClose}
      title={t('network:bulk.titleFor', {
        count: selection.count,
        partners: format.number(selection.count),
      })}
      schema={Labels}
      initial={{ addTags: [], removeTags: [], addGroupIds: [], removeGroupIds: [] }}
      submitLabel={t('network:bulk.apply')}
      onSubmit={(values) => bulk.mutateAsync({ ...bulkTarget(selection), ...values })}
      onDone={(answer) => {
        const { partners } = answer as { partners: number }
        message.success(
          t('network:bulk.done', { count: partners, partners: format.number(partners) }),
        )
        selection.clear()
        onClose()
      }}
    >
      <Field name="addGroupIds" label={t('network:bulk.addGroups')}>
        <Select mode="multiple" options={groupOptions} showSearch={pick} />
      </Field>
      <Field name="removeGroupIds" label={t('network:bulk.removeGroups')}>
        <Select mode="multiple" options={groupOptions} showSearch={pick} />
      </Field>
      <Field name="addTags" label={t('network:bulk.addTags')} help={t('network:partner.tagsHelp')}>
        <Select mode="tags" options={tagOptions} tokenSeparators={[',', '，', '、']} />
      </Field>
      <Field name="removeTags" label={t('network:bulk.removeTags')}>
        <Select mode="multiple" options={tagOptions} showSearch={pick} />
      </Field>
    </FormDrawer>
  )
}
