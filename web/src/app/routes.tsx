import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router'
import type { FunctionComponent } from 'react'
import { FaultPage, LostPage, PageWaiting } from './fault-page.tsx'
import { Frame } from './frame.tsx'
import { Guarded } from './guarded.tsx'
import { MODULES, type ModuleRoute } from './modules.ts'
import { parseSearch, writeSearch } from './navigation.ts'

const HOUSE: ModuleRoute[] = [
  { path: '/', page: () => import('./home-page.tsx').then((m) => m.HomePage) },
  { path: '/work', page: () => import('./work-page.tsx').then((m) => m.WorkPage) },
  { path: '/more', page: () => import('./more-page.tsx').then((m) => m.MorePage) },
]

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: LostPage,
  errorComponent: FaultPage,
})
const framed = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame })
const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: Outlet })

function pageRoute(route: ModuleRoute) {
  const parent = route.frame === 'bare' ? bare : framed
  return createRoute({
    getParentRoute: () => parent,
    path: route.path,
    component: guarded(route),
    errorComponent: FaultPage,
    pendingComponent: PageWaiting,
  })
}

function guarded({ page, access }: ModuleRoute) {
  const Page: RouteComponent = lazyRouteComponent(() =>
    page().then((component) => ({ default: component as FunctionComponent })),
  )
  if (!access) return Page
  const GuardedPage = () => (
    <Guarded access={access}>
      <Page />
    </Guarded>
  )
  // The router loads the page's code before it shows the page, and finds it by this name.
  return Object.assign(GuardedPage, { preload: Page.preload })
}

const routes = [...HOUSE, ...MODULES.flatMap((module) => module.routes)]
const isBare = (route: ModuleRoute) => route.frame === 'bare'

/** The whole map: our own pages and those of every module, in the frame or without it. */
export const router = createRouter({
  routeTree: root.addChildren([
    framed.addChildren(routes.filter((route) => !isBare(route)).map(pageRoute)),
    bare.addChildren(routes.filter(isBare).map(pageRoute)),
  ]),
  parseSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  scrollRestoration: true,
})
