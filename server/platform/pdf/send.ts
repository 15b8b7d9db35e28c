import type { FastifyReply } from 'fastify'
import { attachment } from '../sheets/send.ts'
import type { Printed } from './blocks.ts'
import { printPdf } from './print.ts'

/** Answers with a printed document under its title. */
export async function sendPdf(reply: FastifyReply, printed: Printed) {
  const bytes = await printPdf(printed)
  return reply
    .header('content-disposition', attachment(`${printed.title}.pdf`))
    .type('application/pdf')
    .send(bytes)
}
