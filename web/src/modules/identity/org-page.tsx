import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { OrgPatch } from '../../../../server/modules/identity/schema.ts'
import { meQuery, useMay } from '../../app/session.ts'
import { InlineForm } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { DateText, Facts } from '../../ui/values.tsx'
import { changeOrg, orgQuery } from './api.ts'
import { spacedUscc } from './forms.ts'
import { OrgFields } from './person-fields.tsx'
import { SettingsPage } from './settings-frame.tsx'

/** What the org tells of itself; who may not change it reads it. */
export function OrgPage() {
  const { t } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data: org, error, refetch } = useQuery(orgQuery)
  return (
    <SettingsPage section="org">
      {org ? (
        <div className="card card-padded settings-form">
          {may('identity:edit') ? (
            <InlineForm<OrgPatch>
              key={org.version}
              schema={OrgPatch}
              isPatch
              initial={{
                name: org.name,
                shortName: org.shortName,
                uscc: org.uscc ?? '',
                region: org.region,
                industry: org.industry,
              }}
              submitLabel={t('common:save')}
              isGuarded
              onSubmit={(patch) => changeOrg(patch, org.version)}
              onDone={(changed) => {
                client.setQueryData(orgQuery.queryKey, changed as typeof org)
                void client.invalidateQueries({ queryKey: meQuery.queryKey })
                message.success(t('common:saved'))
              }}
            >
              <OrgFields prefix={[]} size="medium" />
            </InlineForm>
          ) : (
            <Facts
              items={[
                { key: 'name', label: t('identity:org.name'), value: org.name },
                { key: 'short', label: t('identity:org.shortName'), value: org.shortName },
                {
                  key: 'uscc',
                  label: t('identity:org.uscc'),
                  value: spacedUscc(org.uscc),
                },
                { key: 'region', label: t('identity:org.region'), value: org.region },
                { key: 'industry', label: t('identity:org.industry'), value: org.industry },
                {
                  key: 'since',
                  label: t('identity:org.since'),
                  value: <DateText at={org.createdAt} />,
                },
              ]}
            />
          )}
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
    </SettingsPage>
  )
}
