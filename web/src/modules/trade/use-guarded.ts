import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useTexts } from '../../ui/i18n.ts'

/** Leaving with unsaved changes asks first. */
export function useGuarded(isDirty: () => boolean): void {
  const { t } = useTexts()
  const { modal } = App.useApp()
  useBlocker({
    enableBeforeUnload: isDirty,
    shouldBlockFn: async () => {
      if (!isDirty()) return false
      const mayLeave = await modal.confirm({
        title: t('common:unsaved.title'),
        content: t('common:unsaved.note'),
        okText: t('common:unsaved.leave'),
        cancelText: t('common:unsaved.stay'),
        okButtonProps: { danger: true },
      })
      return !mayLeave
    },
  })
}
