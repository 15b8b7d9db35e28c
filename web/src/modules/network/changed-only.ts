/** What a form really changed: the record should not say that all was touched when a name was corrected. */
export function changedOnly<T extends object>(before: object, after: T): Partial<T> {
  const old = before as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(old[name] ?? null),
    ),
  ) as Partial<T>
}
