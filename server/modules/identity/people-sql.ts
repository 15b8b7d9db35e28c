import { type RawBuilder, sql } from 'kysely'

/** Current members as other modules may join them: `(...) m`. Policies still decide which rows appear. */
export function membersSql(): RawBuilder<unknown> {
  return sql`(SELECT m.id, m.org_id, m.person_id, m.role, m.department, m.job_title,
    p.name, coalesce(p.phone, '') AS phone, coalesce(p.mail, '') AS mail
    FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.ended_at IS NULL)`
}

/** People, members or not any more, as other modules may join them: `(...) p`. */
export function peopleSql(): RawBuilder<{ id: string; name: string; phone: string; mail: string }> {
  return sql`(SELECT id, name, phone, mail FROM people)`
}

/** Orgs by name, as other modules may join them: `(...) o`. */
export function orgsSql(): RawBuilder<{ id: string; name: string; short_name: string }> {
  return sql`(SELECT id, name, short_name, uscc, region FROM orgs)`
}
