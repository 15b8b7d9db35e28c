import type { Group } from './api.ts'

export interface GroupNode {
  value: string
  title: string
  children: GroupNode[]
}

/** Groups as a tree for a picker; one whose parent is not in the list stands at the top. */
export function groupTree(groups: Group[]): GroupNode[] {
  const nodes = new Map(
    groups.map((group) => [
      group.id,
      { value: group.id, title: group.name, children: [] as GroupNode[] },
    ]),
  )
  const tops: GroupNode[] = []
  for (const group of groups) {
    const node = nodes.get(group.id)!
    const parent = group.parentId === null ? undefined : nodes.get(group.parentId)
    if (parent) parent.children.push(node)
    else tops.push(node)
  }
  return tops
}

/** The same tree as rows, each with how deep it stands. */
export function groupRows(groups: Group[]): { group: Group; depth: number }[] {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const walk = (nodes: GroupNode[], depth: number): { group: Group; depth: number }[] =>
    nodes.flatMap((node) => [
      { group: byId.get(node.value)!, depth },
      ...walk(node.children, depth + 1),
    ])
  return walk(groupTree(groups), 0)
}

/** A group and all below it. */
export function branchOf(groups: Group[], id: string): Set<string> {
  const branch = new Set([id])
  // Parents may stand after their children, so the list is read until nothing is added.
  for (let before = 0; before !== branch.size; ) {
    before = branch.size
    for (const group of groups)
      if (group.parentId !== null && branch.has(group.parentId)) branch.add(group.id)
  }
  return branch
}
