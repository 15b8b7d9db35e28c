import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import {
  AcknowledgeInput,
  CAUSES,
  type ShelveInput,
} from '../../../../server/modules/production/schema.ts'
import { useMay, useMe } from '../../app/session.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import { acknowledge, keys, shelve, type Warning } from './api.ts'
import { useMeasure } from './marks.tsx'

const TONES = { raised: 'bad', acknowledged: 'indigo', shelved: 'quiet', cleared: 'good' } as const

export function WarningLine({ warning }: { warning: Warning }) {
  const { t } = useTexts()
  const measure = useMeasure()
  return (
    <div className="warning-line">
      <div className="order-card-head">
        <span>
          <b>{t(`production:warning.kind.${warning.kind}`)}</b>{' '}
          {warning.operation && (
            <span>
              {warning.operation.name} · {warning.org?.name}
            </span>
          )}
        </span>
        <StateTag tone={TONES[warning.state]}>
          {t(`production:warning.state.${warning.state}`)}
        </StateTag>
      </div>
      <div className="figures">{measure(warning)}</div>
      {warning.acknowledgedAt && warning.cause && (
        <div className="soft">
          {t('production:warning.taken', {
            name: warning.ownerName ?? '',
            cause: t(`production:cause.${warning.cause}`),
            action: warning.action ?? '',
          })}
        </div>
      )}
      <div className="order-card-head">
        <span className="faint">
          <RelativeTime at={warning.raisedAt} />
          {warning.escalated > 0 && (
            <> · {t('production:warning.rung', { rung: warning.escalated })}</>
          )}
        </span>
        <WarningActs warning={warning} />
      </div>
    </div>
  )
}

/** Takes a warning up with its cause, or lets it rest. */
export function WarningActs({ warning }: { warning: Warning }) {
  const { t } = useTexts()
  const may = useMay()
  const [open, setOpen] = useState<'take' | 'shelve' | null>(null)
  if (!may('production:edit') || warning.state === 'cleared' || warning.state === 'acknowledged')
    return null
  return (
    <span className="row">
      <Button size="small" onClick={() => setOpen('shelve')}>
        {t('production:warning.shelve')}
      </Button>
      <Button size="small" type="primary" onClick={() => setOpen('take')}>
        {t('production:warning.take')}
      </Button>
      <TakeDrawer warning={warning} isOpen={open === 'take'} onClose={() => setOpen(null)} />
      <ShelveDrawer warning={warning} isOpen={open === 'shelve'} onClose={() => setOpen(null)} />
    </span>
  )
}

function useDone(onClose: () => void, text: string) {
  const client = useQueryClient()
  const { message } = App.useApp()
  return () => {
    message.success(text)
    void client.invalidateQueries({ queryKey: keys.all })
    onClose()
  }
}

interface DrawerProps {
  warning: Warning
  isOpen: boolean
  onClose: () => void
}

function TakeDrawer({ warning, isOpen, onClose }: DrawerProps) {
  const { t } = useTexts()
  const me = useMe()
  const done = useDone(onClose, t('production:warning.isTaken'))
  return (
    <FormDrawer<AcknowledgeInput>
      isOpen={isOpen}
      onClose={onClose}
      title={t('production:warning.take')}
      schema={AcknowledgeInput}
      initial={{ ownerName: me.person.name }}
      submitLabel={t('production:warning.take')}
      onSubmit={(input) => acknowledge(warning, input)}
      onDone={done}
    >
      <Field name="cause" label={t('production:warning.cause')}>
        <Segmented
          block
          options={CAUSES.map((value) => ({ value, label: t(`production:cause.${value}`) }))}
        />
      </Field>
      <Field
        name="action"
        label={t('production:warning.action')}
        help={t('production:warning.actionHelp')}
      >
        <Input.TextArea rows={3} />
      </Field>
      <Field name="ownerName" label={t('production:warning.owner')}>
        <Input />
      </Field>
    </FormDrawer>
  )
}

const HOURS = [1, 2, 4, 8, 24]

function ShelveDrawer({ warning, isOpen, onClose }: DrawerProps) {
  const { t } = useTexts()
  const done = useDone(onClose, t('production:warning.isShelved'))
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  return (
    <FormDrawer<{ hours: number; reason: string }>
      isOpen={isOpen}
      onClose={onClose}
      title={t('production:warning.shelve')}
      initial={{ hours: 2 }}
      submitLabel={t('production:warning.shelve')}
      onSubmit={({ hours, reason }) =>
        shelve(warning, { until: inHours(hours), reason } satisfies ShelveInput)
      }
      onDone={done}
    >
      <Field name="hours" label={t('production:warning.until')} isRequired>
        <Select
          options={HOURS.map((value) => ({
            value,
            label: t('production:hours', { count: value }),
          }))}
        />
      </Field>
      <Field name="reason" label={t('production:reason')} isRequired>
        <Input />
      </Field>
    </FormDrawer>
  )
}
