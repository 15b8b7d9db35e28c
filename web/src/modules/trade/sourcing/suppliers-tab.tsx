import { BellOutlined, MessageOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useGo } from '../../../app/navigation.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { useErrorText } from '../../../ui/states.tsx'
import { RelativeTime, StateTag } from '../../../ui/values.tsx'
import { keys, matchesQuery, type Rfq, rfqAct } from './api.ts'
import { QuoteStateTag } from './marks.tsx'

type Supplier = NonNullable<Rfq['suppliers']>[number]

/** Who was asked, and how far each is. */
export function SuppliersTab({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const may = useMay()('trade:edit')
  const remind = () =>
    rfqAct.remind(rfq.id).then(
      ({ reminded }) => {
        message.success(t('sourcing:supplier.reminded', { count: reminded }))
        return client.invalidateQueries({ queryKey: keys.rfq(rfq.id) })
      },
      (error) => message.error(errorText(error)),
    )
  return (
    <div className="stack">
      {may && rfq.state === 'open' && (
        <div className="compare-tools">
          <Button icon={<BellOutlined />} onClick={() => void remind()}>
            {t('sourcing:supplier.remind')}
          </Button>
          <InviteMore rfq={rfq} />
        </div>
      )}
      <ul className="supplier-list card">
        {rfq.suppliers?.map((supplier) => (
          <SupplierRow key={supplier.orgId} rfq={rfq} supplier={supplier} may={may} />
        ))}
      </ul>
    </div>
  )
}

function SupplierRow({ rfq, supplier, may }: { rfq: Rfq; supplier: Supplier; may: boolean }) {
  const { t } = useTexts()
  const go = useGo()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const talk = () =>
    rfqAct.talk(rfq.id, supplier.orgId).then(
      ({ conversationId }) => go(`/messages/chats/${conversationId}`),
      (error) => message.error(errorText(error)),
    )
  return (
    <li>
      <div>
        <b>{supplier.name}</b> <SupplierState supplier={supplier} />
        {supplier.declineReason && <div className="faint">{supplier.declineReason}</div>}
        <div className="faint">
          {supplier.quotedAt ? (
            <>
              {t('sourcing:supplier.quotedAt')} <RelativeTime at={supplier.quotedAt} />
            </>
          ) : (
            <>
              {t('sourcing:supplier.invitedAt')} <RelativeTime at={supplier.invitedAt} />
            </>
          )}
          {supplier.remindedAt && (
            <>
              {' · '}
              {t('sourcing:supplier.remindedAt')} <RelativeTime at={supplier.remindedAt} />
            </>
          )}
        </div>
      </div>
      {may && (
        <Button icon={<MessageOutlined />} onClick={() => void talk()}>
          {t('sourcing:supplier.talk')}
        </Button>
      )}
    </li>
  )
}

function SupplierState({ supplier }: { supplier: Supplier }) {
  const { t } = useTexts()
  if (supplier.quoteState) return <QuoteStateTag state={supplier.quoteState} />
  if (supplier.declinedAt) return <StateTag tone="bad">{t('sourcing:inbox.declined')}</StateTag>
  return (
    <StateTag tone="quiet">
      {t(supplier.seenAt ? 'sourcing:supplier.seen' : 'sourcing:supplier.unseen')}
    </StateTag>
  )
}

/** Further suppliers of mine, chosen one by one. */
function InviteMore({ rfq }: { rfq: Rfq }) {
  const { t } = useTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const errorText = useErrorText()
  const { data } = useQuery(matchesQuery(rfq.lines.map((line) => line.category).filter(Boolean)))
  const asked = new Set(rfq.suppliers?.map((supplier) => supplier.orgId))
  const further = data?.items.filter((match) => !asked.has(match.orgId)) ?? []
  if (further.length === 0) return null
  const invite = (orgId: string) =>
    rfqAct.invite(rfq.id, [orgId]).then(
      (answer) => client.setQueryData(keys.rfq(rfq.id), answer),
      (error) => message.error(errorText(error)),
    )
  return (
    <Select
      className="invite-more"
      value={null}
      placeholder={t('sourcing:supplier.more')}
      aria-label={t('sourcing:supplier.more')}
      showSearch={{ optionFilterProp: 'label' }}
      options={further.map(({ orgId, name }) => ({ value: orgId, label: name }))}
      onChange={(orgId: string | null) => orgId && void invite(orgId)}
    />
  )
}
