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
    .flatMap((entry) => [entry.to, ...(entry.also ?? [])].map((root) => ({ entry, root })))
    .filter(({ root }) => path === root || (root !== '/' && path.startsWith(`${root}/`)))
    .sort((a, b) => b.root.length - a.root.length)[0]?.entry
}
