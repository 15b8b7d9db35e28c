import { DeleteOutlined, EditOutlined, FileTextOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { NOTICE_KINDS, TemplateInput } from '../../../../server/modules/messaging/schema.ts'
import { useGo } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { ConfirmWithConsequences } from '../../ui/confirm.tsx'
import { ExportRows, type TextColumn } from '../../ui/export-button.tsx'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import {
  addTemplate,
  changeTemplate,
  keys,
  removeTemplate,
  type Template,
  templatesQuery,
} from './api.ts'
import { KindIcon } from './marks.tsx'

export function TemplatesTab() {
  const { t } = useTexts()
  const may = useMay()
  const list = useQuery(templatesQuery)
  const [edited, setEdited] = useState<Template | 'new' | null>(null)
  const [removed, setRemoved] = useState<Template | null>(null)
  const add = may('messaging:edit') && (
    <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('messaging:templates.add')}
    </Button>
  )
  const columns: TextColumn<Template>[] = [
    { title: t('messaging:templates.name'), text: ({ name }) => name },
    { title: t('messaging:filter.kind'), text: ({ kind }) => t(`messaging:kind.${kind}`) },
    { title: t('messaging:compose.titleField'), text: ({ title }) => title },
    { title: t('messaging:compose.body'), text: ({ body }) => body },
  ]
  if (list.isPending) return <Skeleton rows={5} />
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {list.data.items.length === 0 ? (
        <EmptyState
          icon={<FileTextOutlined />}
          title={t('messaging:templates.none')}
          note={t('messaging:templates.noneNote')}
          action={add}
        />
      ) : (
        <>
          <div className="inbox-filters">
            {add}
            <ExportRows name="notice-templates" columns={columns} read={async () => list.data} />
          </div>
          <ul className="inbox-rows">
            {list.data.items.map((template) => (
              <TemplateRow
                key={template.id}
                template={template}
                onEdit={() => setEdited(template)}
                onRemove={() => setRemoved(template)}
              />
            ))}
          </ul>
        </>
      )}
      <TemplateDrawer edited={edited} onClose={() => setEdited(null)} />
      <RemoveTemplate template={removed} onClose={() => setRemoved(null)} />
    </>
  )
}

function TemplateRow({
  template,
  onEdit,
  onRemove,
}: {
  template: Template
  onEdit: () => void
  onRemove: () => void
}) {
  const { t } = useTexts()
  const go = useGo()
  const may = useMay()
  const size = useIsPhone() ? 'medium' : 'small'
  return (
    <li>
      <div className="inbox-row is-static">
        <KindIcon kind={template.kind} />
        <span className="inbox-row-main">
          <span className="inbox-row-title">{template.name}</span>
          <span className="inbox-row-note">
            {t(`messaging:kind.${template.kind}`)} · {template.title}
          </span>
          {template.body && <span className="template-body">{template.body}</span>}
        </span>
        {may('messaging:edit') && (
          <span className="template-acts">
            <Button size={size} onClick={() => go(`/notices/new?template=${template.id}`)}>
              {t('messaging:templates.use')}
            </Button>
            <Button
              size={size}
              type="text"
              icon={<EditOutlined />}
              aria-label={t('messaging:templates.edit')}
              onClick={onEdit}
            />
            <Button
              size={size}
              type="text"
              danger
              icon={<DeleteOutlined />}
              aria-label={t('messaging:templates.remove')}
              onClick={onRemove}
            />
          </span>
        )}
      </div>
    </li>
  )
}

function TemplateDrawer({
  edited,
  onClose,
}: {
  edited: Template | 'new' | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const client = useQueryClient()
  const isNew = edited === 'new'
  const before = edited === 'new' ? null : edited
  return (
    <FormDrawer
      isOpen={edited !== null}
      onClose={onClose}
      title={t(isNew ? 'messaging:templates.add' : 'messaging:templates.edit')}
      submitLabel={t('common:save')}
      schema={TemplateInput}
      initial={before ?? { kind: 'announcement', body: '' }}
      onSubmit={({ kind, ...input }) =>
        before ? changeTemplate(before.id, before.version, input) : addTemplate({ kind, ...input })
      }
      onDone={() => {
        void client.invalidateQueries({ queryKey: keys.templates })
        onClose()
      }}
    >
      <Field
        name="name"
        label={t('messaging:templates.name')}
        help={t('messaging:templates.nameHelp')}
      >
        <Input maxLength={100} autoFocus />
      </Field>
      <Field name="kind" label={t('messaging:filter.kind')}>
        <Segmented
          disabled={!isNew}
          options={NOTICE_KINDS.map((kind) => ({
            value: kind,
            label: t(`messaging:kind.${kind}`),
          }))}
        />
      </Field>
      <Field name="title" label={t('messaging:compose.titleField')}>
        <Input maxLength={100} showCount />
      </Field>
      <Field name="body" label={t('messaging:compose.body')}>
        <Input.TextArea autoSize={{ minRows: 6, maxRows: 16 }} maxLength={20_000} />
      </Field>
    </FormDrawer>
  )
}

function RemoveTemplate({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  return (
    <ConfirmWithConsequences
      isOpen={template !== null}
      title={t('messaging:templates.removeTitle', { name: template?.name ?? '' })}
      note={t('messaging:templates.removeNote')}
      confirmLabel={t('messaging:templates.remove')}
      onClose={onClose}
      onConfirm={async () => {
        if (!template) return
        await removeTemplate(template.id)
        await client.invalidateQueries({ queryKey: keys.templates })
        message.success(t('messaging:templates.removed'))
      }}
    />
  )
}
