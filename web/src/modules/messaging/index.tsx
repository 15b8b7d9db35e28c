import {
  AlertOutlined,
  BellOutlined,
  CommentOutlined,
  ExportOutlined,
  FormOutlined,
  MessageOutlined,
  SendOutlined,
  ShareAltOutlined,
} from '@ant-design/icons'
import type { QueryClient } from '@tanstack/react-query'
import type { WaitingItem, WebModule } from '../../app/modules.ts'
import { meQuery } from '../../app/session.ts'
import { http } from '../../ui/http.ts'
import type { StreamEvent } from '../../ui/sse.ts'
import { type Escalations, findNotices, inboxHead, keys, type Relays } from './api.ts'
import { announce, announceMention } from './browser-notes.ts'
import { registerCard } from './cards.ts'
import { findConversations, heardInTalk, type Message, unreadTalk } from './chat-api.ts'
import { atMostEvery } from './throttle.ts'

for (const kind of ['robot.text_notice', 'robot.news_notice']) {
  registerCard(kind, () => import('./robot-card.tsx').then((m) => m.RobotNotice))
}
registerCard('robot.news', () => import('./robot-card.tsx').then((m) => m.RobotNews))
registerCard('record', () => import('./record-card.tsx').then((m) => m.RecordCard))

export const messaging: WebModule = {
  name: 'messaging',
  routes: [
    {
      path: '/messages',
      access: 'messaging:view',
      page: () => import('./messages-page.tsx').then((m) => m.MessagesPage),
    },
    {
      path: '/messages/chats',
      access: 'messaging:view',
      page: () => import('./chats-page.tsx').then((m) => m.ChatsPage),
    },
    {
      path: '/messages/chats/$id',
      access: 'messaging:view',
      page: () => import('./chats-page.tsx').then((m) => m.ChatsPage),
    },
    {
      path: '/messages/inbox/$noticeId/$partnerId',
      access: 'messaging:view',
      page: () => import('./inbox-notice-page.tsx').then((m) => m.InboxNoticePage),
    },
    {
      path: '/notices/new',
      access: 'messaging:edit',
      page: () => import('./compose-page.tsx').then((m) => m.ComposePage),
    },
    {
      path: '/notices/$id/edit',
      access: 'messaging:edit',
      page: () => import('./compose-page.tsx').then((m) => m.EditDraftPage),
    },
    {
      path: '/notices/$id',
      access: 'messaging:view',
      page: () => import('./notice-page.tsx').then((m) => m.NoticePage),
    },
  ],
  menu: [
    {
      key: 'messages',
      labelKey: 'messaging:menu',
      icon: <MessageOutlined />,
      to: '/messages',
      also: ['/notices'],
      access: 'messaging:view',
      order: 30,
      isPhoneTab: true,
    },
  ],
  pages: [
    {
      key: 'chats',
      labelKey: 'chat:title',
      words: 'chats conversations groups talk 会话 群聊 单聊 聊天',
      icon: <CommentOutlined />,
      to: '/messages/chats',
      access: 'messaging:view',
    },
    {
      key: 'destinations',
      labelKey: 'chat:out.tab',
      words: 'forward robots wecom dingtalk feishu webhook 外发 机器人 企业微信 钉钉 飞书',
      icon: <ExportOutlined />,
      to: '/messages?tab=destinations',
      access: 'messaging:edit',
    },
    {
      key: 'new-notice',
      labelKey: 'messaging:compose.title',
      words: 'new notice price change announcement task recall 新建 通知 调价 公告 任务 召回',
      icon: <FormOutlined />,
      to: '/notices/new',
      access: 'messaging:edit',
    },
    {
      key: 'sent',
      labelKey: 'messaging:sent.title',
      words: 'sent notices receipts 已发 回执',
      icon: <SendOutlined />,
      to: '/messages?tab=sent',
      access: 'messaging:view',
    },
  ],
  commands: [
    {
      key: 'chats',
      labelKey: 'chat:title',
      access: 'messaging:view',
      search: async (q, signal) =>
        (await findConversations(q, signal)).map((item) => ({
          key: item.id,
          title: item.title,
          note: item.orgName,
          icon: <CommentOutlined />,
          to: `/messages/chats/${item.id}`,
        })),
    },
    {
      key: 'notices',
      labelKey: 'messaging:sent.title',
      access: 'messaging:view',
      search: async (q, signal) => {
        const { items } = await findNotices({ q, limit: 6 }, signal)
        return items.map((notice) => ({
          key: notice.id,
          title: notice.title,
          note: notice.chainName,
          icon: <SendOutlined />,
          to: `/notices/${notice.id}`,
        }))
      },
    },
  ],
  waiting: [
    {
      key: 'notices-to-confirm',
      labelKey: 'messaging:home.confirm',
      emptyKey: 'messaging:home.confirmNone',
      icon: <BellOutlined />,
      to: '/messages?only=waiting',
      access: 'messaging:view',
      order: 10,
      queryKey: [...keys.inbox, 'waiting'],
      load: async (signal) => {
        const { items, waiting } = await inboxHead('waiting', signal)
        return {
          count: waiting,
          items: items.map((item) => ({
            key: item.noticeId + item.partnerId,
            title: item.title,
            note: item.fromName,
            to: `/messages/inbox/${item.noticeId}/${item.partnerId}`,
            at: item.deadlineAt ?? item.deliveredAt,
            isUrgent: item.kind === 'recall' || item.reminded > 0,
          })),
        }
      },
    },
    {
      key: 'turns-to-pass-on',
      labelKey: 'messaging:home.relays',
      emptyKey: 'messaging:home.relaysNone',
      icon: <ShareAltOutlined />,
      to: '/messages?tab=relays',
      access: 'messaging:view',
      order: 12,
      queryKey: [...keys.relays, 'waiting'],
      load: async (signal) => {
        const { items } = await http.get<Relays>('/relays', { signal })
        const open = items.filter((relay) => relay.relayedAt === null)
        return {
          count: open.length,
          items: open.slice(0, 5).map((relay) => ({
            key: relay.noticeId + relay.partnerId,
            title: relay.title,
            note: relay.fromName,
            to: `/messages/inbox/${relay.noticeId}/${relay.partnerId}`,
            at: relay.dueAt,
          })),
        }
      },
    },
    {
      key: 'escalations',
      labelKey: 'messaging:home.escalations',
      emptyKey: 'messaging:home.escalationsNone',
      icon: <AlertOutlined />,
      to: '/messages?tab=relays',
      access: 'messaging:view',
      order: 14,
      queryKey: [...keys.escalations, 'waiting'],
      load: async (signal) => {
        const { items } = await http.get<Escalations>('/escalations', { signal })
        return { count: items.length, items: items.slice(0, 5).map(escalated) }
      },
    },
    {
      key: 'running-notices',
      labelKey: 'messaging:home.running',
      emptyKey: 'messaging:home.runningNone',
      icon: <SendOutlined />,
      to: '/messages?tab=sent',
      access: 'messaging:edit',
      order: 30,
      queryKey: [...keys.notices, 'running'],
      load: async (signal) => {
        const { items, total } = await findNotices(
          { state: ['scheduled', 'sending', 'sent'], limit: 5 },
          signal,
        )
        return {
          count: total ?? items.length,
          items: items.map((notice) => ({
            key: notice.id,
            title: notice.title,
            // Figures need no words, so the line is the same in every language.
            note: notice.sentAt
              ? `${notice.counts.confirmed} / ${notice.counts.recipients}`
              : undefined,
            to: `/notices/${notice.id}`,
            at: notice.sentAt ?? notice.scheduledAt ?? notice.createdAt,
          })),
        }
      },
    },
  ],
  work: [
    {
      key: 'confirm',
      labelKey: 'messaging:home.confirm',
      noteKey: 'messaging:home.confirmNote',
      icon: <BellOutlined />,
      to: '/messages?only=waiting',
      access: 'messaging:view',
      order: 10,
    },
  ],
  unread: {
    queryKey: [...keys.inbox, 'unread'],
    load: async (signal) => {
      const [inbox, talk] = await Promise.all([inboxHead('unread', signal), unreadTalk(signal)])
      return inbox.unread + talk
    },
    to: '/messages',
    access: 'messaging:view',
  },
  onEvent: heard,
}

function escalated(item: Escalations['items'][number]): WaitingItem {
  return {
    key: item.noticeId,
    title: item.title,
    note: item.names.slice(0, 3).join(' · '),
    to: '/messages?tab=relays',
    at: item.deadlineAt ?? undefined,
    isUrgent: true,
  }
}

/** Arrivals make the inbox stale; a signal names the one notice of mine whose answers have moved on. */
function heard(event: StreamEvent, client: QueryClient): void {
  if (event.type === 'reset') {
    void client.invalidateQueries({ queryKey: ['messaging'] })
    return
  }
  heardInTalk(event, client)
  const me = client.getQueryData(meQuery.queryKey)
  if (event.type === 'conversation.message' && me)
    announceMention(event.data as unknown as Message, me.person.id)
  if (event.type.startsWith('notice.')) {
    void client.invalidateQueries({ queryKey: keys.inbox })
    void client.invalidateQueries({ queryKey: keys.relays })
    if (event.type !== 'notice.recalled' && event.type !== 'notice.superseded') announce(event)
    return
  }
  if (event.type === 'signal') {
    const topic = String(event.data.topic ?? '')
    if (topic.startsWith('notice:')) refresh(client, topic.slice('notice:'.length))
    return
  }
  if (event.type.startsWith('messaging.')) {
    const subject = String(event.data.subject ?? '')
    if (subject.startsWith('notice:')) refresh(client, subject.slice('notice:'.length))
    void client.invalidateQueries({ queryKey: keys.escalations })
  }
}

/** A chain of thousands answers faster than a page should ask again: twice a second is live enough. */
function refresh(client: QueryClient, id: string): void {
  const isNames = (key: readonly unknown[]) => key[3] === 'receipts'
  atMostEvery(id, 500, () => {
    void client.invalidateQueries({
      queryKey: keys.notice(id),
      predicate: (query) => !isNames(query.queryKey),
    })
  })
  // Names are read, not watched, and a list that moves under the finger cannot be read.
  atMostEvery(`${id} names`, 3000, () => {
    void client.invalidateQueries({
      queryKey: keys.notice(id),
      predicate: (query) => isNames(query.queryKey),
    })
    void client.invalidateQueries({ queryKey: keys.notices })
  })
}
