import type { WebModule } from '../../app/modules.ts'

export const messaging: WebModule = {
  name: 'messaging',
  routes: [],
  menu: [],
}
