import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { NOTICE_KINDS } from '../../../../server/modules/messaging/schema.ts'
import type { Chain } from '../../../../server/modules/network/schema.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { templatesQuery } from './api.ts'
import { emptyDraft, withKind } from './compose.ts'
import { ComposeField, type StepProps } from './compose-field.tsx'
import { KindIcon } from './marks.tsx'

/** What sort of notice this is, in which chain, and from which template. */
export function KindSection({
  draft,
  change,
  chains,
  isStored,
}: StepProps & { chains: Chain[]; isStored: boolean }) {
  const { t } = useTexts()
  const templates = useQuery(templatesQuery)
  const fitting = templates.data?.items ?? []
  const isFixed = isStored || draft.supersedesId !== null
  return (
    <Section title={t('messaging:compose.kind')}>
      <div className="card card-padded stack">
        <div className="kind-cards" role="radiogroup" aria-label={t('messaging:compose.kind')}>
          {NOTICE_KINDS.map((kind) => (
            <label key={kind} className={draft.kind === kind ? 'kind-card is-chosen' : 'kind-card'}>
              <input
                type="radio"
                name="kind"
                checked={draft.kind === kind}
                onChange={() => change(withKind(draft, kind))}
              />
              <KindIcon kind={kind} />
              <span>
                <b>{t(`messaging:kind.${kind}`)}</b>
                <span className="faint">{t(`messaging:kindNote.${kind}`)}</span>
              </span>
            </label>
          ))}
        </div>
        {chains.length > 1 && !isFixed && (
          <ComposeField label={t('messaging:compose.chain')}>
            <Select
              value={draft.chainId}
              options={chains.map((chain) => ({ value: chain.id, label: chain.name }))}
              onChange={(id) => {
                const chain = chains.find((one) => one.id === id)
                if (!chain) return
                const { chainId, relayMinutes, reminderHours, escalateAfterHours, audience } =
                  emptyDraft(chain)
                change({ chainId, relayMinutes, reminderHours, escalateAfterHours, audience })
              }}
            />
          </ComposeField>
        )}
        {fitting.length > 0 && (
          <ComposeField label={t('messaging:compose.template')}>
            <Select
              value={null}
              placeholder={t('messaging:compose.templatePick')}
              showSearch={{ optionFilterProp: 'label' }}
              options={fitting.map((template) => ({
                value: template.id,
                label: `${template.name} · ${t(`messaging:kind.${template.kind}`)}`,
              }))}
              onChange={(id: string | null) => {
                const template = fitting.find((one) => one.id === id)
                if (!template) return
                change({
                  ...withKind(draft, template.kind),
                  title: template.title,
                  body: template.body,
                })
              }}
            />
          </ComposeField>
        )}
      </div>
    </Section>
  )
}
