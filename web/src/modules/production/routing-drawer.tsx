import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Drawer, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { useErrorText } from '../../ui/states.tsx'
import { keys, type Routing, setRouting } from './api.ts'

interface Line {
  no: number
  name: string
  minutesPerPiece: number
  after: number[]
  waitMinutes: number
}

interface Props {
  productId: string
  unit: string
  routing: Routing | null
  isOpen: boolean
  onClose: () => void
}

/** How a product is made: its operations, their time, and what must be finished first. */
export function RoutingDrawer(props: Props) {
  return props.isOpen ? <OpenRouting key={props.productId} {...props} /> : null
}

function OpenRouting({ productId, unit, routing, onClose }: Props) {
  const { t } = useTexts()
  const say = useErrorText()
  const client = useQueryClient()
  const [lines, setLines] = useState<Line[]>(() => routing?.operations ?? [blank([])])
  const [failure, setFailure] = useState<unknown>(null)
  const set = (at: number, patch: Partial<Line>) =>
    setLines(lines.map((line, i) => (i === at ? { ...line, ...patch } : line)))
  async function save(): Promise<void> {
    try {
      await setRouting(productId, { operations: lines })
      await client.invalidateQueries({ queryKey: keys.all })
      onClose()
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <Drawer
      open
      size={560}
      title={t('production:routing.title')}
      onClose={onClose}
      footer={
        <div className="drawer-footer">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="primary" onClick={() => void save()}>
            {t('common:save')}
          </Button>
        </div>
      }
    >
      <p className="soft">{t('production:routing.note')}</p>
      {failure !== null && <Alert type="error" showIcon title={say(failure)} role="alert" />}
      <ol className="routing">
        {lines.map((line, i) => (
          <li key={line.no}>
            <div className="routing-line">
              <span className="figures faint">{line.no}</span>
              <Input
                value={line.name}
                placeholder={t('production:operation.name')}
                aria-label={t('production:operation.name')}
                onChange={(event) => set(i, { name: event.target.value })}
              />
              <InputNumber
                value={line.minutesPerPiece}
                min={0.01}
                suffix={t('production:routing.minutesPer', { unit })}
                aria-label={t('production:operation.minutes')}
                onChange={(value) => set(i, { minutesPerPiece: value ?? 1 })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('production:operation.drop')}
                onClick={() =>
                  setLines(
                    lines
                      .filter((_, at) => at !== i)
                      .map((one) => ({ ...one, after: one.after.filter((no) => no !== line.no) })),
                  )
                }
              />
            </div>
            <Select
              mode="multiple"
              className="wide"
              value={line.after}
              placeholder={t('production:routing.first')}
              aria-label={t('production:routing.after')}
              options={lines
                .filter((one) => one.no !== line.no)
                .map(({ no, name }) => ({ value: no, label: `${no} ${name}` }))}
              onChange={(after) => set(i, { after })}
            />
          </li>
        ))}
      </ol>
      <Button icon={<PlusOutlined />} onClick={() => setLines([...lines, blank(lines)])}>
        {t('production:operation.add')}
      </Button>
    </Drawer>
  )
}

/** A further operation follows the one before it, until somebody says otherwise. */
function blank(lines: readonly Line[]): Line {
  const last = lines.at(-1)
  const no = Math.max(0, ...lines.map((line) => line.no)) + 10
  return { no, name: '', minutesPerPiece: 1, after: last ? [last.no] : [], waitMinutes: 0 }
}
