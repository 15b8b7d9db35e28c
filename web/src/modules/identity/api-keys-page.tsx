import { ApiOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { ApiKeyInput } from '../../../../server/modules/identity/schema.ts'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { ExportRows, type TextColumn } from '../../ui/export-button.tsx'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { CopyButton } from '../../ui/qr-card.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../ui/values.tsx'
import {
  type ApiKey,
  apiKeysQuery,
  type NewApiKey,
  useCreateApiKey,
  useRevokeApiKey,
} from './api.ts'
import { ScopesTable, useRightsText } from './rights.tsx'
import { SettingsPage } from './settings-frame.tsx'

/** Keys by which the org's own programs speak to us, each with its scopes. */
export function ApiKeysPage() {
  const { t } = useTexts()
  const { data, error, refetch } = useQuery(apiKeysQuery)
  const [isOpen, setOpen] = useState(false)
  const [made, setMade] = useState<NewApiKey | null>(null)
  const create = useCreateApiKey()
  const format = useFormat()
  const rightsText = useRightsText()
  const time = (at: string | null) => at && format.dateTime(at)
  const columns: TextColumn<ApiKey>[] = [
    { title: t('identity:apiKeys.name'), text: ({ name }) => name },
    { title: t('identity:apiKeys.hint'), text: ({ hint }) => hint },
    { title: t('identity:apiKeys.scopes'), text: ({ scopes }) => rightsText(scopes) },
    { title: t('identity:apiKeys.createdAt'), text: ({ createdAt }) => time(createdAt) },
    { title: t('identity:apiKeys.used'), text: ({ usedAt }) => time(usedAt) },
    { title: t('identity:invitations.expires'), text: ({ expiresAt }) => time(expiresAt) },
  ]
  const newButton = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
      {t('identity:apiKeys.new')}
    </Button>
  )
  return (
    <SettingsPage
      section="api-keys"
      actions={
        <>
          {data && data.items.length > 0 && (
            <ExportRows name="api-keys" columns={columns} read={async () => data} />
          )}
          {newButton}
        </>
      }
    >
      <div className="card">
        {data ? (
          data.items.length === 0 ? (
            <EmptyState
              icon={<ApiOutlined />}
              title={t('identity:apiKeys.empty')}
              note={t('identity:apiKeys.emptyNote')}
              action={newButton}
            />
          ) : (
            <ul className="item-list">
              {data.items.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </ul>
          )
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="card-padded">
            <Skeleton rows={3} />
          </div>
        )}
      </div>
      <p className="section-note api-docs">
        <a href="/docs/api" target="_blank" rel="noreferrer">
          {t('identity:apiKeys.docs')}
        </a>
      </p>
      <FormDrawer<ApiKeyInput>
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('identity:apiKeys.new')}
        schema={ApiKeyInput}
        initial={{ scopes: {}, days: 365 }}
        submitLabel={t('identity:apiKeys.create')}
        onSubmit={(input) => create.mutateAsync(input)}
        onDone={(answer) => {
          setOpen(false)
          setMade(answer as NewApiKey)
        }}
      >
        <Field name="name" label={t('identity:apiKeys.name')} help={t('identity:apiKeys.nameHelp')}>
          <Input maxLength={100} autoFocus />
        </Field>
        <Field
          name="scopes"
          label={t('identity:apiKeys.scopes')}
          help={t('identity:apiKeys.scopesHelp')}
          isRequired
        >
          <ScopesTable />
        </Field>
        <Field name="days" label={t('identity:apiKeys.expires')} isRequired>
          <Select
            options={[30, 90, 365]
              .map((days) => ({
                value: days as number | null,
                label: t('identity:apiKeys.days', { count: days }),
              }))
              .concat({ value: null, label: t('identity:apiKeys.never') })}
          />
        </Field>
      </FormDrawer>
      <Modal
        open={made !== null}
        title={t('identity:apiKeys.made')}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        footer={
          <Button type="primary" onClick={() => setMade(null)}>
            {t('identity:apiKeys.kept')}
          </Button>
        }
      >
        <div className="stack">
          <p>{t('identity:apiKeys.once')}</p>
          <div className="secret-box">
            <span className="mono">{made?.key}</span>
            <CopyButton text={made?.key ?? ''} />
          </div>
        </div>
      </Modal>
    </SettingsPage>
  )
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTexts()
  const revoke = useRevokeApiKey()
  const rightsText = useRightsText()
  const [isRevoking, setRevoking] = useState(false)
  const isOver = apiKey.expiresAt !== null && Date.parse(apiKey.expiresAt) < Date.now()
  return (
    <li className="item">
      <ApiOutlined className="item-icon" />
      <div className="item-text">
        <div className="row">
          <strong>{apiKey.name}</strong>
          <span className="mono faint">{apiKey.hint}</span>
          {isOver && <StateTag tone="bad">{t('identity:apiKeys.over')}</StateTag>}
        </div>
        <div className="item-line">
          <span>{rightsText(apiKey.scopes)}</span>
          <span>
            {apiKey.usedAt ? (
              <>
                {t('identity:apiKeys.used')} <RelativeTime at={apiKey.usedAt} />
              </>
            ) : (
              t('identity:apiKeys.unused')
            )}
          </span>
          {apiKey.expiresAt && (
            <span>
              {t('identity:invitations.expires')} <RelativeTime at={apiKey.expiresAt} />
            </span>
          )}
        </div>
      </div>
      <Button danger onClick={() => setRevoking(true)}>
        {t('identity:apiKeys.revoke')}
      </Button>
      <ConfirmWithConsequences
        isOpen={isRevoking}
        onClose={() => setRevoking(false)}
        title={t('identity:apiKeys.revokeTitle', { name: apiKey.name })}
        note={t('identity:apiKeys.revokeNote')}
        step={{ kind: 'tick', label: t('identity:apiKeys.revokeTick') }}
        confirmLabel={t('identity:apiKeys.revoke')}
        onConfirm={() => revoke.mutateAsync(apiKey.id)}
      />
    </li>
  )
}
