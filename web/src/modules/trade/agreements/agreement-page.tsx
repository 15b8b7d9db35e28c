import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, DatePicker, Dropdown, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import type {
  Agreement,
  AgreementTerms,
  Fault,
} from '../../../../../server/modules/trade/agreements/schema.ts'
import { useRouteParams } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { ApiError } from '../../../ui/http.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton, useErrorText } from '../../../ui/states.tsx'
import { StateTag } from '../../../ui/values.tsx'
import { useGuarded } from '../use-guarded.ts'
import { STATE_TONES, useForText } from './agreements-page.tsx'
import {
  actOnDraft,
  agreementQuery,
  dropDraft,
  endAgreement,
  keys,
  openDraft,
  saveDraft,
} from './api.ts'
import { Faults } from './faults.tsx'
import { ListedSection } from './listed-section.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { RuleCard, UnitPriceField } from './rule-card.tsx'
import { newRule, RULE_KINDS, withoutRule, withRule } from './rule-kinds.ts'
import { RuleText } from './rule-text.tsx'
import { termKey, termText, USUAL_TERMS } from './terms-text.ts'
import { BelowFloorNote, Versions } from './versions.tsx'
import '../price.css'

/** An agreement: its rules and prices, what they come to for a buyer, and its versions. */
export function AgreementPage() {
  const { id } = useRouteParams<'id'>()
  const agreement = useQuery(agreementQuery(id))
  if (agreement.isPending) return <Skeleton rows={10} />
  if (agreement.isError) {
    return <ErrorState error={agreement.error} onRetry={() => void agreement.refetch()} />
  }
  return <OpenAgreement key={id} agreement={agreement.data} />
}

function OpenAgreement({ agreement }: { agreement: Agreement }) {
  const { t } = useTexts()
  const may = useMay()
  const forText = useForText()
  const draft = agreement.versions.find(({ state }) => state === 'draft' || state === 'waiting')
  const isReadOnly = !draft || !may('trade:edit')
  const [terms, setTerms] = useState<AgreementTerms>(agreement.terms)
  const [validFrom, setValidFrom] = useState<string | null>(draft?.validFrom ?? null)
  const [faults, setFaults] = useState<Fault[]>([])
  const [isDirty, setDirty] = useState(false)
  useGuarded(() => isDirty)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version on the server replaces what is shown
  useEffect(() => {
    setTerms(agreement.terms)
    setValidFrom(draft?.validFrom ?? null)
    setDirty(false)
  }, [agreement.termsNo, draft?.version])
  const change = (next: AgreementTerms) => {
    setTerms(next)
    setDirty(true)
  }
  return (
    <Page
      title={agreement.name}
      state={
        <StateTag tone={STATE_TONES[agreement.state]}>
          {t(`price:state.${agreement.state}`)}
        </StateTag>
      }
      note={`${forText(agreement)} · ${agreement.currency} · ${t('price:version.no', { no: agreement.termsNo })}`}
      back={{ to: '/agreements', label: t('price:agreement.title') }}
      actions={
        may('trade:edit') && (
          <Acts
            agreement={agreement}
            input={{ terms, validFrom }}
            isDirty={isDirty}
            onFaults={setFaults}
            onSaved={() => setDirty(false)}
          />
        )
      }
    >
      <div className="agreement">
        <div className="stack">
          {isReadOnly && agreement.state !== 'ended' && (
            <Alert type="info" showIcon title={t('price:version.readOnly')} />
          )}
          <Faults faults={faults} />
          {draft?.state === 'waiting' && <BelowFloorNote version={draft} agreement={agreement} />}
          <Rules agreement={agreement} terms={terms} isReadOnly={isReadOnly} onChange={change} />
          <General
            agreement={agreement}
            terms={terms}
            isReadOnly={isReadOnly}
            onChange={change}
            validFrom={validFrom}
            onValidFrom={(at) => {
              setValidFrom(at)
              setDirty(true)
            }}
          />
          <ListedSection agreement={agreement} draft={draft ?? null} />
          <Versions versions={agreement.versions} />
        </div>
        <aside className="agreement-side">
          <PreviewPanel agreement={agreement} terms={terms} />
        </aside>
      </div>
    </Page>
  )
}

interface ActsProps {
  agreement: Agreement
  input: { terms: AgreementTerms; validFrom: string | null }
  isDirty: boolean
  onFaults: (faults: Fault[]) => void
  onSaved: () => void
}

/** What can be done with an agreement where it stands: draft, save, activate, approve, end. */
function Acts({ agreement, input, isDirty, onFaults, onSaved }: ActsProps) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message, modal } = App.useApp()
  const errorText = useErrorText()
  const draft = agreement.versions.find(({ state }) => state === 'draft' || state === 'waiting')
  const act = useMutation({
    mutationFn: (work: () => Promise<Agreement>) => work(),
    onSuccess: (fresh) => {
      client.setQueryData(keys.one(agreement.id), fresh)
      void client.invalidateQueries({ queryKey: keys.list, refetchType: 'none' })
    },
    onError: (error) => {
      const data = error instanceof ApiError ? error.data : undefined
      onFaults(Array.isArray(data?.faults) ? (data.faults as Fault[]) : [])
      void message.error(errorText(error))
    },
  })
  const run = (work: () => Promise<Agreement>, said: (fresh: Agreement) => string) =>
    act.mutate(work, { onSuccess: (fresh) => void message.success(said(fresh)) })
  const { id } = agreement
  const end = () =>
    modal.confirm({
      title: t('price:agreement.end'),
      content: t('price:agreement.endNote'),
      okButtonProps: { danger: true },
      onOk: () =>
        run(
          () => endAgreement(id, agreement.version),
          () => t('price:agreement.ended'),
        ),
    })
  const more = {
    items: [
      ...(draft ? [{ key: 'drop', label: t('price:version.drop') }] : []),
      ...(agreement.state === 'ended'
        ? []
        : [{ key: 'end', label: t('price:agreement.end'), danger: true }]),
    ],
    onClick: ({ key }: { key: string }) =>
      key === 'end'
        ? end()
        : run(
            () => dropDraft(id, draft?.version ?? 0),
            () => t('price:version.dropped'),
          ),
  }
  if (!draft) {
    return (
      <>
        {more.items.length > 0 && (
          <Dropdown menu={more}>
            <Button>…</Button>
          </Dropdown>
        )}
        <Button
          type="primary"
          loading={act.isPending}
          onClick={() => act.mutate(() => openDraft(id))}
        >
          {t('price:version.open')}
        </Button>
      </>
    )
  }
  const save = async () => {
    const saved = await saveDraft(id, draft.version, input)
    onFaults(saved.warnings)
    onSaved()
    return saved
  }
  const activate = async () => {
    const fresh = isDirty ? await save() : agreement
    return actOnDraft(id, fresh.versions[0]!.version, 'activation')
  }
  const activated = (fresh: Agreement) =>
    t(
      fresh.versions[0]!.state === 'waiting'
        ? 'price:version.submitted'
        : 'price:version.activated',
    )
  return (
    <>
      <Dropdown menu={more}>
        <Button aria-label="…">…</Button>
      </Dropdown>
      <Button
        disabled={!isDirty}
        loading={act.isPending}
        onClick={() => run(save, () => t('price:version.saved'))}
      >
        {t('price:version.save')}
      </Button>
      {draft.state === 'waiting' && !isDirty ? (
        <Button
          type="primary"
          disabled={draft.isMine}
          loading={act.isPending}
          onClick={() =>
            run(
              () => actOnDraft(id, draft.version, 'approval'),
              () => t('price:version.approved'),
            )
          }
        >
          {t('price:version.approve')}
        </Button>
      ) : (
        <Button type="primary" loading={act.isPending} onClick={() => run(activate, activated)}>
          {t('price:version.activate')}
        </Button>
      )}
    </>
  )
}

interface TermsProps {
  agreement: Agreement
  terms: AgreementTerms
  isReadOnly: boolean
  onChange: (terms: AgreementTerms) => void
}

function Rules({ agreement, terms, isReadOnly, onChange }: TermsProps) {
  const { t } = useTexts()
  const add = !isReadOnly && (
    <Dropdown
      menu={{
        items: RULE_KINDS.map((key) => ({ key, label: t(`price:rule.${key}`) })),
        onClick: ({ key }) => {
          const kind = key as (typeof RULE_KINDS)[number]
          onChange({
            ...terms,
            rules: [...terms.rules, newRule(kind, t(`price:rule.${kind}`), terms)],
          })
        },
      }}
    >
      <Button>{t('price:rule.add')}</Button>
    </Dropdown>
  )
  return (
    <Section title={t('price:agreement.rules')} actions={add}>
      {terms.rules.length === 0 && <p className="faint">{t('price:rule.none')}</p>}
      <div className="stack-small">
        {terms.rules.map((rule) =>
          isReadOnly ? (
            <RuleText key={rule.id} rule={rule} currency={agreement.currency} />
          ) : (
            <RuleCard
              key={rule.id}
              rule={rule}
              currency={agreement.currency}
              onChange={(next) => onChange(withRule(terms, next))}
              onRemove={() => onChange(withoutRule(terms, rule.id))}
            />
          ),
        )}
      </div>
    </Section>
  )
}

const ROUNDINGS = {
  none: undefined,
  fen: { stepE4: 10_000, mode: 'half_up' },
  jiao: { stepE4: 100_000, mode: 'half_up' },
  yuan: { stepE4: 1_000_000, mode: 'half_up' },
  nine: { stepE4: 1_000_000, mode: 'half_up', endingE4: 990_000 },
} as const

/** What holds for the agreement as a whole. */
function General({
  agreement,
  terms,
  isReadOnly,
  onChange,
  validFrom,
  onValidFrom,
}: TermsProps & { validFrom: string | null; onValidFrom: (at: string | null) => void }) {
  const { t } = useTexts()
  const { floor, ceiling, rounding } = terms
  const bound = (which: 'floor' | 'ceiling', unitE4: number | null) => {
    const { [which]: _, ...rest } = terms
    onChange(unitE4 === null ? rest : { ...rest, [which]: { unitE4 } })
  }
  const numberOf = (one: typeof floor) => (one && 'unitE4' in one ? one.unitE4 : null)
  const known = [...USUAL_TERMS, ...terms.payments]
  const byKey = new Map(known.map((term) => [termKey(term), term]))
  const chosen = (Object.keys(ROUNDINGS) as (keyof typeof ROUNDINGS)[]).find(
    (key) =>
      ROUNDINGS[key]?.stepE4 === rounding?.stepE4 &&
      (ROUNDINGS[key] as { endingE4?: number } | undefined)?.endingE4 === rounding?.endingE4,
  )
  return (
    <Section title={t('price:rule.bounds')}>
      <div className="general">
        <span>{t('price:version.at')}</span>
        <DatePicker
          showTime
          disabled={isReadOnly}
          aria-label={t('price:version.at')}
          placeholder={t('price:version.now')}
          value={validFrom ? dayjs(validFrom) : null}
          onChange={(at) => onValidFrom(at ? at.toISOString() : null)}
        />
        <span>{t('price:rule.payments')}</span>
        <Select
          mode="multiple"
          disabled={isReadOnly}
          aria-label={t('price:rule.payments')}
          value={terms.payments.map(termKey)}
          onChange={(list) => onChange({ ...terms, payments: list.map((key) => byKey.get(key)!) })}
          options={[...byKey].map(([value, term]) => ({ value, label: termText(t, term) }))}
        />
        <span>{t('price:rule.floor')}</span>
        <UnitPriceField
          label={t('price:rule.floor')}
          currency={agreement.currency}
          isDisabled={isReadOnly}
          value={numberOf(floor)}
          onChange={(value) => bound('floor', value)}
        />
        <span>{t('price:rule.ceiling')}</span>
        <UnitPriceField
          label={t('price:rule.ceiling')}
          currency={agreement.currency}
          isDisabled={isReadOnly}
          value={numberOf(ceiling)}
          onChange={(value) => bound('ceiling', value)}
        />
        <span>{t('price:rule.rounding')}</span>
        <Select
          disabled={isReadOnly}
          aria-label={t('price:rule.rounding')}
          value={chosen ?? 'none'}
          onChange={(key) => {
            const { rounding: _, ...rest } = terms
            const next = ROUNDINGS[key]
            onChange(next ? { ...rest, rounding: next } : rest)
          }}
          options={(Object.keys(ROUNDINGS) as (keyof typeof ROUNDINGS)[]).map((value) => ({
            value,
            label: t(`price:rule.roundings.${value}`),
          }))}
        />
        <span>{t('price:rule.coversAll')}</span>
        <span>
          <Switch
            disabled={isReadOnly}
            aria-label={t('price:rule.coversAll')}
            checked={terms.coversAll}
            onChange={(coversAll) => onChange({ ...terms, coversAll })}
          />
          <span className="faint"> {t('price:rule.coversAllHelp')}</span>
        </span>
      </div>
    </Section>
  )
}
