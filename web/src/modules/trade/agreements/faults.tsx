import { Alert } from 'antd'
import type { Fault } from '../../../../../server/modules/trade/agreements/schema.ts'
import { useTexts } from '../../../ui/i18n.ts'
import { termText } from './terms-text.ts'

/** Where rules contradict each other or can hardly be meant, each with a line that shows it. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  const { t } = useTexts()
  if (faults.length === 0) return null
  const isBad = faults.some(({ severity }) => severity === 'error')
  return (
    <Alert
      type={isBad ? 'error' : 'warning'}
      showIcon
      title={t(isBad ? 'price:fault.title' : 'price:fault.warning')}
      description={
        <ul>
          {faults.map(({ code, rules, path, example }) => (
            <li key={`${code} ${rules.join()} ${path}`}>
              {t(`price:fault.codes.${code}`)} {rules.length > 0 && `(${rules.join(', ')})`}{' '}
              {example &&
                t('price:fault.example', {
                  quantity: example.quantity,
                  payment: termText(t, example.payment),
                })}
            </li>
          ))}
        </ul>
      }
    />
  )
}
