import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Input, InputNumber, Select } from 'antd'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { keys, nextPartiesQuery, sendGoods, type WorkItem } from './api.ts'

interface Values {
  toOrgId: string
  item: string
  quantity: number
}

/** Hands what was made on to whoever comes next, or back to the lead. */
export function SendDrawer({
  work,
  isOpen,
  onClose,
}: {
  work: WorkItem
  isOpen: boolean
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data } = useQuery({ ...nextPartiesQuery(work.id), enabled: isOpen })
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      onClose={onClose}
      title={t('production:goods.send')}
      initial={{
        item: `${work.productName} ${work.operation.name}`,
        quantity: work.good || work.quantity,
      }}
      submitLabel={t('production:goods.send')}
      onSubmit={(values) => sendGoods({ ...values, shareId: work.id, unit: work.operation.unit })}
      onDone={() => {
        message.success(t('production:goods.isSent'))
        void client.invalidateQueries({ queryKey: keys.all })
        onClose()
      }}
    >
      <Field name="toOrgId" label={t('production:goods.to')} isRequired>
        <Select options={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []} />
      </Field>
      <Field name="item" label={t('production:goods.item')} isRequired>
        <Input />
      </Field>
      <Field name="quantity" label={t('production:order.quantity')} isRequired>
        <InputNumber min={0.001} className="wide" suffix={work.operation.unit} />
      </Field>
    </FormDrawer>
  )
}
