import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Input, Segmented, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { useErrorText } from '../../ui/states.tsx'
import { conversationsQuery } from './chat-api.ts'
import { ComposeField } from './compose-field.tsx'
import {
  addDestination,
  changeDestination,
  type Destination,
  type DestinationKind,
  destinationsKey,
} from './robot-api.ts'

const KINDS: DestinationKind[] = ['wecom', 'dingtalk', 'feishu', 'webhook']
const TAKES = ['digests', 'alerts', 'robots', 'all'] as const
const EXAMPLES: Record<DestinationKind, string> = {
  wecom: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
  dingtalk: 'https://oapi.dingtalk.com/robot/send?access_token=…',
  feishu: 'https://open.feishu.cn/open-apis/bot/v2/hook/…',
  webhook: 'https://erp.example.com/hooks/jingwei',
}

/** A destination: its robot's address, its secret, and what it is sent. An address is never shown again. */
export function DestinationForm({
  destination,
  onClose,
  onSecret,
}: {
  destination: Destination | null
  onClose: () => void
  onSecret: (secret: string | null) => void
}) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  const client = useQueryClient()
  const errorText = useErrorText()
  const [kind, setKind] = useState<DestinationKind>(destination?.kind ?? 'wecom')
  const [name, setName] = useState(destination?.name ?? '')
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState('')
  const [language, setLanguage] = useState(destination?.language ?? 'zh')
  const [takesNotices, setTakesNotices] = useState(destination?.takesNotices ?? false)
  const [sources, setSources] = useState(destination?.sources ?? [])
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const isReady = name.trim() !== '' && (destination !== null || url.trim() !== '')

  async function save(): Promise<void> {
    setBusy(true)
    setError(null)
    const told = {
      name: name.trim(),
      language,
      takesNotices,
      sources: sources.map(({ conversationId, takes }) => ({ conversationId, takes })),
    }
    try {
      if (destination) {
        await changeDestination(destination, {
          ...told,
          ...(url.trim() && { url: url.trim() }),
          ...(secret.trim() && { secret: secret.trim() }),
        })
      } else {
        const made = await addDestination({ ...told, kind, url: url.trim(), secret: secret.trim() })
        onSecret(made.secret)
      }
      void client.invalidateQueries({ queryKey: destinationsKey })
      onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title={t(destination ? 'chat:out.edit' : 'chat:out.add')}
      size={isPhone ? '100%' : 480}
      extra={
        <Button type="primary" disabled={!isReady} loading={isBusy} onClick={() => void save()}>
          {t('chat:out.save')}
        </Button>
      }
    >
      <div className="stack">
        {error !== null && (
          <p className="text-bad" role="alert">
            {errorText(error)}
          </p>
        )}
        {!destination && (
          <ComposeField isGroup label={t('chat:out.where')}>
            <Segmented
              block
              value={kind}
              onChange={setKind}
              options={KINDS.map((value) => ({ value, label: t(`chat:out.kind.${value}`) }))}
            />
          </ComposeField>
        )}
        <ComposeField label={t('chat:out.name')}>
          <Input
            value={name}
            maxLength={40}
            onChange={(e) => setName(e.target.value)}
            aria-label={t('chat:out.name')}
          />
        </ComposeField>
        <ComposeField
          label={t('chat:out.address')}
          help={t(destination ? 'chat:out.addressKept' : `chat:out.addressHelp.${kind}`)}
        >
          <Input
            value={url}
            onChange={(e) => setUrl(e.target.value)}
            placeholder={destination?.hint ?? EXAMPLES[kind]}
            autoComplete="off"
            aria-label={t('chat:out.address')}
          />
        </ComposeField>
        {kind !== 'wecom' && (
          <ComposeField label={t('chat:out.secret')} help={t(`chat:out.secretHelp.${kind}`)}>
            <Input.Password
              value={secret}
              onChange={(e) => setSecret(e.target.value)}
              autoComplete="new-password"
              aria-label={t('chat:out.secret')}
            />
          </ComposeField>
        )}
        <ComposeField isGroup label={t('chat:out.language')}>
          <Segmented
            value={language}
            onChange={setLanguage}
            options={[
              { value: 'zh' as const, label: '中文' },
              { value: 'en' as const, label: 'English' },
            ]}
          />
        </ComposeField>
        <div className="switch-row">
          <label htmlFor="out-notices">
            {t('chat:out.notices')}
            <span className="faint">{t('chat:out.noticesNote')}</span>
          </label>
          <Switch id="out-notices" checked={takesNotices} onChange={setTakesNotices} />
        </div>
        <Sources sources={sources} onChange={setSources} />
      </div>
    </Drawer>
  )
}

type Source = Destination['sources'][number]

function Sources({
  sources,
  onChange,
}: {
  sources: Source[]
  onChange: (sources: Source[]) => void
}) {
  const { t } = useTexts()
  const list = useInfiniteQuery(conversationsQuery(''))
  const conversations = list.data?.pages.flatMap((page) => page.items) ?? []
  const taken = new Set(sources.map((one) => one.conversationId))
  return (
    <ComposeField isGroup label={t('chat:out.sources')}>
      {sources.map((source) => (
        <div className="row source-row" key={source.conversationId}>
          <span className="source-title">{source.title || t('chat:out.hidden')}</span>
          <Select
            value={source.takes}
            aria-label={t('chat:out.sources')}
            onChange={(takes) =>
              onChange(
                sources.map((one) =>
                  one.conversationId === source.conversationId ? { ...one, takes } : one,
                ),
              )
            }
            options={TAKES.map((value) => ({ value, label: t(`chat:out.takes.${value}`) }))}
          />
          <Button
            type="text"
            onClick={() =>
              onChange(sources.filter((one) => one.conversationId !== source.conversationId))
            }
          >
            {t('chat:out.remove')}
          </Button>
        </div>
      ))}
      <Select
        value={null}
        placeholder={t('chat:out.addSource')}
        aria-label={t('chat:out.addSource')}
        onChange={(conversationId: string | null) => {
          const found = conversations.find((one) => one.id === conversationId)
          if (found)
            onChange([
              ...sources,
              { conversationId: found.id, title: found.title, takes: 'robots' },
            ])
        }}
        options={conversations
          .filter((one) => !taken.has(one.id))
          .map((one) => ({ value: one.id, label: one.title }))}
      />
    </ComposeField>
  )
}
