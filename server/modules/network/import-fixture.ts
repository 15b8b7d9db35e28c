import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { testApp, type User } from '../../../test/app.ts'
import { newId } from '../../platform/ids.ts'
import { writeXlsx } from '../../platform/sheets/write.ts'

/** An app with a lead and its chain, and the ways in which the tests of imports upload and look. */
export async function importWorld(t: { after(work: () => unknown): void }) {
  const house = await testApp(t)
  const { owner } = house.app.database
  const lead = await house.newOrg('兰溪服饰')

  async function newChain(user: User = lead): Promise<string> {
    const id = newId()
    await owner.query(
      'INSERT INTO chains (id, org_id, name, created_at) VALUES ($1, $2, $3, now())',
      [id, user.orgId, `Chain ${id}`],
    )
    return id
  }
  async function upload(
    user: Pick<User, 'post'>,
    chainId: string,
    file: Buffer | string,
    fields: Record<string, string> = {},
    name = 'partners.csv',
  ) {
    const boundary = 'form-boundary-5180'
    const parts = Object.entries(fields).map(
      ([key, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
    )
    const head = `${parts.join('')}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    const body = Buffer.concat([
      Buffer.from(head),
      Buffer.from(file as string),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    return user.post(`chains/${chainId}/imports`, body, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
    })
  }
  /** Uploads and runs, or only checks, and answers the import at its end. */
  async function importInto(
    chainId: string,
    file: Buffer | string,
    options: { user?: User; fields?: Record<string, string>; act?: 'run' | 'check' } = {},
  ) {
    const { user = lead, fields = {}, act = 'run' } = options
    const begun = await upload(user, chainId, file, fields)
    assert.equal(begun.status, 201, begun.text)
    const started = await user.post(`imports/${begun.body.id}/${act}`)
    assert.equal(started.status, 200, started.text)
    await house.runJobs()
    return (await user.get(`imports/${begun.body.id}`)).body
  }
  /** What the chain holds, told by codes: parent, tier and how many labels the path has. */
  async function placesIn(chainId: string) {
    const { rows } = await owner.query<{
      code: string
      name: string
      parent: string | null
      tier: number
      side: string
      owner_org_id: string
    }>(
      `SELECT p.code, p.name, u.code AS parent, p.tier, p.side, p.owner_org_id FROM partners p
       LEFT JOIN partners u ON u.id = p.parent_id
       WHERE p.chain_id = $1 AND nlevel(p.path) = p.tier + 2
         AND (u.id IS NULL OR p.path <@ u.path) ORDER BY p.code`,
      [chainId],
    )
    return rows
  }
  /** Row number and codes of the problems of every row that failed. */
  async function failuresOf(id: string, user: User = lead) {
    const { body } = await user.get(`imports/${id}/rows?outcome=failed&limit=500`)
    return Object.fromEntries(
      body.items.map((row: { rowNo: number; problems: { field: string; code: string }[] }) => [
        row.rowNo,
        row.problems.map(({ field, code }) => `${field}: ${code}`).join(', '),
      ]),
    ) as Record<number, string>
  }
  return { ...house, owner, lead, newChain, upload, importInto, placesIn, failuresOf }
}

export const csv = (...rows: (string | number)[][]) =>
  rows
    .map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','))
    .join('\n')

export async function xlsx(headers: string[], rows: (string | number | null)[][]): Promise<Buffer> {
  const out = new PassThrough()
  const bytes = buffer(out)
  await writeXlsx(out, {
    sheets: [{ name: '门店', columns: headers.map((header) => ({ header })), rows }],
  })
  return bytes
}
