/**
 * How a module adds its pages. `web/src/modules/<name>/index.tsx` exports one `WebModule` under the module's
 * name, and the list at the end of this file names it. Its index is part of the first load, so it holds
 * icons, keys and dynamic imports only; pages come when they are opened:
 *
 *   export const network: WebModule = {
 *     name: 'network',
 *     routes: [
 *       { path: '/chains/$chainId', access: 'network:view', page: () => import('./chain-page.tsx').then((m) => m.ChainPage) },
 *     ],
 *     menu: [{ key: 'chain', labelKey: 'network:menu', icon: <ApartmentOutlined />, to: '/chains', access: 'network:view', order: 20 }],
 *   }
 *
 * In a page: `useRouteParams()` and `useGo()` from `app/navigation.ts`, `useMe()` and `useMay()` from
 * `app/session.ts`, lists and forms from `ui/`, requests from the module's own `api.ts` over `ui/http.ts`.
 * Texts are keys with their namespace, `t('network:chain.title')`, in both `locales/<language>/<name>.json`.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { ComponentType, ReactNode } from 'react'
import type { Level, ModuleName } from '../../../server/platform/schema.ts'
import { identity } from '../modules/identity/index.tsx'
import { messaging } from '../modules/messaging/index.tsx'
import { network } from '../modules/network/index.tsx'
import { production } from '../modules/production/index.tsx'
import { trade } from '../modules/trade/index.tsx'
import type { StreamEvent } from '../ui/sse.ts'

export type { Level, ModuleName }
export type Access = `${ModuleName}:${Exclude<Level, 'none'>}`

export interface ModuleRoute {
  /** TanStack's spelling: `/chains/$chainId/partners/$partnerId`. */
  path: string
  /** Loads the page's component. */
  page: () => Promise<ComponentType>
  /** Who may open it; others see a page that says what is missing. Absent: everybody who acts for an org. */
  access?: Access
  /** `bare` pages stand without the frame and need no login (sign in, join). */
  frame?: 'app' | 'bare'
}

export interface MenuEntry {
  key: string
  labelKey: string
  /** Under its name in the phone's workbench. */
  noteKey?: string
  icon: ReactNode
  to: string
  /** Where more of its pages are. */
  also?: string[]
  access?: Access
  /** Order in the rail: home 10, chain 20, messages 30, trade 40, production 50, settings 90. */
  order: number
  /** Set on the entry that the phone shows as a bottom tab; others are found under Work. */
  isPhoneTab?: boolean
}

/** A thing that Ctrl-K finds. */
export interface Command {
  key: string
  title: string
  note?: string
  icon?: ReactNode
  to: string
}
export interface CommandSource {
  key: string
  labelKey: string
  access?: Access
  /** Asked while the reader types, at least two characters, at most every 200 ms. */
  search: (q: string, signal: AbortSignal) => Promise<Command[]>
}
/** Pages and acts that Ctrl-K offers besides the menu. */
export interface CommandPage {
  key: string
  labelKey: string
  /** Other words that find it, in both languages. */
  words?: string
  icon?: ReactNode
  to: string
  access?: Access
}

/** What waits for the reader: a card on the home page. */
export interface WaitingItem {
  key: string
  title: string
  note?: string
  to: string
  /** When it came, or when it is due. */
  at?: string
  isUrgent?: boolean
}
export interface WaitingSource {
  key: string
  labelKey: string
  /** Said when nothing waits. */
  emptyKey: string
  icon: ReactNode
  /** The page with all of them. */
  to: string
  access?: Access
  order: number
  queryKey: QueryKey
  load: (signal: AbortSignal) => Promise<{ count: number; items: WaitingItem[] }>
}

/** A big button on the phone's Work page: scan, report, confirm. */
export interface WorkAction {
  key: string
  labelKey: string
  noteKey?: string
  icon: ReactNode
  to: string
  access?: Access
  order: number
}

/** The number on the bell. */
export interface UnreadSource {
  queryKey: QueryKey
  load: (signal: AbortSignal) => Promise<number>
  to: string
  access?: Access
}

export interface WebModule {
  name: ModuleName
  routes: ModuleRoute[]
  menu: MenuEntry[]
  pages?: CommandPage[]
  commands?: CommandSource[]
  waiting?: WaitingSource[]
  work?: WorkAction[]
  unread?: UnreadSource
  /** Hears every live event; marks what it makes stale (`client.invalidateQueries`). */
  onEvent?: (event: StreamEvent, client: QueryClient) => void
}

export const MODULES: WebModule[] = [identity, network, messaging, trade, production]
