import { useQueryClient } from '@tanstack/react-query'
import { App, Input } from 'antd'
import {
  type Product,
  ProductInput,
  ProductPatch,
} from '../../../../server/modules/trade/schema.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { AmountField } from './amount-field.tsx'
import { addProduct, changeProduct, productChanged } from './api.ts'

/** A new product with its first price, or another name for one; a price changes by notice only. */
export function ProductDrawer({
  product = null,
  isOpen,
  onClose,
}: {
  product?: Product | null
  isOpen: boolean
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const done = (answer: unknown) => {
    productChanged(client, answer as Product)
    message.success(t(product ? 'trade:product.changed' : 'trade:product.added'))
    onClose()
  }
  const common = (
    <>
      <Field name="name" label={t('trade:product.name')}>
        <Input maxLength={100} />
      </Field>
      <Field name="unit" label={t('trade:product.unit')} help={t('trade:product.unitHelp')}>
        <Input maxLength={20} />
      </Field>
      <Field name="category" label={t('trade:product.category')}>
        <Input maxLength={60} />
      </Field>
    </>
  )
  if (product) {
    const { name, unit, category } = product
    return (
      <FormDrawer
        isOpen={isOpen}
        onClose={onClose}
        title={t('trade:product.edit')}
        submitLabel={t('common:save')}
        schema={ProductPatch}
        initial={{ name, unit, category }}
        onSubmit={(patch) => changeProduct(product, patch)}
        onDone={done}
      >
        {common}
        <p className="faint">{t('trade:product.priceByNotice')}</p>
      </FormDrawer>
    )
  }
  return (
    <FormDrawer
      isOpen={isOpen}
      onClose={onClose}
      title={t('trade:product.add')}
      submitLabel={t('trade:product.add')}
      schema={ProductInput}
      initial={{ currency: 'CNY', category: '' }}
      onSubmit={addProduct}
      onDone={done}
    >
      <Field name="code" label={t('trade:product.code')} help={t('trade:product.codeHelp')}>
        <Input maxLength={60} autoFocus />
      </Field>
      {common}
      <Field name="priceMinor" label={t('trade:product.price')} help={t('trade:product.priceHelp')}>
        <AmountField currency="CNY" />
      </Field>
      <Field
        name="retailMinor"
        label={t('trade:product.retail')}
        help={t('trade:product.retailHelp')}
      >
        <AmountField currency="CNY" />
      </Field>
    </FormDrawer>
  )
}
