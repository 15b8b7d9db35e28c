import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, DatePicker, Input, InputNumber, Select, Switch } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { type ReactNode, useRef, useState } from 'react'
import { INCOTERMS, type PaymentTerm } from '../../../../../server/modules/trade/terms-schema.ts'
import { useGo } from '../../../app/navigation.ts'
import { useFormat, useTexts } from '../../../ui/i18n.ts'
import { Page } from '../../../ui/page.tsx'
import { ApiError, fieldKeys } from '../../../ui/problem.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { uuid } from '../../../ui/uuid.ts'
import type { StoredFile } from '../../messaging/api.ts'
import { Attachments } from '../../messaging/attachments.tsx'
import { chainsQuery } from '../api.ts'
import { useGuarded } from '../use-guarded.ts'
import { groupsQuery, matchesQuery, type Rfq, type RfqInput, sendRfq } from './api.ts'
import { LinesEditor } from './lines-editor.tsx'
import { emptyLine, type LineDraft } from './paste-lines.ts'
import { PaymentField, THIRTY_SEVENTY } from './payment-field.tsx'
import { textToQuantity } from './price.ts'
import './sourcing.css'

interface Draft {
  title: string
  note: string
  closesAt: Dayjs | null
  payment: PaymentTerm
  incoterm: RfqInput['incoterm']
  place: string
  isSealed: boolean
  showsRivals: boolean
  roundsMax: number
  annualRate: number
  lines: LineDraft[]
  orgIds: string[]
  groupIds: string[]
  files: StoredFile[]
}

const CURRENCY = 'CNY'

/** A new request: what, on which terms, by when, and who is asked. */
export function RfqNewPage() {
  const { t } = useTexts()
  const go = useGo()
  const errorText = useErrorText()
  const [draft, setDraft] = useState<Draft>(() => ({
    ...{ title: '', note: '', closesAt: dayjs().add(3, 'day').hour(18).minute(0).second(0) },
    ...{ payment: THIRTY_SEVENTY, incoterm: null, place: '', isSealed: false, showsRivals: false },
    ...{
      roundsMax: 3,
      annualRate: 6,
      lines: [emptyLine(uuid())],
      orgIds: [],
      groupIds: [],
      files: [],
    },
  }))
  const isTouched = useRef(false)
  const [isSending, setSending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map())
  useGuarded(() => isTouched.current)
  const set = (patch: Partial<Draft>) => {
    isTouched.current = true
    setDraft((before) => ({ ...before, ...patch }))
  }

  async function send(): Promise<void> {
    setSending(true)
    setFailure(null)
    setFaults(new Map())
    try {
      const rfq: Rfq = await sendRfq(inputOf(draft))
      isTouched.current = false
      go(`/sourcing/${rfq.id}`)
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields : []
      const named = fields.map((fault) => {
        const text = t(fieldKeys(fault), { defaultValue: fault.message })
        return [fault.field, text] as const
      })
      setFaults(new Map(named))
      setFailure(
        named.length > 0
          ? [...new Set(named.map(([field, text]) => `${labelOf(t, field)} ${text}`))].join(' ')
          : errorText(error),
      )
      setSending(false)
      window.scrollTo({ top: 0 })
    }
  }
  return (
    <Page
      title={t('sourcing:rfq.add')}
      note={t('sourcing:rfq.addNote')}
      back={{ to: '/sourcing', label: t('sourcing:rfq.many') }}
      width="wide"
      actions={
        <Button type="primary" loading={isSending} onClick={() => void send()}>
          {draft.groupIds.length > 0 || draft.orgIds.length === 0
            ? t('sourcing:rfq.sendAll')
            : t('sourcing:rfq.send', { count: draft.orgIds.length })}
        </Button>
      }
    >
      {failure && (
        <Alert className="form-failure" type="error" showIcon title={failure} role="alert" />
      )}
      <div className="rfq-writer">
        <div className="stack">
          <div className="card card-padded">
            <Labelled label={t('sourcing:rfq.title')} fault={faults.get('title')}>
              <Input
                value={draft.title}
                maxLength={100}
                aria-label={t('sourcing:rfq.title')}
                onChange={(event) => set({ title: event.target.value })}
              />
            </Labelled>
            <LinesEditor
              value={draft.lines}
              currency={CURRENCY}
              faults={faults}
              onChange={(lines) => set({ lines })}
            />
            <Labelled label={t('sourcing:rfq.remarks')}>
              <Input.TextArea
                rows={3}
                maxLength={2000}
                value={draft.note}
                aria-label={t('sourcing:rfq.remarks')}
                onChange={(event) => set({ note: event.target.value })}
              />
            </Labelled>
            <Attachments files={draft.files} onChange={(files) => set({ files })} />
          </div>
        </div>
        <aside className="stack">
          <Terms draft={draft} set={set} faults={faults} />
          <Suppliers draft={draft} set={set} />
        </aside>
      </div>
    </Page>
  )
}

/** `lines.2.quantity` as the reader counts it. */
function labelOf(t: ReturnType<typeof useTexts>['t'], field: string): string {
  const line = /^lines\.(\d+)\.(\w+)/.exec(field)
  if (line) return t('sourcing:line.at', { no: Number(line[1]) + 1 })
  if (field.startsWith('suppliers')) return `${t('sourcing:supplier.many')}:`
  if (field === 'title') return `${t('sourcing:rfq.title')}:`
  if (field === 'closesAt') return `${t('sourcing:rfq.closesAt')}:`
  return ''
}

function inputOf({
  closesAt,
  annualRate,
  orgIds,
  groupIds,
  files,
  lines,
  ...draft
}: Draft): RfqInput {
  return {
    ...draft,
    currency: CURRENCY,
    closesAt: closesAt?.toISOString() ?? '',
    assumptions: { annualRateBp: Math.round(annualRate * 100), estimates: [] },
    suppliers: { orgIds, groupIds },
    fileIds: files.map((file) => file.id),
    lines: lines.map(({ key: _, quantity, ...line }) => ({
      ...line,
      quantity: textToQuantity(quantity) ?? quantity,
    })),
  }
}

export function Labelled({
  label,
  help,
  fault,
  children,
}: {
  label: ReactNode
  help?: ReactNode
  fault?: string | undefined
  children: ReactNode
}) {
  return (
    <div className="labelled-field">
      <div className="labelled-label">{label}</div>
      {children}
      {fault && <div className="line-fault">{fault}</div>}
      {help && <div className="faint labelled-help">{help}</div>}
    </div>
  )
}

interface PartProps {
  draft: Draft
  set: (patch: Partial<Draft>) => void
}

function Terms({ draft, set, faults }: PartProps & { faults: ReadonlyMap<string, string> }) {
  const { t } = useTexts()
  return (
    <div className="card card-padded">
      <Labelled label={t('sourcing:rfq.closesAt')} fault={faults.get('closesAt')}>
        <DatePicker
          className="wide"
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={draft.closesAt}
          aria-label={t('sourcing:rfq.closesAt')}
          onChange={(closesAt) => set({ closesAt })}
        />
      </Labelled>
      <div className="switch-line">
        <Switch
          aria-label={t('sourcing:rfq.sealed')}
          checked={draft.isSealed}
          onChange={(isSealed) => set({ isSealed })}
        />
        <span>
          {t('sourcing:rfq.sealed')}
          <span className="faint labelled-help">{t('sourcing:rfq.sealedNote')}</span>
        </span>
      </div>
      <Labelled label={t('sourcing:payment.title')} fault={faults.get('payment')}>
        <PaymentField value={draft.payment} onChange={(payment) => set({ payment })} />
      </Labelled>
      <div className="field-pair">
        <Labelled label={t('sourcing:incoterm')}>
          <Select
            allowClear
            value={draft.incoterm ?? null}
            aria-label={t('sourcing:incoterm')}
            options={INCOTERMS.map((value) => ({ value, label: value }))}
            onChange={(incoterm) => set({ incoterm: incoterm ?? null })}
          />
        </Labelled>
        <Labelled label={t('sourcing:rfq.place')}>
          <Input
            value={draft.place}
            maxLength={200}
            aria-label={t('sourcing:rfq.place')}
            onChange={(event) => set({ place: event.target.value })}
          />
        </Labelled>
      </div>
      <div className="field-pair">
        <Labelled label={t('sourcing:rfq.rounds')}>
          <InputNumber
            className="wide"
            min={0}
            max={10}
            precision={0}
            value={draft.roundsMax}
            aria-label={t('sourcing:rfq.rounds')}
            onChange={(rounds) => set({ roundsMax: rounds ?? 0 })}
          />
        </Labelled>
        <Labelled label={t('sourcing:reckon.rate')}>
          <InputNumber
            className="wide"
            min={0}
            max={100}
            suffix="%"
            value={draft.annualRate}
            aria-label={t('sourcing:reckon.rate')}
            onChange={(rate) => set({ annualRate: rate ?? 0 })}
          />
        </Labelled>
      </div>
      <Checkbox
        checked={draft.showsRivals}
        onChange={(event) => set({ showsRivals: event.target.checked })}
      >
        {t('sourcing:rfq.showRivals')}
      </Checkbox>
    </div>
  )
}

/** Whom I could ask, those who sell what is asked for in front. */
function Suppliers({ draft, set }: PartProps) {
  const { t } = useTexts()
  const format = useFormat()
  const categories = [...new Set(draft.lines.map((line) => line.category).filter(Boolean))]
  const { data } = useQuery(matchesQuery(categories))
  const matches = data?.items ?? []
  const fitting = matches.filter((match) => match.score > 0)
  const chosen = new Set(draft.orgIds)
  return (
    <div className="card card-padded">
      <div className="rfq-card-head">
        <b>{t('sourcing:supplier.ask')}</b>
        <Button
          size="small"
          type="text"
          onClick={() =>
            set({ orgIds: (fitting.length > 0 ? fitting : matches).map((match) => match.orgId) })
          }
        >
          {t(fitting.length > 0 ? 'sourcing:supplier.fitting' : 'sourcing:supplier.all')}
        </Button>
      </div>
      <Groups draft={draft} set={set} />
      {matches.length === 0 && <p className="faint">{t('sourcing:supplier.none')}</p>}
      <ul className="supplier-choice">
        {matches.map((match) => (
          <li key={match.orgId}>
            <Checkbox
              checked={chosen.has(match.orgId)}
              onChange={(event) =>
                set({
                  orgIds: event.target.checked
                    ? [...draft.orgIds, match.orgId]
                    : draft.orgIds.filter((id) => id !== match.orgId),
                })
              }
            >
              {match.name}
              {match.sells.length > 0 && (
                <span className="faint">
                  {' '}
                  {t('sourcing:supplier.sells', { what: format.list(match.sells) })}
                </span>
              )}
            </Checkbox>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Groups of partners, as I sort them for myself: all joined suppliers in them are asked. */
function Groups({ draft, set }: PartProps) {
  const { t } = useTexts()
  const { data: chains } = useQuery(chainsQuery)
  const chain = chains?.items.find(({ isLead }) => isLead)
  const { data } = useQuery({ ...groupsQuery(chain?.id ?? ''), enabled: chain !== undefined })
  if (!data || data.items.length === 0) return null
  return (
    <Select
      className="wide group-choice"
      mode="multiple"
      allowClear
      value={draft.groupIds}
      placeholder={t('sourcing:supplier.groups')}
      aria-label={t('sourcing:supplier.groups')}
      showSearch={{ optionFilterProp: 'label' }}
      options={data.items.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(groupIds) => set({ groupIds })}
    />
  )
}
