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
  return reply
    .header('content-disposition', attachment(fileName))
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .send(out)
}

/** The header that makes a browser save an answer under this name, in any language. */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\w.-]+/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`
}
