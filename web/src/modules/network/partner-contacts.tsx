import { ContactsOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ContactInput } from '../../../../server/modules/network/schema.ts'
import { Field, FormDrawer } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { Section } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton, useErrorText } from '../../ui/states.tsx'
import { StateTag } from '../../ui/values.tsx'
import {
  type Contact,
  type PartnerDetail,
  useAddContact,
  useChangeContact,
  useContacts,
  useRemoveContact,
} from './api.ts'
import { ReachButtons } from './contact-lines.tsx'

/** Several people of one partner: the owner, the clerk who orders, the one who pays. */
export function PartnerContacts({
  partner,
  mayEdit,
}: {
  partner: PartnerDetail
  mayEdit: boolean
}) {
  const { t } = useTexts()
  const contacts = useContacts(partner.id)
  const [editing, setEditing] = useState<Contact | 'new' | null>(null)
  const items = contacts.data?.items ?? []
  const add = mayEdit && (
    <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
      {t('network:contact.add')}
    </Button>
  )
  return (
    <Section title={t('network:tabs.contacts')} actions={items.length > 0 && add}>
      <div className="card">
        {contacts.isPending ? (
          <Skeleton rows={4} />
        ) : !contacts.data ? (
          <ErrorState error={contacts.error} onRetry={() => void contacts.refetch()} />
        ) : items.length === 0 ? (
          <EmptyState
            icon={<ContactsOutlined />}
            title={t('network:contact.emptyTitle')}
            note={t('network:contact.emptyNote')}
            action={add}
          />
        ) : (
          <ul className="plain-list">
            {items.map((contact) => (
              <ContactRow
                key={contact.id}
                contact={contact}
                partner={partner}
                mayEdit={mayEdit}
                onEdit={() => setEditing(contact)}
              />
            ))}
          </ul>
        )}
      </div>
      {editing && (
        <ContactForm
          partner={partner}
          contact={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  )
}

interface RowProps {
  contact: Contact
  partner: PartnerDetail
  mayEdit: boolean
  onEdit: () => void
}
function ContactRow({ contact, partner, mayEdit, onEdit }: RowProps) {
  const { t } = useTexts()
  const say = useErrorText()
  const { message } = App.useApp()
  const remove = useRemoveContact()
  const add = useAddContact(partner.id)
  async function takeAway(): Promise<void> {
    try {
      await remove.mutateAsync(contact)
    } catch (error) {
      message.error(say(error))
      return
    }
    const { id: _id, partnerId: _partnerId, version: _version, ...input } = contact
    const key = contact.id
    message.success({
      key,
      duration: 8,
      content: (
        <>
          {t('network:contact.removed', { name: contact.name })}
          <Button
            type="link"
            size="small"
            onClick={() => {
              message.destroy(key)
              add.mutate(input, { onError: (error) => message.error(say(error)) })
            }}
          >
            {t('network:undo')}
          </Button>
        </>
      ),
    })
  }
  return (
    <li>
      <span>
        <strong>{contact.name}</strong>{' '}
        {contact.isPrimary && <StateTag tone="indigo">{t('network:contact.primary')}</StateTag>}
        <div className="soft">
          {[contact.jobTitle, contact.department].filter(Boolean).join(' · ')}
        </div>
        <div className="soft figures">
          {[contact.phone, contact.mail].filter(Boolean).join(' · ')}
        </div>
        {contact.note && <div className="faint">{contact.note}</div>}
      </span>
      <span className="row-end">
        <ReachButtons who={contact} />
        {mayEdit && (
          <>
            <Button
              type="text"
              icon={<EditOutlined />}
              aria-label={t('network:contact.edit', { name: contact.name })}
              onClick={onEdit}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              loading={remove.isPending}
              aria-label={t('network:contact.remove', { name: contact.name })}
              onClick={() => void takeAway()}
            />
          </>
        )}
      </span>
    </li>
  )
}

function ContactForm({
  partner,
  contact,
  onClose,
}: {
  partner: PartnerDetail
  contact: Contact | null
  onClose: () => void
}) {
  const { t } = useTexts()
  const add = useAddContact(partner.id)
  const change = useChangeContact()
  return (
    <FormDrawer<z.input<typeof ContactInput>, z.output<typeof ContactInput>>
      isOpen
      onClose={onClose}
      title={
        contact
          ? t('network:contact.edit', { name: contact.name })
          : t('network:contact.addTo', { name: partner.name })
      }
      schema={ContactInput}
      initial={contact ?? { isPrimary: false }}
      submitLabel={t('common:save')}
      onSubmit={(input) =>
        contact ? change.mutateAsync({ contact, patch: input }) : add.mutateAsync(input)
      }
      onDone={onClose}
    >
      <Field name="name" label={t('network:contact.name')}>
        <Input autoComplete="off" />
      </Field>
      <Field
        name="jobTitle"
        label={t('network:contact.jobTitle')}
        help={t('network:contact.jobTitleHelp')}
      >
        <Input />
      </Field>
      <Field name="department" label={t('network:contact.department')}>
        <Input />
      </Field>
      <Field name="phone" label={t('network:contact.phone')}>
        <Input type="tel" inputMode="tel" autoComplete="off" />
      </Field>
      <Field name="mail" label={t('network:contact.mail')}>
        <Input type="email" inputMode="email" autoComplete="off" />
      </Field>
      <Field name="note" label={t('network:field.note')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} />
      </Field>
      <Field name="isPrimary" label={t('network:contact.primary')} valuePropName="checked">
        <Checkbox>{t('network:contact.primaryHelp')}</Checkbox>
      </Field>
    </FormDrawer>
  )
}
