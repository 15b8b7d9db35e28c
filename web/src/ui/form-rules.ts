import type { z } from 'zod'

/** The part of a schema that one field of a form fills, or null when the path leads nowhere. */
export function fieldSchema(schema: z.ZodType, path: (string | number)[]): z.ZodType | null {
  let at: unknown = schema
  for (const part of path) {
    const open = unwrapped(at)
    const shape = (open as { shape?: Record<string, unknown> }).shape
    if (shape && typeof part === 'string') at = shape[part]
    else if (typeof part === 'number') at = (open as { element?: unknown }).element
    else at = undefined
    if (!at) return null
  }
  return at as z.ZodType
}

/** Looks inside optional, nullable and default. */
function unwrapped(schema: unknown): unknown {
  let at = schema as { unwrap?: () => unknown; shape?: unknown; element?: unknown }
  while (at && !at.shape && !at.element && typeof at.unwrap === 'function')
    at = at.unwrap() as typeof at
  return at
}

/**
 * An emptied field as the schema wants it: empty text where that is allowed, else null, else left out. In a
 * change (`isPatch`) leaving out means "as it was", which is not what somebody means who empties a field.
 */
export function emptied(schema: z.ZodType, value: unknown, isPatch = false): unknown {
  if (value !== '' && value !== null && value !== undefined) return value
  for (const candidate of isPatch ? ['', null] : ['', null, undefined]) {
    if (schema.safeParse(candidate).success) return candidate
  }
  return value
}

/** All values of a form, with emptied fields put right, at any depth of plain objects. */
export function cleaned(
  schema: z.ZodType,
  values: unknown,
  isPatch = false,
  path: (string | number)[] = [],
): unknown {
  const part = path.length === 0 ? schema : fieldSchema(schema, path)
  if (!part) return values
  const isPlain =
    typeof values === 'object' &&
    values !== null &&
    Object.getPrototypeOf(values) === Object.prototype
  if (!isPlain || !(unwrapped(part) as { shape?: unknown }).shape) {
    return emptied(part, values, isPatch)
  }
  return Object.fromEntries(
    Object.entries(values as object).map(([name, value]) => [
      name,
      cleaned(schema, value, isPatch, [...path, name]),
    ]),
  )
}

export interface RuleText {
  key: string
  values: Record<string, unknown>
}

/** What to say of a schema's complaint: a catalogue key and the numbers in it. */
export function ruleText(issue: z.core.$ZodIssue): RuleText {
  const values = { ...issue } as Record<string, unknown>
  if (issue.code === 'custom')
    return { key: issue.message, values: (issue.params ?? {}) as Record<string, unknown> }
  if (issue.code === 'invalid_type')
    return {
      key:
        issue.input === undefined || issue.input === null || issue.input === ''
          ? 'required'
          : 'invalid',
      values,
    }
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') {
      const isEmpty = Number(issue.minimum) <= 1 || issue.input === ''
      return { key: isEmpty ? 'required' : 'text_short', values }
    }
    if (issue.origin === 'array') return { key: 'list_short', values }
    return { key: 'number_small', values }
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return { key: 'text_long', values }
    if (issue.origin === 'array') return { key: 'list_long', values }
    return { key: 'number_big', values }
  }
  if (issue.code === 'invalid_format')
    return { key: issue.format === 'email' ? 'email' : 'invalid_format', values }
  return { key: 'invalid', values }
}

/** The first complaint about one field's value, or null. */
export function fieldFault(
  schema: z.ZodType,
  path: (string | number)[],
  value: unknown,
  isPatch = false,
): RuleText | null {
  const part = fieldSchema(schema, path)
  if (!part) return null
  const result = part.safeParse(emptied(part, value, isPatch), { reportInput: true })
  const issue = result.success ? undefined : result.error.issues[0]
  return issue ? ruleText(issue) : null
}

export function isRequired(schema: z.ZodType, path: (string | number)[], isPatch = false): boolean {
  const part = fieldSchema(schema, path)
  const empties = isPatch ? ['', null] : ['', null, undefined]
  return part !== null && !empties.some((empty) => part.safeParse(empty).success)
}
