import type { WebModule } from '../../app/modules.ts'

export const network: WebModule = {
  name: 'network',
  routes: [],
  menu: [],
}
