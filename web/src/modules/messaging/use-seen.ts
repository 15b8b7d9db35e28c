import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { chatKeys, markRead, refreshLists } from './chat-api.ts'
import { rangesOf } from './stretch.ts'

const TELL_MS = 500

/** Tells the server which messages were really on the screen of a page that somebody looks at. */
export function useSeen(conversationId: string): (element: HTMLElement | null) => void {
  const client = useQueryClient()
  const seen = useRef(new Set<number>())
  const told = useRef(new Set<number>())
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const watcher = useRef<IntersectionObserver | null>(null)

  const tell = useCallback(async () => {
    timer.current = undefined
    const numbers = [...seen.current].filter((no) => !told.current.has(no))
    if (document.visibilityState !== 'visible' || numbers.length === 0) return
    for (const no of numbers) told.current.add(no)
    try {
      for (const { from, to } of rangesOf(numbers)) await markRead(conversationId, from, to)
      void client.invalidateQueries({ queryKey: chatKeys.reads(conversationId) })
      void client.invalidateQueries({ queryKey: chatKeys.one(conversationId), exact: true })
      refreshLists(client)
    } catch {
      // Told again with what is seen next.
      for (const no of numbers) told.current.delete(no)
    }
  }, [client, conversationId])

  const later = useCallback(() => {
    timer.current ??= setTimeout(() => void tell(), TELL_MS)
  }, [tell])

  useEffect(() => {
    document.addEventListener('visibilitychange', later)
    return () => {
      document.removeEventListener('visibilitychange', later)
      watcher.current?.disconnect()
      watcher.current = null
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [later])

  return useCallback(
    (element) => {
      if (!element) return
      watcher.current ??= new IntersectionObserver(
        (entries) => {
          for (const { isIntersecting, target } of entries) {
            if (isIntersecting) seen.current.add(Number((target as HTMLElement).dataset.no))
          }
          later()
        },
        { threshold: 0.1 },
      )
      watcher.current.observe(element)
    },
    [later],
  )
}
