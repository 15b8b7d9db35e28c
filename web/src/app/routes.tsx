import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
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
  const Page = lazyRouteComponent(() =>
    route.page().then((component) => ({ default: component })),
  ) as FunctionComponent
  return createRoute({
    getParentRoute: () => parent,
    path: route.path,
    component: route.access
      ? () => (
          <Guarded access={route.access as NonNullable<typeof route.access>}>
            <Page />
          </Guarded>
        )
      : Page,
    errorComponent: FaultPage,
    pendingComponent: PageWaiting,
  })
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
