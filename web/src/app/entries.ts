import { type MenuEntry, MODULES } from './modules.ts'
import { type Me, mayDo } from './session.ts'

/** What of the modules this reader may use, in order. */
export function menuOf(me: Me): MenuEntry[] {
  return MODULES.flatMap((module) => module.menu)
    .filter((entry) => mayDo(me, entry.access))
    .sort((a, b) => a.order - b.order)
}

/** The entry whose pages the address belongs to: the longest path that it begins with. */
export function entryAt(entries: MenuEntry[], path: string): MenuEntry | undefined {
  return entries
    .filter(({ to }) => path === to || (to !== '/' && path.startsWith(`${to}/`)))
    .sort((a, b) => b.to.length - a.to.length)[0]
}
