import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react'
import type { z } from 'zod'
import type { CardInput } from '../../../../server/modules/messaging/conversation-schema.ts'
import type { Access } from '../../app/modules.ts'
import type { Format } from '../../ui/format.ts'

/** What a card's component is given: the facts that its robot or person posted. */
export interface CardProps {
  data: Record<string, unknown>
  /** When it was posted. */
  at: string
}

const cards = new Map<string, LazyExoticComponent<ComponentType<CardProps>>>()

/**
 * Says how messages with a template are drawn. A module calls it in its `index.tsx`, so the component comes
 * only when a card of its kind is first shown:
 *
 *   registerCard('production.digest', () => import('./digest-card.tsx').then((m) => m.DigestCard))
 *
 * A message whose template nobody has registered shows its text in the reader's language.
 */
export function registerCard(
  template: string,
  load: () => Promise<ComponentType<CardProps>>,
): void {
  cards.set(
    template,
    lazy(async () => ({ default: await load() })),
  )
}

export const cardOf = (template: string) => cards.get(template)

/** A record that somebody may show in a conversation; its words are the sender's. */
export interface Showable {
  key: string
  title: string
  note: string
  card: (t: (key: string) => string, format: Format) => z.input<typeof CardInput>
}
export interface CardSource {
  key: string
  labelKey: string
  /** What its search looks for: a number, a product. */
  searchKey: string
  icon: ReactNode
  access: Access
  find: (q: string, signal: AbortSignal) => Promise<Showable[]>
}

const sources = new Map<string, CardSource>()

/** Offers a module's records in the composer, again in its `index.tsx`. */
export function registerCardSource(source: CardSource): void {
  sources.set(source.key, source)
}

export const cardSources = () => [...sources.values()]
