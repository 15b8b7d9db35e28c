import { Steps } from 'antd'
import { useTexts } from '../../ui/i18n.ts'
import { useIsPhone } from '../../ui/preferences.ts'
import type { Step } from './import-mapping.ts'

const ORDER = ['upload', 'map', 'check', 'run'] as const

export function ImportSteps({
  step,
  isFailed = false,
}: {
  step: 'upload' | Step
  isFailed?: boolean
}) {
  const { t } = useTexts()
  const isPhone = useIsPhone()
  return (
    <Steps
      size="small"
      responsive={false}
      titlePlacement={isPhone ? 'vertical' : 'horizontal'}
      current={step === 'done' ? ORDER.length : ORDER.indexOf(step)}
      status={isFailed ? 'error' : 'process'}
      items={ORDER.map((key) => ({ title: t(`network:import.step.${key}`) }))}
    />
  )
}
