import { ApartmentOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useGo } from '../../app/navigation.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../ui/i18n.ts'
import { EmptyState } from '../../ui/states.tsx'

/** To whoever leads no chain and so cannot write a notice: where its own notices are, and how to lead. */
export function LeadFirst({ hasChain }: { hasChain: boolean }) {
  const { t } = useTexts()
  const go = useGo()
  const may = useMay()
  const mayOpen = may('network:edit')
  const key = hasChain ? 'receives' : mayOpen ? 'noChain' : 'noChainNoRight'
  return (
    <EmptyState
      icon={<ApartmentOutlined />}
      title={t(`messaging:leadFirst.${key}`)}
      note={t(`messaging:leadFirst.${key}Note`)}
      action={
        <div className="row">
          {hasChain && (
            <Button type="primary" onClick={() => go('/messages')}>
              {t('messaging:leadFirst.toInbox')}
            </Button>
          )}
          {mayOpen && (
            <Button type={hasChain ? 'default' : 'primary'} onClick={() => go('/chains/new')}>
              {t('messaging:leadFirst.open')}
            </Button>
          )}
        </div>
      }
    />
  )
}
