import { SettingOutlined } from '@ant-design/icons'
import type { WebModule } from '../../app/modules.ts'

export const identity: WebModule = {
  name: 'identity',
  routes: [],
  menu: [
    {
      key: 'settings',
      labelKey: 'identity:settings',
      icon: <SettingOutlined />,
      to: '/settings',
      order: 90,
    },
  ],
}
