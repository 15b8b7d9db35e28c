import type { Colleague } from './api.ts'

/** How many of mine a rule names; with nothing chosen it is everybody. */
export function countPeople(
  people: Colleague[],
  departments: string[],
  personIds: string[],
): number {
  if (departments.length === 0 && personIds.length === 0) return people.length
  return people.filter(
    (one) => departments.includes(one.department) || personIds.includes(one.personId),
  ).length
}

export const departmentsOf = (people: Colleague[]): string[] =>
  [...new Set(people.map((one) => one.department).filter(Boolean))].sort((a, b) =>
    a.localeCompare(b, 'zh-CN'),
  )
