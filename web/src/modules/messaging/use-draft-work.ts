import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Notice } from '../../../../server/modules/messaging/schema.ts'
import { uuid } from '../../ui/uuid.ts'
import { useGuarded } from '../trade/use-guarded.ts'
import { changeDraft, draftNotice, noticeChanged, sendNotice } from './api.ts'
import { type Draft, inputOf } from './compose.ts'

/** A draft between the screen and the server: what was saved last, and whether anything is unsaved. */
export function useDraftWork(initial: Draft, stored: Notice | null) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(initial)
  const [isSaving, setSaving] = useState(false)
  const kept = useRef<Notice | null>(stored)
  const saved = useRef(initial)
  // A create that is tried again after a lost answer must not make a second draft.
  const createKey = useRef(uuid())

  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }))
  const isDirty = () => draft !== saved.current
  useGuarded(isDirty)

  async function save(): Promise<Notice> {
    if (kept.current && !isDirty()) return kept.current
    setSaving(true)
    try {
      const { chainId: _chain, supersedesId: _old, ...patch } = inputOf(draft)
      const before = kept.current
      const notice = before
        ? await changeDraft(before.id, before.version, patch)
        : await draftNotice(inputOf(draft), createKey.current)
      kept.current = notice
      saved.current = draft
      noticeChanged(client, notice)
      return notice
    } finally {
      setSaving(false)
    }
  }

  async function send(at: string | null): Promise<Notice> {
    const { id } = await save()
    const notice = await sendNotice(id, at)
    noticeChanged(client, notice)
    return notice
  }
  return { draft, change, save, send, isSaving }
}
