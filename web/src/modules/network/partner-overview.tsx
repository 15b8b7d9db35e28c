import { Link } from '@tanstack/react-router'
import { Progress, Tag } from 'antd'
import { useFormat, useTexts } from '../../ui/i18n.ts'
import { DateText, Facts, RelativeTime } from '../../ui/values.tsx'
import { type PartnerDetail, useContacts } from './api.ts'
import { ContactLines } from './contact-lines.tsx'

export function PartnerOverview({ partner }: { partner: PartnerDetail }) {
  const { t } = useTexts()
  const contacts = useContacts(partner.id)
  const people = [...(contacts.data?.items ?? [])]
    .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary))
    .slice(0, 3)
  return (
    <div className="overview">
      <section className="card card-padded">
        <Facts
          items={[
            { key: 'code', label: t('network:field.code'), value: partner.code },
            { key: 'kind', label: t('network:field.kind'), value: partner.kind },
            {
              key: 'parent',
              label: t('network:field.parent'),
              value: partner.parentId ? (
                <Link to={`/partners/${partner.parentId}`}>{partner.parentName}</Link>
              ) : (
                t('network:partner.direct')
              ),
            },
            { key: 'region', label: t('network:field.region'), value: partner.region },
            { key: 'address', label: t('network:field.address'), value: partner.address },
            {
              key: 'uscc',
              label: t('network:field.uscc'),
              value: partner.uscc && <span className="figures">{partner.uscc}</span>,
            },
            {
              key: 'groups',
              label: t('network:field.group'),
              value:
                (partner.groups.length > 0 &&
                  partner.groups.map((group) => <Tag key={group.id}>{group.name}</Tag>)) ||
                null,
            },
            {
              key: 'tags',
              label: t('network:field.tag'),
              value:
                (partner.tags.length > 0 &&
                  partner.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)) ||
                null,
            },
            { key: 'note', label: t('network:field.note'), value: partner.note },
            {
              key: 'joined',
              label: t('network:field.joinedAt'),
              value: partner.joinedAt && <RelativeTime at={partner.joinedAt} />,
            },
            {
              key: 'created',
              label: t('network:field.createdAt'),
              value: <DateText at={partner.createdAt} />,
            },
          ]}
        />
      </section>
      <div className="stack">
        {people.length > 0 && (
          <section className="card card-padded">
            <h3>{t('network:tabs.contacts')}</h3>
            <ContactLines contacts={people} />
          </section>
        )}
        {partner.below.length > 0 && <BelowByTier partner={partner} />}
      </div>
    </div>
  )
}

function BelowByTier({ partner }: { partner: PartnerDetail }) {
  const { t } = useTexts()
  const format = useFormat()
  return (
    <section className="card card-padded">
      <h3>{t('network:partner.belowTitle')}</h3>
      <ul className="below-tiers">
        {partner.below.map(({ tier, partners, joined }) => {
          const text = t('network:tier.joinedOf', {
            joined: format.number(joined),
            partners: format.number(partners),
          })
          return (
            <li key={tier}>
              <span>{t('network:tier.short', { tier })}</span>
              <Progress
                percent={partners === 0 ? 0 : (joined / partners) * 100}
                showInfo={false}
                size="small"
                aria-label={text}
              />
              <span className="figures soft">{text}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
