import { FilterOutlined, SaveOutlined, SettingOutlined, StarOutlined } from '@ant-design/icons'
import {
  Badge,
  Button,
  Checkbox,
  DatePicker,
  Drawer,
  Dropdown,
  Input,
  Popover,
  Select,
  Tag,
} from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { SearchValues } from '../app/navigation.ts'
import { useFormat, useTexts } from './i18n.ts'
import {
  activeFilters,
  asList,
  countActive,
  filterKeys,
  type ListFilter,
  type ListValues,
} from './list-state.ts'
import { readStored, useIsPhone, writeStored } from './preferences.ts'

interface FilterProps {
  filters: ListFilter[]
  values: ListValues
  onChange: (patch: SearchValues) => void
}

/** One control for each filter: in the bar on a desk, under each other on a phone. */
function FilterControl({
  filter,
  values,
  onChange,
  isStacked,
}: { filter: ListFilter; isStacked: boolean } & Omit<FilterProps, 'filters'>) {
  const style = isStacked ? { width: '100%' } : { minWidth: 140, maxWidth: 260 }
  if (filter.kind === 'dates') {
    const day = (value: string | string[] | undefined) =>
      typeof value === 'string' ? dayjs(value) : null
    return (
      <DatePicker.RangePicker
        style={isStacked ? { width: '100%' } : { width: 240 }}
        value={[day(values[filter.key]), day(values[filter.toKey])]}
        allowEmpty={[true, true]}
        aria-label={filter.label}
        onChange={(span) =>
          onChange({
            [filter.key]: span?.[0]?.startOf('day').toISOString(),
            [filter.toKey]: span?.[1]?.endOf('day').toISOString(),
          })
        }
      />
    )
  }
  if (filter.kind === 'text') {
    const value = asList(values[filter.key])[0] ?? ''
    return (
      <Input
        key={value}
        style={style}
        defaultValue={value}
        placeholder={filter.label}
        aria-label={filter.label}
        allowClear
        onPressEnter={(event) => onChange({ [filter.key]: event.currentTarget.value || undefined })}
        onBlur={(event) =>
          event.target.value !== value &&
          onChange({ [filter.key]: event.target.value || undefined })
        }
      />
    )
  }
  const chosen = asList(values[filter.key])
  return (
    <Select
      style={style}
      mode={filter.isMultiple ? 'multiple' : undefined}
      value={filter.isMultiple ? chosen : chosen[0]}
      placeholder={filter.label}
      aria-label={filter.label}
      allowClear
      maxTagCount="responsive"
      popupMatchSelectWidth={false}
      showSearch={filter.options.length > 8 ? { optionFilterProp: 'label' } : false}
      options={filter.options}
      onChange={(value: string | string[] | undefined) =>
        onChange({ [filter.key]: value?.length ? value : undefined })
      }
    />
  )
}

export function FilterBar({ filters, values, onChange }: FilterProps) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const [isOpen, setOpen] = useState(false)
  if (filters.length === 0) return null
  if (!isPhone) {
    return (
      <>
        {filters.map((filter) => (
          <FilterControl
            key={filter.key}
            filter={filter}
            values={values}
            onChange={onChange}
            isStacked={false}
          />
        ))}
      </>
    )
  }
  const count = countActive(values, filters)
  return (
    <>
      <Badge count={count} size="small" color="var(--indigo)">
        <Button
          size="large"
          icon={<FilterOutlined />}
          onClick={() => setOpen(true)}
          aria-label={t('common:list.filters')}
        />
      </Badge>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="auto"
        title={t('common:list.filters')}
        footer={
          <div className="drawer-footer">
            <Button block size="large" onClick={() => onChange(cleared(filters))}>
              {t('common:list.clear')}
            </Button>
            <Button block size="large" type="primary" onClick={() => setOpen(false)}>
              {t('common:list.show')}
            </Button>
          </div>
        }
      >
        <div className="stack">
          {filters.map((filter) => (
            <div key={filter.key} className="stack-small">
              <span className="soft">{filter.label}</span>
              <FilterControl filter={filter} values={values} onChange={onChange} isStacked />
            </div>
          ))}
        </div>
      </Drawer>
    </>
  )
}

export const cleared = (filters: ListFilter[]): SearchValues =>
  Object.fromEntries(filterKeys(filters).map((key) => [key, undefined]))

/** The active filters as chips that can be taken off one by one. */
export function FilterChips({ filters, values, onChange }: FilterProps) {
  const { t } = useTexts()
  const format = useFormat()
  const chips = activeFilters(values, filters, format.date)
  if (chips.length === 0) return null
  return (
    <div className="chips">
      {chips.map(({ key, text, clears }) => (
        <Tag
          key={key}
          closable={{ closeIcon: true, 'aria-label': t('common:list.drop', { filter: text }) }}
          onClose={(event) => {
            event.preventDefault()
            onChange(Object.fromEntries(clears.map((name) => [name, undefined])))
          }}
        >
          {text}
        </Tag>
      ))}
      <Button type="link" size="small" onClick={() => onChange(cleared(filters))}>
        {t('common:list.clear')}
      </Button>
    </div>
  )
}

interface SavedProps {
  id: string
  filters: ListFilter[]
  values: ListValues
  onChange: (patch: SearchValues) => void
}

/** Filters kept on this device by a name: "stores in Zhejiang that have not joined". */
export function SavedFilters({ id, filters, values, onChange }: SavedProps) {
  const { t } = useTexts()
  const storeKey = `jingwei.filters.${id}`
  const [saved, setSaved] = useState(() => readStored<Record<string, ListValues>>(storeKey, {}))
  const [name, setName] = useState('')
  const keys = ['q', 'sort', ...filterKeys(filters)]
  const isActive = keys.some((key) => values[key])
  function keep(next: Record<string, ListValues>): void {
    setSaved(next)
    writeStored(storeKey, next)
  }
  function save(): void {
    const trimmed = name.trim()
    if (!trimmed) return
    keep({ ...saved, [trimmed]: Object.fromEntries(keys.map((key) => [key, values[key]])) })
    setName('')
  }
  const names = Object.keys(saved)
  if (names.length === 0 && !isActive) return null
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="stack-small saved-filters">
          {names.map((one) => (
            <div key={one} className="saved-filter">
              <Button
                type="text"
                onClick={() =>
                  onChange({
                    ...Object.fromEntries(keys.map((key) => [key, undefined])),
                    ...saved[one],
                  })
                }
              >
                {one}
              </Button>
              <Button
                type="text"
                size="small"
                aria-label={t('common:list.forget', { name: one })}
                onClick={() =>
                  keep(Object.fromEntries(Object.entries(saved).filter(([key]) => key !== one)))
                }
              >
                ×
              </Button>
            </div>
          ))}
          {isActive && (
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              onPressEnter={save}
              maxLength={40}
              placeholder={t('common:list.nameIt')}
              aria-label={t('common:list.nameIt')}
              addonAfter={<SaveOutlined onClick={save} aria-label={t('common:save')} />}
            />
          )}
        </div>
      }
    >
      <Button
        icon={<StarOutlined />}
        aria-label={t('common:list.saved')}
        title={t('common:list.saved')}
      />
    </Popover>
  )
}

interface ColumnsProps {
  columns: { key: string; title: string }[]
  hidden: string[]
  onChange: (hidden: string[]) => void
}

export function ColumnsChooser({ columns, hidden, onChange }: ColumnsProps) {
  const { t } = useTexts()
  return (
    <Dropdown
      trigger={['click']}
      popupRender={() => (
        <div className="popup-card stack-small">
          {columns.map(({ key, title }, index) => (
            <Checkbox
              key={key}
              checked={!hidden.includes(key)}
              // The first column names the row and leads to it.
              disabled={index === 0}
              onChange={(event) =>
                onChange(
                  event.target.checked ? hidden.filter((one) => one !== key) : [...hidden, key],
                )
              }
            >
              {title}
            </Checkbox>
          ))}
        </div>
      )}
    >
      <Button
        icon={<SettingOutlined />}
        aria-label={t('common:list.columns')}
        title={t('common:list.columns')}
      />
    </Dropdown>
  )
}
