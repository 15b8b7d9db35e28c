import { Input, Select } from 'antd'
import type { z } from 'zod'
import { PartnerInput, PartnerPatch } from '../../../../server/modules/network/schema.ts'
import { useGo } from '../../app/navigation.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import {
  type PartnerDetail,
  useAddPartner,
  useChainSummary,
  useChangePartner,
  useGroups,
} from './api.ts'
import { changedOnly } from './changed-only.ts'
import { PartnerPicker } from './partner-picker.tsx'

interface Props {
  chainId: string
  isOpen: boolean
  onClose: () => void
  /** Set when the new one is to stand below a certain partner. */
  under?: { id: string; name: string; side: 'downstream' | 'upstream' }
}

/** Adds one partner by hand. */
export function PartnerForm({ chainId, isOpen, onClose, under }: Props) {
  const { t } = useTexts()
  const go = useGo()
  const add = useAddPartner(chainId)
  return (
    <FormDrawer<z.input<typeof PartnerInput>, z.output<typeof PartnerInput>>
      isOpen={isOpen}
      onClose={onClose}
      title={under ? t('network:partner.addUnder', { name: under.name }) : t('network:partner.add')}
      schema={PartnerInput}
      initial={{
        side: under?.side ?? 'downstream',
        parentId: under?.id ?? null,
        tags: [],
        groupIds: [],
      }}
      submitLabel={t('network:partner.addDo')}
      onSubmit={(values) => add.mutateAsync(values)}
      onDone={(answer) => {
        onClose()
        go(`/partners/${(answer as { id: string }).id}`)
      }}
    >
      {!under && (
        <>
          <Field name="side" label={t('network:field.side')}>
            <Select
              options={(['downstream', 'upstream'] as const).map((value) => ({
                value,
                label: t(`network:side.${value}`),
              }))}
            />
          </Field>
          <Field
            name="parentId"
            label={t('network:field.parent')}
            help={t('network:partner.parentHelp')}
          >
            <PartnerPicker chainId={chainId} />
          </Field>
        </>
      )}
      <PartnerFields chainId={chainId} />
    </FormDrawer>
  )
}

export function PartnerEdit({
  partner,
  isOpen,
  onClose,
}: {
  partner: PartnerDetail
  isOpen: boolean
  onClose: () => void
}) {
  const { t } = useTexts()
  const change = useChangePartner()
  const { code, name, kind, uscc, region, address, note, tags } = partner
  const groupIds = partner.groups.map((group) => group.id)
  const before = { code, name, kind, uscc, region, address, note, tags, groupIds }
  return (
    <FormDrawer<z.input<typeof PartnerPatch>, z.output<typeof PartnerPatch>>
      isOpen={isOpen}
      onClose={onClose}
      title={t('network:partner.edit')}
      schema={PartnerPatch}
      initial={before}
      submitLabel={t('common:save')}
      onSubmit={(values) => change.mutateAsync({ partner, patch: changedOnly(before, values) })}
      onDone={onClose}
    >
      <PartnerFields chainId={partner.chainId} />
    </FormDrawer>
  )
}

function PartnerFields({ chainId }: { chainId: string }) {
  const { t } = useTexts()
  const summary = useChainSummary(chainId)
  const groups = useGroups(chainId)
  const kinds =
    summary.data?.kinds
      .filter((one) => one.kind)
      .map(({ kind }) => ({ value: kind, label: kind })) ?? []
  const tags = summary.data?.tags.map(({ tag }) => ({ value: tag, label: tag })) ?? []
  return (
    <>
      <Field name="name" label={t('network:field.name')}>
        <Input autoComplete="off" />
      </Field>
      <Field name="code" label={t('network:field.code')} help={t('network:partner.codeHelp')}>
        <Input autoComplete="off" />
      </Field>
      <Field
        name="kind"
        label={t('network:field.kind')}
        help={
          kinds.length > 0
            ? t('network:partner.kindHelpUsed', {
                kinds: kinds
                  .slice(0, 4)
                  .map((one) => one.label)
                  .join('、'),
              })
            : t('network:partner.kindHelp')
        }
      >
        <Input />
      </Field>
      <Field name="region" label={t('network:field.region')} help={t('network:partner.regionHelp')}>
        <Input />
      </Field>
      <Field name="address" label={t('network:field.address')}>
        <Input />
      </Field>
      <Field name="uscc" label={t('network:field.uscc')} help={t('network:partner.usccHelp')}>
        <Input autoComplete="off" />
      </Field>
      <Field name="groupIds" label={t('network:field.group')}>
        <Select
          mode="multiple"
          options={
            groups.data?.items.map((group) => ({ value: group.id, label: group.name })) ?? []
          }
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Field>
      <Field name="tags" label={t('network:field.tag')} help={t('network:partner.tagsHelp')}>
        <Select mode="tags" options={tags} tokenSeparators={[',', '，', '、']} />
      </Field>
      <Field name="note" label={t('network:field.note')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Field>
    </>
  )
}
