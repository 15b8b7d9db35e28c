import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { usePartner, usePartnerSearch } from './api.ts'

interface Props {
  chainId: string
  value?: string | null
  onChange?: (id: string | null) => void
  /** A partner that makes no sense here: it cannot be moved below itself. */
  except?: string
  id?: string
  placeholder?: string
  autoFocus?: boolean
}

/** Finds one partner of a chain by name or code. */
export function PartnerPicker({
  chainId,
  value,
  onChange,
  except,
  id,
  placeholder,
  autoFocus,
}: Props) {
  const { t } = useTexts()
  const [q, setQ] = useState('')
  const [text, setText] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), 200)
    return () => clearTimeout(timer)
  }, [text])
  const { data, isFetching } = usePartnerSearch(chainId, q)
  const chosen = usePartner(value ?? null)
  const found = (data?.items ?? []).filter((partner) => partner.id !== except)
  const options = found.map(({ id: value, name, code, tier, region }) => ({
    value,
    label: name,
    code,
    tier,
    region,
  }))
  // The one that is chosen keeps its name also when the search shows others.
  if (chosen.data && !found.some((partner) => partner.id === value)) {
    const { id: known, name, code, tier, region } = chosen.data
    options.push({ value: known, label: name, code, tier, region })
  }
  return (
    <Select
      {...(id && { id })}
      value={value ?? null}
      onChange={(next: string | undefined) => onChange?.(next ?? null)}
      placeholder={placeholder ?? t('network:partner.direct')}
      autoFocus={autoFocus}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={isFetching}
      options={options}
      optionRender={({ data: one }) => (
        <div className="map-option">
          <span>{one.label}</span>
          <span className="faint">
            {[one.code, t('network:tier.short', { tier: one.tier }), one.region]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
      )}
    />
  )
}
