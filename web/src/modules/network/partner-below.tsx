import { PlusOutlined, ShopOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../ui/i18n.ts'
import { List } from '../../ui/list-page.tsx'
import { keys, loadPartners, type PartnerDetail, type PartnerRow } from './api.ts'
import { PartnerForm } from './partner-form.tsx'
import { PartnerCard, useColumns } from './partners-tab.tsx'

/** Those right below a partner, or all at any depth. */
export function PartnerBelow({ partner, mayEdit }: { partner: PartnerDetail; mayEdit: boolean }) {
  const { t } = useTexts()
  const columns = useColumns()
  const [reach, setReach] = useState<'parentId' | 'underId'>('parentId')
  const [isAdding, setAdding] = useState(false)
  const add = mayEdit && (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('network:partner.add')}
    </Button>
  )
  return (
    <>
      <div className="below-tools">
        <Segmented
          value={reach}
          onChange={setReach}
          options={[
            { value: 'parentId', label: t('network:partner.directly') },
            { value: 'underId', label: t('network:partner.allBelow') },
          ]}
        />
        {add}
      </div>
      <List<PartnerRow>
        id="partners-below"
        queryKey={keys.partners(partner.chainId)}
        load={(query, signal) => loadPartners(partner.chainId, query, signal)}
        query={{ [reach]: partner.id }}
        rowKey={(one) => one.id}
        columns={columns.filter((column) => reach === 'underId' || column.key !== 'parent')}
        card={(one) => <PartnerCard partner={one} />}
        to={(one) => `/partners/${one.id}`}
        searchLabel={t('network:table.search')}
        empty={{
          icon: <ShopOutlined />,
          title: t('network:partner.noneBelow'),
          note: t('network:partner.noneBelowNote'),
          action: add,
        }}
        isEmbedded
      />
      <PartnerForm
        chainId={partner.chainId}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        under={partner}
      />
    </>
  )
}
