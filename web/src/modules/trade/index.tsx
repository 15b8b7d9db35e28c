import type { WebModule } from '../../app/modules.ts'

export const trade: WebModule = {
  name: 'trade',
  routes: [],
  menu: [],
}
