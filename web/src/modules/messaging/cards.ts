import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

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
