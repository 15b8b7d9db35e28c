import { Alert, Button, InputNumber, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { useErrorText } from '../../ui/states.tsx'
import { type Import, type ImportField, type ImportPlan, useImportStep, usePlan } from './api.ts'
import {
  columnLetter,
  examplesOf,
  FIELD_PARTS,
  fieldOfColumn,
  isSamePlan,
  mapField,
  missingFields,
  REQUIRED,
  usedColumns,
} from './import-mapping.ts'
import { Labelled } from './labelled.tsx'

/** Which sheet, where its headings stand, and which column fills which field. */
export function ImportPlanForm({ job, onCancel }: { job: Import; onCancel?: () => void }) {
  const { t } = useTexts()
  const say = useErrorText()
  const save = usePlan()
  const step = useImportStep(job.id)
  const [mapping, setMapping] = useState(job.plan.mapping)
  // Another sheet or another heading row gives other columns, and the server guesses anew.
  const planKey = JSON.stringify(job.plan)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds the whole plan
  useEffect(() => setMapping(job.plan.mapping), [planKey])
  const missing = missingFields(mapping)
  const failure = save.error ?? step.error
  const reread = (patch: Partial<ImportPlan>) =>
    save.mutate({ job, plan: { ...job.plan, mapping, ...patch } })
  async function check(): Promise<void> {
    const plan = { ...job.plan, mapping }
    try {
      if (!isSamePlan(plan, job.plan)) await save.mutateAsync({ job, plan })
      await step.mutateAsync('check')
    } catch {
      // Shown above the button by the mutation that failed.
    }
  }
  return (
    <>
      <section className="card card-padded stack">
        <h2>{t('network:import.sheetTitle')}</h2>
        <div className="plan-sheet">
          {job.sheets.length > 1 && (
            <Labelled label={t('network:import.sheet')}>
              {(id) => (
                <Select
                  id={id}
                  value={job.plan.sheet}
                  options={job.sheets.map((value) => ({ value, label: value }))}
                  onChange={(sheet) => reread({ sheet })}
                />
              )}
            </Labelled>
          )}
          <Labelled label={t('network:import.headerRow')}>
            {(id) => (
              <HeaderRow
                id={id}
                value={job.plan.headerRow}
                onChange={(headerRow) => reread({ headerRow })}
              />
            )}
          </Labelled>
          <p className="faint">{t('network:import.headerHelp')}</p>
        </div>
        <Preview job={job} mapping={mapping} />
      </section>
      <section className="card card-padded stack">
        <h2>{t('network:import.mapTitle')}</h2>
        <p className="soft">{t('network:import.mapNote')}</p>
        {FIELD_PARTS.map(({ key, fields }) => (
          <div key={key} className="stack-small">
            <h3>{t(`network:import.part.${key}`)}</h3>
            {fields.map((field) => (
              <MapRow key={field} job={job} field={field} mapping={mapping} onChange={setMapping} />
            ))}
          </div>
        ))}
        {missing.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('network:import.missing', {
              fields: missing.map((field) => t(`network:importField.${field}`)).join('、'),
            })}
          />
        )}
        {failure && <Alert type="error" showIcon title={say(failure)} role="alert" />}
        <div className="row-actions">
          <Button
            type="primary"
            disabled={missing.length > 0}
            loading={save.isPending || step.isPending}
            onClick={() => void check()}
          >
            {t('network:import.check')}
          </Button>
          {onCancel && <Button onClick={onCancel}>{t('network:import.backToCheck')}</Button>}
          <span className="faint">{t('network:import.checkNote')}</span>
        </div>
      </section>
    </>
  )
}

/** Asks the server again only when the reader has finished typing. */
function HeaderRow({
  id,
  value,
  onChange,
}: {
  id: string
  value: number
  onChange: (row: number) => void
}) {
  const [row, setRow] = useState(value)
  useEffect(() => setRow(value), [value])
  const done = () => {
    if (row !== value) onChange(row)
  }
  return (
    <InputNumber
      id={id}
      min={1}
      max={1000}
      value={row}
      onChange={(next) => setRow(next ?? 1)}
      onStep={(next) => onChange(Number(next))}
      onBlur={done}
      onPressEnter={done}
    />
  )
}

interface MapRowProps {
  job: Import
  field: ImportField
  mapping: ImportPlan['mapping']
  onChange: (mapping: ImportPlan['mapping']) => void
}
function MapRow({ job, field, mapping, onChange }: MapRowProps) {
  const { t } = useTexts()
  const column = mapping[field]
  const name = t(`network:importField.${field}`)
  const examples = examplesOf(job.preview, column)
  return (
    <div className="map-row">
      <span
        className={
          REQUIRED.includes(field) && column === undefined ? 'map-field is-missing' : 'map-field'
        }
      >
        {name}
        {!REQUIRED.includes(field) && <span className="optional"> {t('common:optional')}</span>}
      </span>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={column}
        aria-label={name}
        placeholder={t('network:import.noColumn')}
        options={usedColumns(job.headers, job.preview).map((at) => ({
          value: at,
          label: t('network:import.column', {
            letter: columnLetter(at),
            heading: job.headers[at] ?? '',
          }),
        }))}
        onChange={(next: number | undefined) => onChange(mapField(mapping, field, next ?? null))}
      />
      <span className="faint map-examples">{examples.join(' · ')}</span>
    </div>
  )
}

const SHOWN_ROWS = 5
function Preview({ job, mapping }: { job: Import; mapping: ImportPlan['mapping'] }) {
  const { t } = useTexts()
  const columns = usedColumns(job.headers, job.preview)
  return (
    <section
      className="numbers sheet-preview"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('network:import.preview')}
    >
      <table>
        <thead>
          <tr>
            {columns.map((column) => {
              const field = fieldOfColumn(mapping, column)
              return (
                <th key={column} scope="col" className={field ? 'is-mapped' : ''}>
                  <span className="faint">{columnLetter(column)}</span> {job.headers[column]}
                  <div className="mapped-to">
                    {field ? t(`network:importField.${field}`) : t('network:import.notImported')}
                  </div>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {job.preview.slice(0, SHOWN_ROWS).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows stand as in the sheet
            <tr key={at}>
              {columns.map((column) => (
                <td key={column}>{row[column]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
