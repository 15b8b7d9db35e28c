import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { z } from 'zod'
import type { MessageInput } from '../../../../server/modules/messaging/conversation-schema.ts'
import { uuid } from '../../ui/uuid.ts'
import { sendMessage, takeIn } from './chat-api.ts'

export type Outgoing = z.input<typeof MessageInput>
export interface Waiting {
  key: string
  outgoing: Outgoing
  error: unknown
}

/**
 * What was written and has not been answered for. Each keeps its key, so that trying again after a line that
 * broke cannot say it twice.
 */
export function useOutbox(conversationId: string) {
  const client = useQueryClient()
  const [waiting, setWaiting] = useState<Waiting[]>([])
  const attempt = useCallback(
    async ({ key, outgoing }: Waiting) => {
      const patch = (change: (all: Waiting[]) => Waiting[]) => setWaiting(change)
      patch((all) => all.map((one) => (one.key === key ? { ...one, error: null } : one)))
      try {
        takeIn(client, await sendMessage(conversationId, outgoing, key))
        patch((all) => all.filter((one) => one.key !== key))
      } catch (error) {
        patch((all) => all.map((one) => (one.key === key ? { ...one, error } : one)))
      }
    },
    [client, conversationId],
  )
  return {
    waiting,
    send(outgoing: Outgoing) {
      const item = { key: uuid(), outgoing, error: null }
      setWaiting((all) => [...all, item])
      void attempt(item)
    },
    retry: (item: Waiting) => void attempt(item),
    drop: (key: string) => setWaiting((all) => all.filter((one) => one.key !== key)),
  }
}
