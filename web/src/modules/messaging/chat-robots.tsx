import { PlusOutlined, RobotOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, InputNumber, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { CopyButton } from '../../ui/qr-card.tsx'
import { ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { Avatar } from './avatar.tsx'
import { ComposeField } from './compose-field.tsx'
import {
  addRobot,
  changeRobot,
  type Robot,
  type RobotMade,
  removeRobot,
  robotsQuery,
  rotateRobot,
  testRobot,
} from './robot-api.ts'

/** Robots of a conversation: an address each, to which scripts post in WeCom's format. */
export function ChatRobots({ conversationId }: { conversationId: string }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const errorText = useErrorText()
  const { message } = App.useApp()
  const robots = useQuery(robotsQuery(conversationId))
  const [made, setMade] = useState<RobotMade | null>(null)
  const [editing, setEditing] = useState<Robot | 'new' | null>(null)
  const run = async (work: () => Promise<unknown>, said?: string): Promise<void> => {
    try {
      await work()
      if (said) message.success(said)
      setEditing(null)
      void client.invalidateQueries({ queryKey: robotsQuery(conversationId).queryKey })
    } catch (error) {
      message.error(errorText(error))
    }
  }
  return (
    <Section
      title={t('chat:robots.title')}
      note={t('chat:robots.note')}
      actions={
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {t('chat:robots.add')}
        </Button>
      }
    >
      {made && (
        <Alert
          type="success"
          className="robot-made"
          title={t('chat:robots.once')}
          closable={{ onClose: () => setMade(null) }}
          description={
            <div className="stack-small">
              <Input
                readOnly
                value={made.url}
                aria-label={t('chat:robots.address')}
                onFocus={(e) => e.target.select()}
              />
              <CopyButton text={made.url} label={t('chat:robots.copy')} />
            </div>
          }
        />
      )}
      {robots.isPending ? (
        <Skeleton rows={2} />
      ) : !robots.data ? (
        <ErrorState error={robots.error} isSmall />
      ) : robots.data.items.length === 0 ? (
        <p className="faint">
          <RobotOutlined /> {t('chat:robots.none')}
        </p>
      ) : (
        <ul className="people-rows">
          {robots.data.items.map((robot) => (
            <RobotRow
              key={robot.id}
              robot={robot}
              onEdit={() => setEditing(robot)}
              onTest={() => run(() => testRobot(robot.id), t('chat:robots.tested'))}
              onRotate={() => run(async () => setMade(await rotateRobot(robot.id)))}
              onRemove={() => run(() => removeRobot(robot.id))}
            />
          ))}
        </ul>
      )}
      {editing && (
        <RobotForm
          robot={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSave={(input) =>
            run(async () => {
              if (editing === 'new') setMade(await addRobot(conversationId, input))
              else await changeRobot(editing, input)
            })
          }
        />
      )}
    </Section>
  )
}

function RobotRow({
  robot,
  onEdit,
  onTest,
  onRotate,
  onRemove,
}: {
  robot: Robot
  onEdit: () => void
  onTest: () => void
  onRotate: () => void
  onRemove: () => void
}) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <li className="person-row is-static robot-row">
      <Avatar name={robot.name} kind="robot" />
      <span className="person-row-main">
        <span>{robot.name}</span>
        <span className="faint figures">
          {t('chat:robots.facts', { hint: robot.hint, n: robot.perMinute })} ·{' '}
          {robot.usedAt
            ? t('chat:robots.used', { time: format.dateTime(robot.usedAt) })
            : t('chat:robots.unused')}
        </span>
        <span className="row">
          <Button size="small" onClick={onTest}>
            {t('chat:robots.test')}
          </Button>
          <Button size="small" onClick={onEdit}>
            {t('chat:robots.edit')}
          </Button>
          <Popconfirm
            title={t('chat:robots.rotateAsk')}
            okText={t('chat:robots.rotate')}
            cancelText={t('chat:cancel')}
            onConfirm={onRotate}
          >
            <Button size="small">{t('chat:robots.rotate')}</Button>
          </Popconfirm>
          <Popconfirm
            title={t('chat:robots.removeAsk', { name: robot.name })}
            okText={t('chat:robots.remove')}
            cancelText={t('chat:cancel')}
            onConfirm={onRemove}
          >
            <Button size="small" danger>
              {t('chat:robots.remove')}
            </Button>
          </Popconfirm>
        </span>
      </span>
    </li>
  )
}

function RobotForm({
  robot,
  onClose,
  onSave,
}: {
  robot: Robot | null
  onClose: () => void
  onSave: (input: { name: string; addresses: string[]; perMinute: number }) => Promise<void>
}) {
  const { t } = useTexts()
  const [name, setName] = useState(robot?.name ?? '')
  const [addresses, setAddresses] = useState(robot?.addresses ?? [])
  const [perMinute, setPerMinute] = useState(robot?.perMinute ?? 20)
  return (
    <Modal
      open
      title={t(robot ? 'chat:robots.edit' : 'chat:robots.add')}
      onCancel={onClose}
      okText={t('chat:robots.save')}
      cancelText={t('chat:cancel')}
      okButtonProps={{ disabled: name.trim() === '' }}
      onOk={() => onSave({ name: name.trim(), addresses, perMinute })}
    >
      <div className="stack">
        <ComposeField label={t('chat:robots.name')}>
          <Input
            value={name}
            maxLength={40}
            onChange={(e) => setName(e.target.value)}
            aria-label={t('chat:robots.name')}
          />
        </ComposeField>
        <ComposeField label={t('chat:robots.addresses')} help={t('chat:robots.addressesHelp')}>
          <Select
            mode="tags"
            open={false}
            value={addresses}
            onChange={setAddresses}
            tokenSeparators={[',', ' ', '，']}
            placeholder="203.0.113.0/24"
            aria-label={t('chat:robots.addresses')}
          />
        </ComposeField>
        <ComposeField label={t('chat:robots.perMinute')}>
          <InputNumber
            min={1}
            max={600}
            value={perMinute}
            onChange={(value) => setPerMinute(value ?? 20)}
            aria-label={t('chat:robots.perMinute')}
          />
        </ComposeField>
      </div>
    </Modal>
  )
}
