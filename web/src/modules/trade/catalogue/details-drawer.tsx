import { DeleteOutlined, PlusOutlined, VerticalAlignTopOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input, InputNumber, Select, Switch, Upload } from 'antd'
import { useState } from 'react'
import {
  PRODUCT_KINDS,
  VISIBILITIES,
} from '../../../../../server/modules/trade/catalogue/schema.ts'
import type { Product, ProductPatch } from '../../../../../server/modules/trade/schema.ts'
import { http } from '../../../ui/http.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { useIsPhone } from '../../../ui/preferences.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { useGroups } from '../agreements/agreements-page.tsx'
import { buyersQuery } from '../agreements/api.ts'
import { UnitPriceField } from '../agreements/rule-card.tsx'
import { changeProduct, productChanged } from '../api.ts'
import { pictureUrl } from '../buying/api.ts'
import '../price.css'

/** Packs, pictures, who may see it, and what is for one's own eyes only. */
export function DetailsDrawer({ product, onClose }: { product: Product; onClose: () => void }) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const [said, setSaid] = useState<ProductPatch>({})
  const set = (patch: ProductPatch) => setSaid((before) => ({ ...before, ...patch }))
  const save = useMutation({
    mutationFn: () => changeProduct(product, said),
    onSuccess: (fresh) => {
      productChanged(client, fresh)
      message.success(t('trade:product.changed'))
      onClose()
    },
    onError: (error) => void message.error(errorText(error)),
  })
  const now = { ...product, ...said }
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('price:detail.title')}
      size={isPhone ? '100%' : 560}
      footer={
        <Button
          type="primary"
          block={isPhone}
          loading={save.isPending}
          disabled={Object.keys(said).length === 0}
          onClick={() => save.mutate()}
        >
          {t('common:save')}
        </Button>
      }
    >
      <div className="details">
        <h3>{t('price:detail.pictures')}</h3>
        <Pictures
          ids={said.pictureIds ?? product.pictures.map(({ id }) => id)}
          onChange={(pictureIds) => set({ pictureIds })}
        />
        <label htmlFor="detail-text">{t('price:detail.description')}</label>
        <Input.TextArea
          id="detail-text"
          rows={3}
          maxLength={5000}
          defaultValue={product.description}
          onChange={(event) => set({ description: event.target.value })}
        />
        <label htmlFor="detail-kind">{t('price:detail.kind')}</label>
        <Select
          id="detail-kind"
          value={now.kind}
          onChange={(kind) => set({ kind })}
          options={PRODUCT_KINDS.map((value) => ({
            value,
            label: t(`price:detail.kinds.${value}`),
          }))}
        />
        <label htmlFor="detail-decimals">{t('price:detail.decimals')}</label>
        <InputNumber
          id="detail-decimals"
          min={0}
          max={6}
          value={now.decimals}
          onChange={(decimals) => set({ decimals: decimals ?? 0 })}
        />
        <p className="faint">{t('price:detail.decimalsHelp')}</p>
        <h3>{t('price:detail.units')}</h3>
        <Units product={now} onChange={(units) => set({ units })} />
        <h3>{t('price:detail.visibility')}</h3>
        <Seen product={now} onChange={set} />
        <h3>{t('price:detail.private')}</h3>
        <div className="details-pair">
          <UnitPriceField
            label={t('price:detail.floor')}
            currency={product.currency}
            value={product.floorE4}
            onChange={(floorE4) => set({ floorE4 })}
          />
          <UnitPriceField
            label={t('price:detail.cost')}
            currency={product.currency}
            value={product.costE4}
            onChange={(costE4) => set({ costE4 })}
          />
          <span className="faint">{t('price:detail.floor')}</span>
          <span className="faint">{t('price:detail.cost')}</span>
        </div>
      </div>
    </Drawer>
  )
}

function Pictures({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const upload = useMutation({
    mutationFn: (file: File) => http.upload<{ id: string }>('/files', file),
    onSuccess: ({ id }) => onChange([...ids, id]),
    onError: (error) => void message.error(errorText(error)),
  })
  return (
    <div className="pictures">
      {ids.map((id, i) => (
        <span key={id} className="picture">
          <img src={pictureUrl(id)} alt="" />
          <span className="picture-acts">
            {i > 0 && (
              <Button
                size="small"
                type="text"
                icon={<VerticalAlignTopOutlined />}
                aria-label={t('price:detail.firstPicture')}
                onClick={() => onChange([id, ...ids.filter((other) => other !== id)])}
              />
            )}
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('price:detail.removePicture')}
              onClick={() => onChange(ids.filter((other) => other !== id))}
            />
          </span>
        </span>
      ))}
      {ids.length < 12 && (
        <Upload
          accept="image/png,image/jpeg,image/webp,image/gif"
          showUploadList={false}
          beforeUpload={(file) => {
            upload.mutate(file)
            return false
          }}
        >
          <Button icon={<PlusOutlined />} loading={upload.isPending}>
            {t('price:detail.addPicture')}
          </Button>
        </Upload>
      )}
    </div>
  )
}

function Units({
  product: { unit: base, units },
  onChange,
}: {
  product: Pick<Product, 'unit' | 'units'>
  onChange: (units: Product['units']) => void
}) {
  const { t } = useTexts()
  const setAt = (at: number, patch: Partial<Product['units'][number]>) =>
    onChange(units.map((one, i) => (i === at ? { ...one, ...patch } : one)))
  return (
    <div className="stack-small">
      <p className="faint">{t('price:detail.unitsHelp', { unit: base })}</p>
      {units.map((pack, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a unit is known by its place while it is typed
        <div key={i} className="unit-row">
          <span>1</span>
          <Input
            aria-label={t('price:offer.unit')}
            maxLength={20}
            value={pack.unit}
            onChange={(event) => setAt(i, { unit: event.target.value })}
          />
          <span>=</span>
          <InputNumber
            min={1}
            precision={0}
            aria-label={t('price:detail.equals')}
            value={pack.numerator}
            onChange={(numerator) => setAt(i, { numerator: numerator ?? 1 })}
          />
          <span>/</span>
          <InputNumber
            min={1}
            precision={0}
            aria-label={t('price:detail.over')}
            value={pack.denominator}
            onChange={(denominator) => setAt(i, { denominator: denominator ?? 1 })}
          />
          <span>{base}</span>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('price:detail.removeUnit', { unit: pack.unit })}
            onClick={() => onChange(units.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() =>
          onChange([...units, { unit: '', numerator: 1, denominator: 1, decimals: 0 }])
        }
      >
        {t('price:detail.addUnit')}
      </Button>
    </div>
  )
}

const TIERS = Array.from({ length: 8 }, (_, i) => i + 1)

function Seen({
  product: { visibility, viewers, isOnRequest },
  onChange,
}: {
  product: Pick<Product, 'visibility' | 'viewers' | 'isOnRequest'>
  onChange: (patch: ProductPatch) => void
}) {
  const { t } = useTexts()
  const groups = useGroups()
  const buyers = useQuery(buyersQuery(''))
  const set = (patch: Partial<Product['viewers']>) =>
    onChange({ viewers: { ...viewers, ...patch } })
  return (
    <div className="stack-small">
      <Select
        aria-label={t('price:detail.visibility')}
        value={visibility}
        onChange={(value) => onChange({ visibility: value })}
        options={VISIBILITIES.map((value) => ({ value, label: t(`price:detail.seen.${value}`) }))}
      />
      {visibility === 'chosen' && (
        <>
          <Select
            mode="multiple"
            placeholder={t('price:detail.seenTiers')}
            aria-label={t('price:detail.seenTiers')}
            value={viewers.tiers}
            onChange={(tiers) => set({ tiers })}
            options={TIERS.map((n) => ({ value: n, label: t('price:audience.tierNo', { n }) }))}
          />
          <Select
            mode="multiple"
            placeholder={t('price:detail.seenGroups')}
            aria-label={t('price:detail.seenGroups')}
            value={viewers.groupIds}
            onChange={(groupIds) => set({ groupIds })}
            options={(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select
            mode="multiple"
            placeholder={t('price:detail.seenOrgs')}
            aria-label={t('price:detail.seenOrgs')}
            value={viewers.orgIds}
            onChange={(orgIds) => set({ orgIds })}
            optionFilterProp="label"
            options={(buyers.data?.items ?? []).map(({ orgId, name }) => ({
              value: orgId,
              label: name,
            }))}
          />
        </>
      )}
      <span>
        <Switch
          aria-label={t('price:detail.onRequest')}
          checked={isOnRequest}
          onChange={(is) => onChange({ isOnRequest: is })}
        />{' '}
        {t('price:detail.onRequest')}
      </span>
    </div>
  )
}
