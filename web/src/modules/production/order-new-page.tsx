import { SettingOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import {
  Alert,
  Button,
  DatePicker,
  Form,
  type FormInstance,
  Input,
  InputNumber,
  Select,
} from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useEffect, useState } from 'react'
import { useGo } from '../../app/navigation.ts'
import { Field, InlineForm } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { useErrorText } from '../../ui/states.tsx'
import {
  chainsQuery,
  type Order,
  type OrderInput,
  partiesQuery,
  placeOrder,
  preview,
  productsQuery,
  routingQuery,
} from './api.ts'
import { RoutingDrawer } from './routing-drawer.tsx'
import { type ShareDraft, SharesEditor, toShares } from './shares-editor.tsx'
import './production.css'

interface Values {
  code: string
  quantity: number
  dueAt: Dayjs
  priority: number
  note?: string
}

/** A new order: what, how much, by when, and who does which part of it. */
export function OrderNewPage() {
  const { t } = useTexts()
  const go = useGo()
  const { data: chains } = useQuery(chainsQuery)
  const { data: products } = useQuery(productsQuery)
  const led = chains?.items.filter((chain) => chain.isLead) ?? []
  const [chosenChain, setChain] = useState<string | null>(null)
  const chain = led.find(({ id }) => id === chosenChain) ?? led[0]
  const [productId, setProduct] = useState<string | null>(null)
  const product = products?.items.find(({ id }) => id === productId)
  const { data: parties } = useQuery(partiesQuery(chain?.id ?? ''))
  const { data: routing } = useQuery({
    ...routingQuery(productId ?? ''),
    enabled: productId !== null,
  })
  const [isRouting, setRouting] = useState(false)
  const [shares, setShares] = useState<ShareDraft[]>([])
  const inputOf = (values: Partial<Values>): OrderInput => ({
    ...{ chainId: chain?.id ?? '', productId: productId ?? '', shares: toShares(shares) },
    ...{ code: values.code ?? '', quantity: values.quantity ?? 0, note: values.note ?? '' },
    priority: values.priority ?? 3,
    dueAt: values.dueAt?.second(0).millisecond(0).toISOString() ?? '',
  })
  return (
    <Page
      title={t('production:order.add')}
      note={t('production:order.addNote')}
      width="narrow"
      back={{ to: '/production', label: t('production:order.many') }}
    >
      <div className="card card-padded stack">
        {led.length > 1 && (
          <Select
            value={chain?.id}
            options={led.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setChain}
            aria-label={t('production:order.chain')}
          />
        )}
        <div className="row nowrap">
          <Select
            className="wide"
            size="large"
            value={productId}
            placeholder={t('production:order.chooseProduct')}
            aria-label={t('production:order.product')}
            showSearch={{ optionFilterProp: 'label' }}
            options={
              products?.items.map(({ id, name, code }) => ({
                value: id,
                label: `${name} ${code}`,
              })) ?? []
            }
            onChange={(id) => {
              setProduct(id)
              setShares([])
            }}
          />
          {product && (
            <Button size="large" icon={<SettingOutlined />} onClick={() => setRouting(true)}>
              {t('production:routing.edit')}
            </Button>
          )}
        </div>
        {product && !routing && (
          <Alert type="info" showIcon title={t('production:routing.needed')} />
        )}
        {product && routing && (
          <InlineForm<Values>
            isGuarded
            initial={{ dueAt: dayjs().add(7, 'day').hour(18).minute(0), priority: 3 }}
            submitLabel={t('production:order.place')}
            onSubmit={(values) => placeOrder(inputOf(values))}
            onDone={(order) => go(`/production/orders/${(order as Order).id}`)}
          >
            {(form) => (
              <>
                <Field name="code" label={t('production:order.code')} isRequired>
                  <Input autoComplete="off" />
                </Field>
                <Field name="quantity" label={t('production:order.quantity')} isRequired>
                  <InputNumber min={0.001} className="wide" suffix={product.unit} />
                </Field>
                <Field name="dueAt" label={t('production:order.due')} isRequired>
                  <DatePicker
                    showTime={{ format: 'HH:mm' }}
                    format="YYYY-MM-DD HH:mm"
                    className="wide"
                  />
                </Field>
                <Field name="priority" label={t('production:order.priority')} isRequired>
                  <Select
                    options={[1, 3, 5].map((value) => ({
                      value,
                      label: t(`production:priority.${value}`),
                    }))}
                  />
                </Field>
                <SharesEditor
                  operations={routing.operations}
                  parties={parties?.items ?? []}
                  currency={chain?.currency ?? 'CNY'}
                  value={shares}
                  onChange={setShares}
                />
                <Field name="note" label={t('production:order.notes')}>
                  <Input.TextArea rows={2} />
                </Field>
                <Feasibility form={form} inputOf={inputOf} />
              </>
            )}
          </InlineForm>
        )}
      </div>
      {product && (
        <RoutingDrawer
          productId={product.id}
          unit={product.unit}
          routing={routing ?? null}
          isOpen={isRouting}
          onClose={() => setRouting(false)}
        />
      )}
    </Page>
  )
}

/** Whether it can be done in time, as soon as enough is known to tell. */
function Feasibility({
  form,
  inputOf,
}: {
  form: FormInstance
  inputOf: (values: Partial<Values>) => OrderInput
}) {
  const { t } = useTexts()
  const format = useFormat()
  const say = useErrorText()
  const input = inputOf((Form.useWatch([], form) ?? {}) as Partial<Values>)
  const isReady = input.quantity > 0 && input.dueAt !== ''
  const asked = { ...input, code: input.code || 'x' }
  const { data, error, refetch } = useQuery({
    queryKey: ['production', 'preview', asked],
    queryFn: () => preview(asked),
    enabled: false,
    retry: false,
  })
  const text = JSON.stringify(asked)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when what is asked has changed
  useEffect(() => {
    if (isReady) void refetch()
  }, [text, isReady])
  if (!isReady) return null
  if (error) return <Alert className="form-failure" type="warning" showIcon title={say(error)} />
  if (!data) return null
  return (
    <Alert
      className="form-failure"
      type={data.isFeasible ? 'success' : 'warning'}
      showIcon
      title={t(data.isFeasible ? 'production:plan.feasible' : 'production:plan.tight', {
        start: format.dateTime(data.startAt),
        earliest: format.dateTime(data.earliestAt),
      })}
    />
  )
}
