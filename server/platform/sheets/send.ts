import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Ctx } from '../ctx.ts'
import { type WrittenSheet, writeXlsx } from './write.ts'

/**
 * Answers with a worksheet, written as its rows come, so that one of any length needs no memory here. Once
 * the file has begun nothing can be refused any more: whoever calls has looked before.
 */
export function sendSheet(ctx: Ctx, reply: FastifyReply, fileName: string, sheet: WrittenSheet) {
  const out = new PassThrough()
  writeXlsx(out, { sheets: [sheet] }).catch((error) => {
    ctx.log.error({ err: error }, 'export failed')
    out.destroy(error)
  })
  const plain = fileName.replace(/[^\w.-]+/g, '_')
  return reply
    .header(
      'content-disposition',
      `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    )
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .send(out)
}
