/** `network.partner_moved` is the fact `moved`, `network.contact_added` is `contactAdded`. */
export function factKey(type: string): string {
  const words = type
    .replace(/^network\./, '')
    .split(/[._-]/)
    .filter(Boolean)
  const told = words[0] === 'partner' ? words.slice(1) : words
  return told.map((word, at) => (at === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('')
}

/** The names of the fields that a change touched, however the event lists them. */
export function factNames(data: Record<string, unknown>): string[] {
  const { fields, changes, changed } = data
  const told = fields ?? changes ?? changed
  if (Array.isArray(told)) return told.map(String)
  return typeof told === 'object' && told !== null ? Object.keys(told) : []
}
