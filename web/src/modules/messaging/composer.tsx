import { SaveOutlined, SendOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import type { Notice } from '../../../../server/modules/messaging/schema.ts'
import type { Chain } from '../../../../server/modules/network/schema.ts'
import { useGo } from '../../app/navigation.ts'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { useErrorText } from '../../ui/states.tsx'
import { audienceQuery } from './api.ts'
import { AudienceBuilder } from './audience-builder.tsx'
import { AudienceCounter } from './audience-counter.tsx'
import { type Draft, type DraftFaults, draftFaults } from './compose.ts'
import { ComposePreview } from './compose-preview.tsx'
import { ContentSection } from './content-section.tsx'
import { FollowUpSection } from './follow-up-section.tsx'
import { KindSection } from './kind-section.tsx'
import { PriceSection } from './price-section.tsx'
import { SendConfirm } from './send-confirm.tsx'
import { useDelayed } from './use-delayed.ts'
import { useDraftWork } from './use-draft-work.ts'

interface ComposerProps {
  title: string
  chains: Chain[]
  initial: Draft
  /** The stored draft that is being changed; null for a new one. */
  stored: Notice | null
}

export function Composer({ title, chains, initial, stored }: ComposerProps) {
  const { t } = useTexts()
  const go = useGo()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const work = useDraftWork(initial, stored)
  const { draft, change } = work
  const [faults, setFaults] = useState<DraftFaults>({})
  const [isSending, setSending] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const chain = chains.find((one) => one.id === draft.chainId) ?? chains[0]!
  const asked = useDelayed(draft.audience, 300)
  const count = useQuery(audienceQuery(draft.chainId, asked))

  /** Says what is missing and brings the first of it into view. */
  function isComplete(recipients?: number): boolean {
    const found = draftFaults(draft, recipients)
    setFaults(found)
    const first = Object.keys(found)[0]
    if (first) document.getElementById(`field-${first}`)?.scrollIntoView({ block: 'center' })
    return first === undefined
  }
  async function save(): Promise<void> {
    if (!isComplete()) return
    setFailure(null)
    try {
      const notice = await work.save()
      message.success(t('messaging:compose.saved'))
      go(`/notices/${notice.id}/edit`, { replace: true })
    } catch (error) {
      setFailure(error)
    }
  }
  const step = { draft, change, faults, chain }
  return (
    <Page
      title={title}
      width="full"
      back={{ to: '/messages?tab=sent', label: t('messaging:sent.tab') }}
      actions={
        <>
          <Button icon={<SaveOutlined />} loading={work.isSaving} onClick={() => void save()}>
            {t('messaging:compose.save')}
          </Button>
          <Button
            type="primary"
            icon={<SendOutlined />}
            onClick={() => isComplete(count.data?.recipients) && setSending(true)}
          >
            {t('messaging:compose.toSend')}
          </Button>
        </>
      }
    >
      {failure !== null && (
        <Alert
          type="error"
          showIcon
          title={errorText(failure)}
          className="over-banner"
          role="alert"
        />
      )}
      <div className="compose">
        <div className="compose-main">
          <KindSection {...step} chains={chains} isStored={stored !== null} />
          <ContentSection {...step} />
          {draft.kind === 'price_change' && <PriceSection {...step} />}
          <AudienceBuilder {...step} counter={<AudienceCounter count={count} />} />
          <FollowUpSection {...step} />
        </div>
        <aside className="compose-side">
          <ComposePreview draft={draft} chain={chain} count={count.data} />
        </aside>
      </div>
      <SendConfirm
        isOpen={isSending}
        draft={draft}
        chain={chain}
        count={count.data}
        onClose={() => setSending(false)}
        onSend={async (at) => {
          const notice = await work.send(at)
          go(`/notices/${notice.id}`, { replace: true })
        }}
      />
    </Page>
  )
}
