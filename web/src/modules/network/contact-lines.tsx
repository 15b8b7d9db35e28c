import { MailOutlined, PhoneOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useTexts } from '../../ui/i18n.ts'

interface Reachable {
  name: string
  phone: string
  mail: string
}

/** Calls or writes at one touch; on a phone the dialler opens. */
export function ReachButtons({
  who,
  size = 'medium',
}: {
  who: Reachable
  size?: 'medium' | 'large'
}) {
  const { t } = useTexts()
  const call = t('network:contact.call', { name: who.name })
  const write = t('network:contact.write', { name: who.name })
  return (
    <span className="reach">
      {who.phone && (
        <Tooltip title={who.phone}>
          <Button
            size={size}
            icon={<PhoneOutlined />}
            href={`tel:${who.phone}`}
            aria-label={call}
          />
        </Tooltip>
      )}
      {who.mail && (
        <Tooltip title={who.mail}>
          <Button
            size={size}
            icon={<MailOutlined />}
            href={`mailto:${who.mail}`}
            aria-label={write}
          />
        </Tooltip>
      )}
    </span>
  )
}

interface LineContact extends Reachable {
  id: string
  jobTitle: string
}
export function ContactLines({ contacts }: { contacts: LineContact[] }) {
  return (
    <ul className="contact-lines">
      {contacts.map((contact) => (
        <li key={contact.id}>
          <span>
            <strong>{contact.name}</strong> <span className="soft">{contact.jobTitle}</span>
            {contact.phone && <span className="soft figures contact-phone">{contact.phone}</span>}
          </span>
          <ReachButtons who={contact} />
        </li>
      ))}
    </ul>
  )
}
