import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useGo } from '../../app/navigation.ts'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { useErrorText } from '../../ui/states.tsx'
import { chatKeys, openConversation, openDirect } from './chat-api.ts'
import { ComposeField } from './compose-field.tsx'
import { type Followed, FollowField } from './follow-field.tsx'
import { type Found, PeoplePicker } from './people-picker.tsx'

/** One person chosen means a direct conversation, more a group; a name makes a group of any number. */
export function NewConversation({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTexts()
  const go = useGo()
  const client = useQueryClient()
  const isPhone = useIsPhone()
  const errorText = useErrorText()
  const { message } = App.useApp()
  const [kind, setKind] = useState<'people' | 'follow'>('people')
  const [people, setPeople] = useState<Found[]>([])
  const [follows, setFollows] = useState<Followed | null>(null)
  const [title, setTitle] = useState('')
  const [isBusy, setBusy] = useState(false)
  const isDirect = kind === 'people' && people.length === 1 && title.trim() === ''
  const isReady = kind === 'people' ? people.length > 0 : follows !== null && title.trim() !== ''

  async function open(): Promise<void> {
    setBusy(true)
    try {
      const names = people
        .map((one) => one.name)
        .slice(0, 4)
        .join('、')
      const made = isDirect
        ? await openDirect(people[0]!.key)
        : await openConversation({
            title: title.trim() || names.slice(0, 60),
            people: people.map((one) => one.key),
            follows: kind === 'follow' ? follows : null,
          })
      void client.invalidateQueries({ queryKey: chatKeys.lists })
      setPeople([])
      setTitle('')
      onClose()
      go(`/messages/chats/${made.id}`)
    } catch (error) {
      message.error(errorText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      title={t('chat:new.title')}
      size={isPhone ? '100%' : 460}
      extra={
        <Button type="primary" disabled={!isReady} loading={isBusy} onClick={() => void open()}>
          {t(isDirect ? 'chat:new.talk' : 'chat:new.open')}
        </Button>
      }
    >
      <div className="stack">
        <Segmented
          block
          value={kind}
          onChange={setKind}
          options={[
            { value: 'people', label: t('chat:new.byPeople') },
            { value: 'follow', label: t('chat:new.byGroup') },
          ]}
        />
        <ComposeField label={t('chat:new.name')} help={t(`chat:new.nameHelp.${kind}`)}>
          <Input
            value={title}
            maxLength={60}
            onChange={(event) => setTitle(event.target.value)}
            placeholder={t('chat:new.namePlaceholder')}
            aria-label={t('chat:new.name')}
          />
        </ComposeField>
        {kind === 'follow' && <FollowField value={follows} onChange={setFollows} />}
        <PeoplePicker chosen={people} onChange={setPeople} />
      </div>
    </Drawer>
  )
}
