import { App } from 'antd'
import type { z } from 'zod'
import { ChainInput } from '../../../../server/modules/network/schema.ts'
import { useGo, useRouteParams } from '../../app/navigation.ts'
import { FormPage } from '../../ui/form.tsx'
import { useTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { useChain, useChangeChain } from './api.ts'
import { ChainNameFields, ChainRuleFields } from './chain-fields.tsx'
import './network.css'

// The currency is fixed once a chain is open: its prices are kept in it.
const Editable = ChainInput.omit({ currency: true, peersVisible: true })

/** Name, clock, reminders and rounding of a chain. */
export function ChainSettingsPage() {
  const { t } = useTexts()
  const go = useGo()
  const { message } = App.useApp()
  const { chainId } = useRouteParams<'chainId'>()
  const { data: chain, error, refetch } = useChain(chainId)
  const change = useChangeChain()
  const back = { to: `/chains/${chainId}`, label: chain?.name ?? t('network:chains.one') }
  if (!chain) {
    return (
      <Page title={t('network:settings.title')} back={back} width="narrow">
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton rows={8} />
        )}
      </Page>
    )
  }
  return (
    <FormPage<z.input<typeof Editable>, z.output<typeof Editable>>
      title={t('network:settings.title')}
      note={t('network:settings.note')}
      back={back}
      schema={Editable}
      initial={{ name: chain.name, note: chain.note, settings: chain.settings }}
      submitLabel={t('common:save')}
      onSubmit={(patch) => change.mutateAsync({ chain, patch })}
      onDone={() => {
        message.success(t('network:settings.saved'))
        go(`/chains/${chainId}`)
      }}
    >
      <ChainNameFields />
      <ChainRuleFields currency={chain.currency} />
    </FormPage>
  )
}
