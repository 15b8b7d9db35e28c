import { OrgInput } from '../../../../server/modules/identity/schema.ts'
import { useGo } from '../../app/navigation.ts'
import { type Me, useEnter } from '../../app/session.ts'
import { FormPage } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { openOrg } from './api.ts'
import { OrgFields } from './person-fields.tsx'

/** Another org for somebody who is here already; the session switches to it. */
export function NewOrgPage() {
  const { t } = useTexts()
  const enter = useEnter()
  const go = useGo()
  return (
    <FormPage<OrgInput>
      title={t('identity:newOrg.title')}
      note={t('identity:newOrg.note')}
      back={{ to: '/', label: t('common:home') }}
      schema={OrgInput}
      submitLabel={t('identity:newOrg.submit')}
      onSubmit={openOrg}
      onDone={(me) => {
        enter(me as Me)
        go('/')
      }}
    >
      <OrgFields prefix={[]} size="medium" />
    </FormPage>
  )
}
