import { ApartmentOutlined, ContactsOutlined, PlusOutlined, ShopOutlined } from '@ant-design/icons'
import type { WebModule } from '../../app/modules.ts'
import { queries } from '../../app/session.ts'
import { chainsQuery, findPartners, keys } from './api.ts'

export const network: WebModule = {
  name: 'network',
  routes: [
    {
      path: '/chains',
      access: 'network:view',
      page: () => import('./chains-page.tsx').then((m) => m.ChainsPage),
    },
    {
      path: '/chains/new',
      access: 'network:edit',
      page: () => import('./chain-new-page.tsx').then((m) => m.ChainNewPage),
    },
    {
      path: '/chains/$chainId',
      access: 'network:view',
      page: () => import('./chain-page.tsx').then((m) => m.ChainPage),
    },
    {
      path: '/chains/$chainId/settings',
      access: 'network:edit',
      page: () => import('./chain-settings-page.tsx').then((m) => m.ChainSettingsPage),
    },
    {
      path: '/chains/$chainId/import',
      access: 'network:edit',
      page: () => import('./import-start-page.tsx').then((m) => m.ImportStartPage),
    },
    {
      path: '/imports/$importId',
      access: 'network:edit',
      page: () => import('./import-page.tsx').then((m) => m.ImportPage),
    },
    {
      path: '/partners/$partnerId',
      access: 'network:view',
      page: () => import('./partner-page.tsx').then((m) => m.PartnerPage),
    },
    {
      path: '/directory',
      access: 'network:view',
      page: () => import('./directory-page.tsx').then((m) => m.DirectoryPage),
    },
  ],
  menu: [
    {
      key: 'chains',
      labelKey: 'network:menu.chains',
      noteKey: 'network:chains.workNote',
      icon: <ApartmentOutlined />,
      to: '/chains',
      also: ['/partners', '/imports'],
      access: 'network:view',
      order: 20,
    },
    {
      key: 'directory',
      labelKey: 'network:menu.directory',
      icon: <ContactsOutlined />,
      to: '/directory',
      access: 'network:view',
      order: 25,
    },
  ],
  pages: [
    {
      key: 'chain-new',
      labelKey: 'network:new.title',
      words: 'chain open create 新建 产业链 开通',
      icon: <PlusOutlined />,
      to: '/chains/new',
      access: 'network:edit',
    },
  ],
  commands: [
    {
      key: 'chains',
      labelKey: 'network:commands.chains',
      access: 'network:view',
      search: searchChains,
    },
    {
      key: 'partners',
      labelKey: 'network:commands.partners',
      access: 'network:view',
      search: searchPartners,
    },
  ],
  work: [
    {
      key: 'directory',
      labelKey: 'network:menu.directory',
      noteKey: 'network:directory.workNote',
      icon: <ContactsOutlined />,
      to: '/directory',
      access: 'network:view',
      order: 40,
    },
  ],
  onEvent(event, client) {
    if (event.type.startsWith('network.')) {
      void client.invalidateQueries({ queryKey: keys.all })
    }
  },
}

async function searchChains(q: string) {
  const { items } = await queries.ensureQueryData(chainsQuery)
  return items
    .filter((chain) => chain.name.toLowerCase().includes(q.toLowerCase()))
    .slice(0, 5)
    .map((chain) => ({
      key: chain.id,
      title: chain.name,
      note: chain.lead.name,
      icon: <ApartmentOutlined />,
      to: `/chains/${chain.id}`,
    }))
}

/** Partners are looked for in the first chains that the reader is in: most are in one. */
async function searchPartners(q: string, signal: AbortSignal) {
  const { items } = await queries.ensureQueryData(chainsQuery)
  const found = await Promise.all(
    items.slice(0, 3).map((chain) => findPartners(chain.id, q, 5, signal)),
  )
  return found.flatMap(({ items: partners }) =>
    partners.map((partner) => ({
      key: partner.id,
      title: partner.name,
      note: [partner.code, partner.region].filter(Boolean).join(' · '),
      icon: <ShopOutlined />,
      to: `/partners/${partner.id}`,
    })),
  )
}
