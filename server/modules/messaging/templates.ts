import { type Ctx, checkVersion, writeLast } from '../../platform/ctx.ts'
import { found } from '../../platform/errors.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type { NoticeKind, TemplateInput, TemplatePatch } from './schema.ts'

interface TemplateRow {
  id: string
  name: string
  kind: string
  title: string
  body: string
  version: number
}
function shapeTemplate({ id, name, kind, title, body, version }: TemplateRow) {
  return { id, name, kind: kind as NoticeKind, title, body, version }
}

export function listTemplates(ctx: Ctx) {
  return ctx.read(async (tx) => {
    const rows = await tx.db
      .selectFrom('notice_templates')
      .selectAll()
      .where('org_id', '=', tx.actor.orgId as string)
      .orderBy('name')
      .limit(500)
      .execute()
    return { items: rows.map(shapeTemplate) }
  })
}

export function addTemplate(ctx: Ctx, input: TemplateInput) {
  return ctx.transaction(async (tx) => {
    const row = {
      id: newId(),
      org_id: tx.actor.orgId as string,
      ...input,
      created_at: tx.now().toISOString(),
      version: 1,
    }
    writeLast(tx, tx.db.insertInto('notice_templates').values(row))
    record(tx, 'messaging.template_added', `template:${row.id}`, { name: row.name })
    return shapeTemplate(row)
  })
}

export function changeTemplate(ctx: Ctx, id: string, patch: TemplatePatch) {
  return ctx.transaction(async (tx) => {
    const row = found(
      await tx.db
        .selectFrom('notice_templates')
        .selectAll()
        .where('id', '=', id)
        .where('org_id', '=', tx.actor.orgId as string)
        .forUpdate()
        .executeTakeFirst(),
      'template',
    )
    checkVersion(tx, row.version)
    const changed = { ...row, ...patch, version: row.version + 1 }
    const { name, title, body, version } = changed
    writeLast(
      tx,
      tx.db
        .updateTable('notice_templates')
        .set({ name, title, body, version })
        .where('id', '=', id),
    )
    record(tx, 'messaging.template_changed', `template:${id}`)
    return shapeTemplate(changed)
  })
}

export function removeTemplate(ctx: Ctx, id: string): Promise<void> {
  return ctx.transaction(async (tx) => {
    const row = await tx.db
      .deleteFrom('notice_templates')
      .where('id', '=', id)
      .where('org_id', '=', tx.actor.orgId as string)
      .returning('id')
      .executeTakeFirst()
    found(row, 'template')
    record(tx, 'messaging.template_removed', `template:${id}`)
  })
}
