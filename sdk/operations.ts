// Generated from the OpenAPI document by `npm run sdk`: do not edit.

export interface Operations {
  /** A chain. */
  'GET /chains/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; name: string; note: string; currency: string; peersVisible: boolean; settings: { timeZone: string; quietHours: { from: string; to: string } | null; reminderHours: (number)[]; escalateAfterHours: number | null; relayMinutes: number; priceStepMinor: number }; lead: { orgId: string; name: string }; isLead: boolean; myPartnerId: string | null; myTier: number | null; partners: number; joined: number; createdAt: string; version: number }
  }
  /** A conversation. */
  'GET /conversations/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean; subject: string | null; chainId: string | null; follows: (({ by: "group"; groupId: string; who: "managers" | "everybody" }) | ({ by: "parties"; orgIds: (string)[]; who: "managers" | "everybody" })) | null; showsHistory: boolean; isHost: boolean; isOurs: boolean; came: "added" | "followed"; firstNo: number; firstUnreadNo: number | null; pinned: (number)[]; version: number }
  }
  /** A notice of my org. */
  'GET /notices/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; chainName: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; state: "draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded"; edition: number; supersedesId: string | null; supersededById: string | null; audience: { side: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; validFrom: string | null; deadlineAt: string | null; relayMinutes: number; reminderHours: (number)[]; escalateAfterHours: number | null; observesQuietHours: boolean; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; scheduledAt: string | null; sentAt: string | null; recalledAt: string | null; recallReason: string | null; createdByName: string; createdAt: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number }; relaysWaiting: number; version: number }
  }
  /** A partner. */
  'GET /partners/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; code: string; name: string; side: "downstream" | "upstream"; tier: number; kind: string; status: "imported" | "invited" | "joined" | "suspended" | "left"; uscc: string | null; region: string; address: string; note: string; parentId: string | null; parentName: string | null; children: number; tags: (string)[]; groups: ({ id: string; name: string })[]; isMine: boolean; createdAt: string; joinedAt: string | null; version: number; ancestors: ({ id: string; name: string; tier: number })[]; below: ({ tier: number; partners: number; joined: number })[]; openInvitation: { expiresAt: string } | null }
  }
  /** A piece of work. */
  'GET /shares/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; orderId: string; orderCode: string; productName: string; lead: { id: string; name: string }; operation: { no: number; name: string; unit: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; priceMinor: number | null; currency: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null; openWarnings: number; isDone: boolean }
  }
  /** A price down one path, as far as I may see. */
  'GET /chains/{chainId}/price-path': {
    path: { chainId: string }
    query: { partnerId: string; productId: string; priceMinor?: number }
    body: unknown
    answer: { steps: ({ tier: number; partnerId: string; name: string; buysAtMinor: number; sellsAtMinor: number | null; markup: ({ kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number }) | null; rule: "own_product" | "own" | "tier_product" | "tier" | "none" | "private"; isClamped: boolean })[] }
  }
  /** A product. */
  'GET /products/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; code: string; name: string; unit: string; category: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; isRetired: boolean; version: number }
  }
  /** A production order. */
  'GET /production-orders/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number; chainId: string; productId: string; note: string; currency: string; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number; startsAt: string; endsAt: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; shares: ({ id: string; org: { id: string; name: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; proposedQuantity: number | null; proposedEndsAt: string | null; priceMinor: number | null; lines: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null })[] })[]; conversationId: string | null }
  }
  /** A scanned bundle. */
  'GET /bundles/{code}': {
    path: { code: string }
    query: object
    body: unknown
    answer: { code: string; quantity: number; orderCode: string; productName: string; unit: string; work: ({ id: string; operation: { no: number; name: string; unit: string }; isReported: boolean })[] }
  }
  /** A stretch of a conversation. */
  'GET /conversations/{id}/messages': {
    path: { id: string }
    query: { before?: number; after?: number; around?: number; limit?: number }
    body: unknown
    answer: { items: ({ conversationId: string; no: number; id: string; kind: "text" | "markdown" | "picture" | "file" | "card"; sender: { personId: string | null; orgId: string | null; name: string; orgName: string; robot: string | null }; text: string; texts: { zh: string; en: string } | null; template: string | null; data: Record<string, unknown>; file: { id: string; name: string; mediaType: string; bytes: number } | null; replyTo: { no: number; name: string; text: string } | null; mentions: ({ personId: string; name: string })[]; mentionsAll: boolean; at: string; editedAt: string | null; recalledAt: string | null; recalledBy: string | null; version: number })[]; hasEarlier: boolean; hasLater: boolean }
  }
  /** A warning. */
  'GET /warnings/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; orderId: string; orderCode: string; productName: string; kind: "behind" | "late" | "silent"; state: "raised" | "acknowledged" | "shelved" | "cleared"; operation: { no: number; name: string } | null; org: { id: string; name: string } | null; measure: number; raisedAt: string; acknowledgedAt: string | null; ownerName: string | null; cause: ("people" | "machine" | "material" | "method" | "environment") | null; action: string | null; shelvedUntil: string | null; clearedAt: string | null; escalated: number; version: number }
  }
  /** Act for another of my orgs. */
  'PUT /me/org': {
    path: object
    query: object
    body: { orgId: string }
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number }
  }
  /** Add a contact. */
  'POST /partners/{id}/contacts': {
    path: { id: string }
    query: object
    body: { name: string; jobTitle?: string; department?: string; phone?: string; mail?: string | ""; note?: string; isPrimary?: boolean }
    answer: { id: string; partnerId: string; name: string; jobTitle: string; department: string; phone: string; mail: string; note: string; isPrimary: boolean; version: number }
  }
  /** Add a destination. */
  'POST /destinations': {
    path: object
    query: object
    body: { kind: "wecom" | "dingtalk" | "feishu" | "webhook"; name: string; url: string; secret?: string; language?: "zh" | "en"; takesNotices?: boolean; sources?: ({ conversationId: string; takes: "digests" | "alerts" | "robots" | "all" })[] }
    answer: { id: string; kind: "wecom" | "dingtalk" | "feishu" | "webhook"; name: string; hint: string; language: "zh" | "en"; takesNotices: boolean; sources: ({ conversationId: string; title: string; takes: "digests" | "alerts" | "robots" | "all" })[]; isPaused: boolean; waiting: number; failed: number; lastSentAt: string | null; readyAt: string; lastFailure: string | null; version: number; secret: string | null }
  }
  /** Add a group. */
  'POST /chains/{id}/groups': {
    path: { id: string }
    query: object
    body: { name: string; parentId?: string | null }
    answer: { id: string; name: string; parentId: string | null; partners: number; version: number }
  }
  /** Add a note or another mark-up. */
  'PATCH /relays/{noticeId}/{partnerId}': {
    path: { noticeId: string; partnerId: string }
    query: object
    body: { note?: string; markup?: ({ kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number }) | null }
    answer: { noticeId: string; partnerId: string; title: string; kind: "announcement" | "price_change" | "recall" | "task"; fromName: string; note: string; markup: ({ kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number }) | null; openedAt: string; dueAt: string; relayedAt: string | null; recipients: number; limit: { minBp: number; maxBp: number } | null; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number; sellsAtMinor: number })[]; version: number }
  }
  /** Add a partner. */
  'POST /chains/{id}/partners': {
    path: { id: string }
    query: object
    body: { code: string; name: string; side?: "downstream" | "upstream"; parentId?: string | null; kind?: string; uscc?: string | null; region?: string; address?: string; note?: string; tags?: (string)[]; groupIds?: (string)[] }
    answer: { id: string; chainId: string; code: string; name: string; side: "downstream" | "upstream"; tier: number; kind: string; status: "imported" | "invited" | "joined" | "suspended" | "left"; uscc: string | null; region: string; address: string; note: string; parentId: string | null; parentName: string | null; children: number; tags: (string)[]; groups: ({ id: string; name: string })[]; isMine: boolean; createdAt: string; joinedAt: string | null; version: number }
  }
  /** Add a product. */
  'POST /products': {
    path: object
    query: object
    body: { code: string; name: string; unit: string; category?: string; currency?: string; priceMinor: number; retailMinor: number }
    answer: { id: string; code: string; name: string; unit: string; category: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; isRetired: boolean; version: number }
  }
  /** Add a robot. */
  'POST /conversations/{id}/robots': {
    path: { id: string }
    query: object
    body: { name: string; addresses?: (string)[]; perMinute?: number }
    answer: { id: string; conversationId: string; name: string; hint: string; addresses: (string)[]; perMinute: number; createdAt: string; rotatedAt: string | null; usedAt: string | null; version: number; url: string }
  }
  /** Add a rule. */
  'POST /visibility-rules': {
    path: object
    query: object
    body: { chainId: string; name: string; myDepartments?: (string)[]; myPersonIds?: (string)[]; theirGroupIds?: (string)[]; theirPartnerIds?: (string)[] }
    answer: { id: string; chainId: string; name: string; myDepartments: (string)[]; myPersonIds: (string)[]; theirGroupIds: (string)[]; theirPartnerIds: (string)[]; people: number; partners: number; version: number }
  }
  /** An import: its plan, preview and progress. */
  'GET /imports/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number }
  }
  /** Begin two-factor. */
  'POST /me/two-factor': {
    path: object
    query: object
    body: { password: string }
    answer: { secret: string; uri: string }
  }
  /** Bring people in. */
  'POST /conversations/{id}/members': {
    path: { id: string }
    query: object
    body: { people: (string)[] }
    answer: { id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean; subject: string | null; chainId: string | null; follows: (({ by: "group"; groupId: string; who: "managers" | "everybody" }) | ({ by: "parties"; orgIds: (string)[]; who: "managers" | "everybody" })) | null; showsHistory: boolean; isHost: boolean; isOurs: boolean; came: "added" | "followed"; firstNo: number; firstUnreadNo: number | null; pinned: (number)[]; version: number }
  }
  /** Calendar, limits and clock of a chain, a factory or an order. */
  'GET /production-settings': {
    path: object
    query: { chainId: string; scope: "chain" | "factory" | "order"; subjectId: string }
    body: unknown
    answer: { own: { calendar?: { timeZone?: string; weekdays?: (number)[]; shifts?: ({ from: string; to: string })[]; holidays?: (string)[]; extraDays?: (string)[] }; thresholds?: { behindRaise?: number; behindClear?: number; behindMinutes?: number; lateRaiseMinutes?: number; lateClearMinutes?: number; silentRaiseMinutes?: number; silentClearMinutes?: number; dwellMinutes?: number; escalateMinutes?: (number)[] }; clock?: { isOn?: boolean; everyMinutes?: 15 | 30 | 60 | 120 | 240 | 480; quietHours?: { from: string; to: string } | null; audience?: "parties" | "each" | "lead" } }; holds: { calendar: { timeZone: string; weekdays: (number)[]; shifts: ({ from: string; to: string })[]; holidays: (string)[]; extraDays: (string)[] }; thresholds: { behindRaise: number; behindClear: number; behindMinutes: number; lateRaiseMinutes: number; lateClearMinutes: number; silentRaiseMinutes: number; silentClearMinutes: number; dwellMinutes: number; escalateMinutes: (number)[] }; clock: { isOn: boolean; everyMinutes: 15 | 30 | 60 | 120 | 240 | 480; quietHours: { from: string; to: string } | null; audience: "parties" | "each" | "lead" } }; version: number }
  }
  /** Cancel an import. */
  'POST /imports/{id}/cancellation': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number }
  }
  /** Chains that I lead or stand in. */
  'GET /chains': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ id: string; name: string; note: string; currency: string; peersVisible: boolean; settings: { timeZone: string; quietHours: { from: string; to: string } | null; reminderHours: (number)[]; escalateAfterHours: number | null; relayMinutes: number; priceStepMinor: number }; lead: { orgId: string; name: string }; isLead: boolean; myPartnerId: string | null; myTier: number | null; partners: number; joined: number; createdAt: string; version: number })[] }
  }
  /** Change a chain. */
  'PATCH /chains/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; note?: string; peersVisible?: boolean; settings?: { timeZone?: string; quietHours?: { from: string; to: string } | null; reminderHours?: (number)[]; escalateAfterHours?: number | null; relayMinutes?: number; priceStepMinor?: number } }
    answer: { id: string; name: string; note: string; currency: string; peersVisible: boolean; settings: { timeZone: string; quietHours: { from: string; to: string } | null; reminderHours: (number)[]; escalateAfterHours: number | null; relayMinutes: number; priceStepMinor: number }; lead: { orgId: string; name: string }; isLead: boolean; myPartnerId: string | null; myTier: number | null; partners: number; joined: number; createdAt: string; version: number }
  }
  /** Change a contact. */
  'PATCH /contacts/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; jobTitle?: string; department?: string; phone?: string; mail?: string | ""; note?: string; isPrimary?: boolean }
    answer: { id: string; partnerId: string; name: string; jobTitle: string; department: string; phone: string; mail: string; note: string; isPrimary: boolean; version: number }
  }
  /** Change a destination. */
  'PATCH /destinations/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; url?: string; secret?: string; language?: "zh" | "en"; takesNotices?: boolean; sources?: ({ conversationId: string; takes: "digests" | "alerts" | "robots" | "all" })[]; isPaused?: boolean }
    answer: { id: string; kind: "wecom" | "dingtalk" | "feishu" | "webhook"; name: string; hint: string; language: "zh" | "en"; takesNotices: boolean; sources: ({ conversationId: string; title: string; takes: "digests" | "alerts" | "robots" | "all" })[]; isPaused: boolean; waiting: number; failed: number; lastSentAt: string | null; readyAt: string; lastFailure: string | null; version: number }
  }
  /** Change a member. */
  'PATCH /members/{id}': {
    path: { id: string }
    query: object
    body: { role?: "owner" | "manager" | "member"; permissions?: Record<string, "none" | "view" | "edit">; department?: string; jobTitle?: string }
    answer: { id: string; personId: string; name: string; mail: string | null; phone: string | null; role: "owner" | "manager" | "member"; permissions: Record<string, "none" | "view" | "edit">; department: string; jobTitle: string; joinedAt: string; version: number }
  }
  /** Change a partner. */
  'PATCH /partners/{id}': {
    path: { id: string }
    query: object
    body: { code?: string; name?: string; kind?: string; uscc?: string | null; region?: string; address?: string; note?: string; tags?: (string)[]; groupIds?: (string)[] }
    answer: { id: string; chainId: string; code: string; name: string; side: "downstream" | "upstream"; tier: number; kind: string; status: "imported" | "invited" | "joined" | "suspended" | "left"; uscc: string | null; region: string; address: string; note: string; parentId: string | null; parentName: string | null; children: number; tags: (string)[]; groups: ({ id: string; name: string })[]; isMine: boolean; createdAt: string; joinedAt: string | null; version: number }
  }
  /** Change a robot. */
  'PATCH /robots/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; addresses?: (string)[]; perMinute?: number }
    answer: { id: string; conversationId: string; name: string; hint: string; addresses: (string)[]; perMinute: number; createdAt: string; rotatedAt: string | null; usedAt: string | null; version: number }
  }
  /** Change a rule. */
  'PATCH /visibility-rules/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; myDepartments?: (string)[]; myPersonIds?: (string)[]; theirGroupIds?: (string)[]; theirPartnerIds?: (string)[] }
    answer: { id: string; chainId: string; name: string; myDepartments: (string)[]; myPersonIds: (string)[]; theirGroupIds: (string)[]; theirPartnerIds: (string)[]; people: number; partners: number; version: number }
  }
  /** Change a template. */
  'PATCH /notice-templates/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; title?: string; body?: string }
    answer: { name: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; id: string; version: number }
  }
  /** Change my name, language or theme. */
  'PATCH /me': {
    path: object
    query: object
    body: { name?: string; locale?: "zh-CN" | "en"; theme?: "system" | "light" | "dark" }
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number }
  }
  /** Change my password. */
  'PUT /me/password': {
    path: object
    query: object
    body: { current: string; next: string }
    answer: unknown
  }
  /** Change the org. */
  'PATCH /org': {
    path: object
    query: object
    body: { name?: string; shortName?: string; uscc?: string | null; region?: string; industry?: string }
    answer: { id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }
  }
  /** Close a partner's access. */
  'PUT /partners/{id}/suspension': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; code: string; name: string; side: "downstream" | "upstream"; tier: number; kind: string; status: "imported" | "invited" | "joined" | "suspended" | "left"; uscc: string | null; region: string; address: string; note: string; parentId: string | null; parentName: string | null; children: number; tags: (string)[]; groups: ({ id: string; name: string })[]; isMine: boolean; createdAt: string; joinedAt: string | null; version: number }
  }
  /** Confirm a notice for my firm. */
  'PUT /inbox/{noticeId}/{partnerId}/confirmation': {
    path: { noticeId: string; partnerId: string }
    query: object
    body: { answer?: string | null }
    answer: { noticeId: string; partnerId: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; fromName: string; chainName: string; state: "queued" | "delivered" | "read" | "confirmed" | "failed" | "superseded" | "recalled"; edition: number; validFrom: string | null; deadlineAt: string | null; deliveredAt: string; readAt: string | null; confirmedAt: string | null; reminded: number; body: string; readByName: string | null; confirmedByName: string | null; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; notes: ({ fromName: string; note: string })[]; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; answer: string | null; recallReason: string | null; supersededById: string | null; relay: { partnerId: string; dueAt: string; isOpen: boolean; recipients: number } | null }
  }
  /** Confirm two-factor. */
  'PUT /me/two-factor': {
    path: object
    query: object
    body: { code: string }
    answer: { recoveryCodes: (string)[] }
  }
  /** Contacts that we keep for a partner. */
  'GET /partners/{id}/contacts': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ id: string; partnerId: string; name: string; jobTitle: string; department: string; phone: string; mail: string; note: string; isPrimary: boolean; version: number })[] }
  }
  /** Correct the plan of an import. */
  'PATCH /imports/{id}': {
    path: { id: string }
    query: object
    body: { plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> } }
    answer: { id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number }
  }
  /** Cut an order into bundles with codes. */
  'POST /production-orders/{id}/bundles': {
    path: { id: string }
    query: object
    body: { size: number }
    answer: { items: ({ code: string; quantity: number; orderCode: string; productName: string; unit: string })[] }
  }
  /** Deliver to the missing alone. */
  'PUT /notices/{id}/retry': {
    path: { id: string }
    query: object
    body: unknown
    answer: { missing: number; delivered: number }
  }
  /** Download a file. */
  'GET /files/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Draft a notice. */
  'POST /notices': {
    path: object
    query: object
    body: { chainId: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body?: string; audience?: { side?: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices?: ({ productId: string; priceMinor: number; retailMinor: number })[]; validFrom?: string | null; deadlineAt?: string | null; relayMinutes?: number; reminderHours?: (number)[]; escalateAfterHours?: number | null; observesQuietHours?: boolean; fileIds?: (string)[]; supersedesId?: string | null }
    answer: { id: string; chainId: string; chainName: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; state: "draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded"; edition: number; supersedesId: string | null; supersededById: string | null; audience: { side: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; validFrom: string | null; deadlineAt: string | null; relayMinutes: number; reminderHours: (number)[]; escalateAfterHours: number | null; observesQuietHours: boolean; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; scheduledAt: string | null; sentAt: string | null; recalledAt: string | null; recallReason: string | null; createdByName: string; createdAt: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number }; relaysWaiting: number; version: number }
  }
  /** Drop a draft. */
  'DELETE /notices/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** End a membership. */
  'POST /members/{id}/removal': {
    path: { id: string }
    query: object
    body: { revokeKeys?: boolean; revokeInvitations?: boolean; dryRun?: boolean }
    answer: { sessions: number; apiKeys: number; invitations: number; drafts: number; notices: number }
  }
  /** End one of my sessions. */
  'DELETE /sessions/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Every row with its outcome, as a spreadsheet. */
  'GET /imports/{id}/result.xlsx': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Everything that happened to an order. */
  'GET /production-orders/{id}/story': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ key: string; kind: "planned" | "answered" | "reported" | "corrected" | "sent" | "received" | "raised" | "acknowledged" | "cleared" | "digest" | "finished" | "cancelled"; at: string; who: string; data: Record<string, unknown> })[] }
  }
  /** Find what was said. */
  'GET /messages': {
    path: object
    query: { cursor?: string; limit?: number; q: string; conversationId?: string }
    body: unknown
    answer: { items: ({ conversationId: string; no: number; id: string; kind: "text" | "markdown" | "picture" | "file" | "card"; sender: { personId: string | null; orgId: string | null; name: string; orgName: string; robot: string | null }; text: string; texts: { zh: string; en: string } | null; template: string | null; data: Record<string, unknown>; file: { id: string; name: string; mediaType: string; bytes: number } | null; replyTo: { no: number; name: string; text: string } | null; mentions: ({ personId: string; name: string })[]; mentionsAll: boolean; at: string; editedAt: string | null; recalledAt: string | null; recalledBy: string | null; version: number; title: string })[]; nextCursor: string | null; total?: number }
  }
  /** Firms that work may be given to. */
  'GET /production-parties': {
    path: object
    query: { chainId: string }
    body: unknown
    answer: { items: ({ id: string; name: string; kind: string })[] }
  }
  /** Give it a new key. */
  'POST /robots/{id}/key': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; conversationId: string; name: string; hint: string; addresses: (string)[]; perMinute: number; createdAt: string; rotatedAt: string | null; usedAt: string | null; version: number; url: string }
  }
  /** Goods handed over. */
  'GET /handovers': {
    path: object
    query: { orderId?: string; open?: string }
    body: unknown
    answer: { items: ({ id: string; orderCode: string; from: { id: string; name: string }; to: { id: string; name: string }; item: string; unit: string; sent: number; sentAt: string; sentBy: string; received: number | null; receivedAt: string | null; receivedBy: string | null; difference: number | null; note: string; isMine: boolean })[] }
  }
  /** How a product is made. */
  'GET /products/{id}/routing': {
    path: { id: string }
    query: object
    body: unknown
    answer: { productId: string; edition: number; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number })[]; createdAt: string }
  }
  /** How factories did. */
  'GET /production-scores': {
    path: object
    query: { chainId: string; from: string; to: string }
    body: unknown
    answer: { items: ({ org: { id: string; name: string }; shares: number; finished: number; onTime: number | null; quality: number | null; reporting: number | null; answerMinutes: number | null; reactionMinutes: number | null })[] }
  }
  /** How far it has come. */
  'GET /notices/{id}/roll-up': {
    path: { id: string }
    query: { by?: "tier" | "group" | "region" | "parent" }
    body: unknown
    answer: { total: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number }; rows: ({ key: string; label: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number } })[]; medianReadMinutes: number | null; medianConfirmMinutes: number | null; curve: ({ minutes: number; read: number; confirmed: number })[]; seq: number }
  }
  /** How many have read each message. */
  'GET /conversations/{id}/reads': {
    path: { id: string }
    query: { from: number; to: number }
    body: unknown
    answer: { items: ({ no: number; read: number; of: number })[] }
  }
  /** I have seen these messages. */
  'PUT /conversations/{id}/reading': {
    path: { id: string }
    query: object
    body: { from: number; to: number }
    answer: { unread: number; isMentioned: boolean }
  }
  /** Invitations. */
  'GET /invitations': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; state?: ("open" | "used" | "expired" | "revoked")[] }
    body: unknown
    answer: { items: ({ id: string; state: "open" | "used" | "expired" | "revoked"; role: "owner" | "manager" | "member"; department: string; jobTitle: string; note: string; usesLeft: number; invitedBy: string | null; createdAt: string; expiresAt: string })[]; nextCursor: string | null; total?: number }
  }
  /** Invite a partner. */
  'POST /partners/{id}/invitation': {
    path: { id: string }
    query: object
    body: { days?: number }
    answer: { partnerId: string; partnerName: string; token: string; link: string; expiresAt: string }
  }
  /** Invite many partners. */
  'POST /chains/{id}/invitations': {
    path: { id: string }
    query: object
    body: { partnerIds?: (string)[]; filter?: { q?: string; side?: "downstream" | "upstream"; tier?: (number)[]; status?: ("imported" | "invited" | "joined" | "suspended" | "left")[]; groupId?: (string)[]; tag?: (string)[]; region?: (string)[]; kind?: (string)[]; parentId?: string; underId?: string }; days?: number }
    answer: { items: ({ partnerId: string; partnerName: string; token: string; link: string; expiresAt: string })[] }
  }
  /** Invite people. */
  'POST /invitations': {
    path: object
    query: object
    body: { role?: "manager" | "member"; permissions?: Record<string, "none" | "view" | "edit">; department?: string; jobTitle?: string; note?: string; uses?: number; days?: number }
    answer: { id: string; state: "open" | "used" | "expired" | "revoked"; role: "owner" | "manager" | "member"; department: string; jobTitle: string; note: string; usesLeft: number; invitedBy: string | null; createdAt: string; expiresAt: string; token: string; link: string }
  }
  /** Join a chain. */
  'POST /join/{token}': {
    path: { token: string }
    query: object
    body: { orgId?: string; org?: { name: string; shortName: string; uscc?: string | null; region?: string; industry?: string }; person?: { name: string; mail?: string | null; phone?: string | null; password: string; locale?: "zh-CN" | "en" } }
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number; joined: { orgId: string; chainId: string; partnerId: string } }
  }
  /** Join. */
  'POST /invitation/{token}/acceptance': {
    path: { token: string }
    query: object
    body: { person?: { name: string; mail?: string | null; phone?: string | null; password: string; locale?: "zh-CN" | "en" } }
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number }
  }
  /** Keep a template. */
  'POST /notice-templates': {
    path: object
    query: object
    body: { name: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body?: string }
    answer: { name: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; id: string; version: number }
  }
  /** Keys of the org. */
  'GET /api-keys': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ id: string; name: string; hint: string; scopes: Record<string, "none" | "view" | "edit">; createdAt: string; expiresAt: string | null; usedAt: string | null })[] }
  }
  /** Leave the chain. */
  'PUT /partners/{id}/departure': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Leave, or take somebody out. */
  'DELETE /conversations/{id}/members/{personId}': {
    path: { id: string; personId: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Let a warning rest for a while. */
  'PUT /warnings/{id}/shelf': {
    path: { id: string }
    query: object
    body: { until: string; reason: string }
    answer: { id: string; orderId: string; orderCode: string; productName: string; kind: "behind" | "late" | "silent"; state: "raised" | "acknowledged" | "shelved" | "cleared"; operation: { no: number; name: string } | null; org: { id: string; name: string } | null; measure: number; raisedAt: string; acknowledgedAt: string | null; ownerName: string | null; cause: ("people" | "machine" | "material" | "method" | "environment") | null; action: string | null; shelvedUntil: string | null; clearedAt: string | null; escalated: number; version: number }
  }
  /** Let it say a word. */
  'PUT /robots/{id}/test': {
    path: { id: string }
    query: object
    body: unknown
    answer: { no: number }
  }
  /** Make a key. */
  'POST /api-keys': {
    path: object
    query: object
    body: { name: string; scopes: Record<string, "view" | "edit">; days?: number | null }
    answer: { id: string; name: string; hint: string; scopes: Record<string, "none" | "view" | "edit">; createdAt: string; expiresAt: string | null; usedAt: string | null; key: string }
  }
  /** Make the next version of the plan. */
  'POST /production-orders/{id}/plans': {
    path: { id: string }
    query: object
    body: { basedOn: number; reason: string; quantity?: number; dueAt?: string; priority?: number; shares?: ({ operationNo: number; orgId: string; quantity?: number; lines?: number; priceMinor?: number | null })[] }
    answer: { id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number; chainId: string; productId: string; note: string; currency: string; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number; startsAt: string; endsAt: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; shares: ({ id: string; org: { id: string; name: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; proposedQuantity: number | null; proposedEndsAt: string | null; priceMinor: number | null; lines: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null })[] })[]; conversationId: string | null }
  }
  /** Mark-ups and limits of each tier. */
  'GET /chains/{chainId}/markups': {
    path: { chainId: string }
    query: object
    body: unknown
    answer: { tiers: ({ tier: number; markups: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; limit: { minBp: number; maxBp: number } | null })[] }
  }
  /** Merge a partner into another. */
  'POST /partners/{id}/merge': {
    path: { id: string }
    query: object
    body: { intoId: string; dryRun?: boolean }
    answer: { partners: number; joined: number; contacts: number; tiersBefore: [number, number] | null; tiersAfter: [number, number] | null; pendingReceipts: number; warnings: ("joined_partners_lose_access" | "owner_changes" | "price_path_changes" | "history_kept")[] }
  }
  /** Move a partner with all below it. */
  'POST /partners/{id}/move': {
    path: { id: string }
    query: object
    body: { parentId: string | null; dryRun?: boolean }
    answer: { partners: number; joined: number; contacts: number; tiersBefore: [number, number] | null; tiersAfter: [number, number] | null; pendingReceipts: number; warnings: ("joined_partners_lose_access" | "owner_changes" | "price_path_changes" | "history_kept")[] }
  }
  /** Mute it or keep it on top, for me. */
  'PUT /conversations/{id}/own': {
    path: { id: string }
    query: object
    body: { isMuted?: boolean; isPinned?: boolean }
    answer: { id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean; subject: string | null; chainId: string | null; follows: (({ by: "group"; groupId: string; who: "managers" | "everybody" }) | ({ by: "parties"; orgIds: (string)[]; who: "managers" | "everybody" })) | null; showsHistory: boolean; isHost: boolean; isOurs: boolean; came: "added" | "followed"; firstNo: number; firstUnreadNo: number | null; pinned: (number)[]; version: number }
  }
  /** My conversations. */
  'GET /conversations': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; only?: "unread" }
    body: unknown
    answer: { items: ({ id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean })[]; nextCursor: string | null; total?: number; unread: number }
  }
  /** My groups. */
  'GET /chains/{id}/groups': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ id: string; name: string; parentId: string | null; partners: number; version: number })[] }
  }
  /** My imports into a chain. */
  'GET /chains/{id}/imports': {
    path: { id: string }
    query: { cursor?: string; limit?: number }
    body: unknown
    answer: { items: ({ id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** My sessions. */
  'GET /sessions': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ id: string; ip: string; userAgent: string; createdAt: string; seenAt: string; isCurrent: boolean })[] }
  }
  /** Notices that I pass on. */
  'GET /relays': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ noticeId: string; partnerId: string; title: string; kind: "announcement" | "price_change" | "recall" | "task"; fromName: string; note: string; markup: ({ kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number }) | null; openedAt: string; dueAt: string; relayedAt: string | null; recipients: number; limit: { minBp: number; maxBp: number } | null; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number; sellsAtMinor: number })[]; version: number })[] }
  }
  /** Notices that my firm received, as a spreadsheet. */
  'GET /inbox.xlsx': {
    path: object
    query: { q?: string; kind?: ("announcement" | "price_change" | "recall" | "task")[]; only?: "all" | "unread" | "waiting"; timeZone?: string }
    body: unknown
    answer: unknown
  }
  /** Notices that my firm received. */
  'GET /inbox': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; kind?: ("announcement" | "price_change" | "recall" | "task")[]; only?: "all" | "unread" | "waiting" }
    body: unknown
    answer: { items: ({ noticeId: string; partnerId: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; fromName: string; chainName: string; state: "queued" | "delivered" | "read" | "confirmed" | "failed" | "superseded" | "recalled"; edition: number; validFrom: string | null; deadlineAt: string | null; deliveredAt: string; readAt: string | null; confirmedAt: string | null; reminded: number })[]; nextCursor: string | null; total?: number; unread: number; waiting: number }
  }
  /** Notices that my org wrote, as a spreadsheet. */
  'GET /notices.xlsx': {
    path: object
    query: { q?: string; chainId?: string; kind?: ("announcement" | "price_change" | "recall" | "task")[]; state?: ("draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded")[]; timeZone?: string }
    body: unknown
    answer: unknown
  }
  /** Notices that my org wrote. */
  'GET /notices': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; chainId?: string; kind?: ("announcement" | "price_change" | "recall" | "task")[]; state?: ("draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded")[] }
    body: unknown
    answer: { items: ({ id: string; chainId: string; chainName: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; state: "draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded"; edition: number; validFrom: string | null; deadlineAt: string | null; scheduledAt: string | null; sentAt: string | null; createdAt: string; createdByName: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number } })[]; nextCursor: string | null; total?: number }
  }
  /** One of my turns. */
  'GET /relays/{noticeId}/{partnerId}': {
    path: { noticeId: string; partnerId: string }
    query: object
    body: unknown
    answer: { noticeId: string; partnerId: string; title: string; kind: "announcement" | "price_change" | "recall" | "task"; fromName: string; note: string; markup: ({ kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number }) | null; openedAt: string; dueAt: string; relayedAt: string | null; recipients: number; limit: { minBp: number; maxBp: number } | null; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number; sellsAtMinor: number })[]; version: number }
  }
  /** Open a chain. */
  'POST /chains': {
    path: object
    query: object
    body: { name: string; note?: string; currency?: string; peersVisible?: boolean; settings?: { timeZone?: string; quietHours?: { from: string; to: string } | null; reminderHours?: (number)[]; escalateAfterHours?: number | null; relayMinutes?: number; priceStepMinor?: number } }
    answer: { id: string; name: string; note: string; currency: string; peersVisible: boolean; settings: { timeZone: string; quietHours: { from: string; to: string } | null; reminderHours: (number)[]; escalateAfterHours: number | null; relayMinutes: number; priceStepMinor: number }; lead: { orgId: string; name: string }; isLead: boolean; myPartnerId: string | null; myTier: number | null; partners: number; joined: number; createdAt: string; version: number }
  }
  /** Open a group conversation. */
  'POST /conversations': {
    path: object
    query: object
    body: { title: string; people?: (string)[]; follows?: ({ by: "group"; groupId: string; who: "managers" | "everybody" }) | null; chainId?: string | null; showsHistory?: boolean }
    answer: { id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean; subject: string | null; chainId: string | null; follows: (({ by: "group"; groupId: string; who: "managers" | "everybody" }) | ({ by: "parties"; orgIds: (string)[]; who: "managers" | "everybody" })) | null; showsHistory: boolean; isHost: boolean; isOurs: boolean; came: "added" | "followed"; firstNo: number; firstUnreadNo: number | null; pinned: (number)[]; version: number }
  }
  /** Open a notice. */
  'PUT /inbox/{noticeId}/{partnerId}/reading': {
    path: { noticeId: string; partnerId: string }
    query: object
    body: unknown
    answer: { noticeId: string; partnerId: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; fromName: string; chainName: string; state: "queued" | "delivered" | "read" | "confirmed" | "failed" | "superseded" | "recalled"; edition: number; validFrom: string | null; deadlineAt: string | null; deliveredAt: string; readAt: string | null; confirmedAt: string | null; reminded: number; body: string; readByName: string | null; confirmedByName: string | null; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; notes: ({ fromName: string; note: string })[]; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; answer: string | null; recallReason: string | null; supersededById: string | null; relay: { partnerId: string; dueAt: string; isOpen: boolean; recipients: number } | null }
  }
  /** Open another org. */
  'POST /orgs': {
    path: object
    query: object
    body: { name: string; shortName: string; uscc?: string | null; region?: string; industry?: string }
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number }
  }
  /** Open the access again. */
  'DELETE /partners/{id}/suspension': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; code: string; name: string; side: "downstream" | "upstream"; tier: number; kind: string; status: "imported" | "invited" | "joined" | "suspended" | "left"; uscc: string | null; region: string; address: string; note: string; parentId: string | null; parentName: string | null; children: number; tags: (string)[]; groups: ({ id: string; name: string })[]; isMine: boolean; createdAt: string; joinedAt: string | null; version: number }
  }
  /** Partners as a spreadsheet. */
  'GET /chains/{id}/partners.xlsx': {
    path: { id: string }
    query: { q?: string; side?: "downstream" | "upstream"; tier?: (number)[]; status?: ("imported" | "invited" | "joined" | "suspended" | "left")[]; groupId?: (string)[]; tag?: (string)[]; region?: (string)[]; kind?: (string)[]; parentId?: string; underId?: string; timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** Partners by tier, region, kind and tag. */
  'GET /chains/{id}/summary': {
    path: { id: string }
    query: object
    body: unknown
    answer: { tiers: ({ side: "downstream" | "upstream"; tier: number; status: "imported" | "invited" | "joined" | "suspended" | "left"; partners: number })[]; regions: ({ region: string; partners: number })[]; kinds: ({ kind: string; partners: number })[]; tags: ({ tag: string; partners: number })[] }
  }
  /** Partners of a chain. */
  'GET /chains/{id}/partners': {
    path: { id: string }
    query: { cursor?: string; limit?: number; q?: string; side?: "downstream" | "upstream"; tier?: (number)[]; status?: ("imported" | "invited" | "joined" | "suspended" | "left")[]; groupId?: (string)[]; tag?: (string)[]; region?: (string)[]; kind?: (string)[]; parentId?: string; underId?: string; sort?: "name" | "code" | "tier" | "created" }
    body: unknown
    answer: { items: ({ id: string; chainId: string; code: string; name: string; side: "downstream" | "upstream"; tier: number; kind: string; status: "imported" | "invited" | "joined" | "suspended" | "left"; uscc: string | null; region: string; address: string; note: string; parentId: string | null; parentName: string | null; children: number; tags: (string)[]; groups: ({ id: string; name: string })[]; isMine: boolean; createdAt: string; joinedAt: string | null; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** Pass the notice on now. */
  'PUT /relays/{noticeId}/{partnerId}/passing': {
    path: { noticeId: string; partnerId: string }
    query: object
    body: unknown
    answer: { noticeId: string; partnerId: string; title: string; kind: "announcement" | "price_change" | "recall" | "task"; fromName: string; note: string; markup: ({ kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number }) | null; openedAt: string; dueAt: string; relayedAt: string | null; recipients: number; limit: { minBp: number; maxBp: number } | null; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number; sellsAtMinor: number })[]; version: number }
  }
  /** People of the org. */
  'GET /members': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; role?: ("owner" | "manager" | "member")[]; mayEdit?: "identity" | "network" | "trade" | "messaging" | "production"; twoFactor?: "on" | "off" }
    body: unknown
    answer: { items: ({ id: string; personId: string; name: string; mail: string | null; phone: string | null; role: "owner" | "manager" | "member"; permissions: Record<string, "none" | "view" | "edit">; department: string; jobTitle: string; joinedAt: string; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** Pin a message. */
  'PUT /conversations/{id}/messages/{no}/pin': {
    path: { id: string; no: number }
    query: object
    body: unknown
    answer: { pinned: (number)[] }
  }
  /** Place a production order and offer its work. */
  'POST /production-orders': {
    path: object
    query: object
    body: { chainId: string; productId: string; code: string; quantity: number; dueAt: string; priority?: number; note?: string; shares?: ({ operationNo: number; orgId: string; quantity?: number; lines?: number; priceMinor?: number | null })[] }
    answer: { id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number; chainId: string; productId: string; note: string; currency: string; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number; startsAt: string; endsAt: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; shares: ({ id: string; org: { id: string; name: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; proposedQuantity: number | null; proposedEndsAt: string | null; priceMinor: number | null; lines: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null })[] })[]; conversationId: string | null }
  }
  /** Price history. */
  'GET /products/{id}/prices': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ priceMinor: number; retailMinor: number; validFrom: string; setAt: string; noticeId: string | null })[] }
  }
  /** Production orders. */
  'GET /production-orders': {
    path: object
    query: { cursor?: string; limit?: number; chainId?: string; state?: "running" | "done" | "cancelled" | "all"; q?: string }
    body: unknown
    answer: { items: ({ id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** Products as a workbook. */
  'GET /products.xlsx': {
    path: object
    query: { q?: string; category?: string; retired?: string; timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** Products. */
  'GET /products': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; category?: string; retired?: string }
    body: unknown
    answer: { items: ({ id: string; code: string; name: string; unit: string; category: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; isRetired: boolean; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** Recall a notice. */
  'PUT /notices/{id}/recall': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; chainId: string; chainName: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; state: "draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded"; edition: number; supersedesId: string | null; supersededById: string | null; audience: { side: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; validFrom: string | null; deadlineAt: string | null; relayMinutes: number; reminderHours: (number)[]; escalateAfterHours: number | null; observesQuietHours: boolean; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; scheduledAt: string | null; sentAt: string | null; recalledAt: string | null; recallReason: string | null; createdByName: string; createdAt: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number }; relaysWaiting: number; version: number }
  }
  /** Receipts as a spreadsheet. */
  'GET /notices/{id}/receipts.xlsx': {
    path: { id: string }
    query: { cursor?: string; limit?: number; state?: ("queued" | "delivered" | "read" | "confirmed" | "failed" | "superseded" | "recalled")[]; tier?: (number)[]; region?: (string)[]; groupId?: string; underId?: string; q?: string; timeZone?: string }
    body: unknown
    answer: unknown
  }
  /** Receipts by name. */
  'GET /notices/{id}/receipts': {
    path: { id: string }
    query: { cursor?: string; limit?: number; state?: ("queued" | "delivered" | "read" | "confirmed" | "failed" | "superseded" | "recalled")[]; tier?: (number)[]; region?: (string)[]; groupId?: string; underId?: string; q?: string }
    body: unknown
    answer: { items: ({ partnerId: string; partnerCode: string; partnerName: string; tier: number; region: string; parentName: string | null; state: "queued" | "delivered" | "read" | "confirmed" | "failed" | "superseded" | "recalled"; reason: ("not_joined" | "suspended" | "left") | null; deliveredAt: string | null; readAt: string | null; readByName: string | null; confirmedAt: string | null; confirmedByName: string | null; answer: string | null; reminded: number; escalatedAt: string | null })[]; nextCursor: string | null; total?: number }
  }
  /** Recompute the hash chain. */
  'GET /audit/verification': {
    path: object
    query: object
    body: unknown
    answer: { events: number; brokenAt: number | null }
  }
  /** Register an org and its first person. */
  'POST /registrations': {
    path: object
    query: object
    body: { org: { name: string; shortName: string; uscc?: string | null; region?: string; industry?: string }; person: { name: string; mail?: string | null; phone?: string | null; password: string; locale?: "zh-CN" | "en" } }
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number }
  }
  /** Remind all who owe an answer. */
  'PUT /notices/{id}/reminder': {
    path: { id: string }
    query: object
    body: unknown
    answer: { reminded: number }
  }
  /** Remove a contact. */
  'DELETE /contacts/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Remove a destination. */
  'DELETE /destinations/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Remove a group. */
  'DELETE /groups/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Remove a robot. */
  'DELETE /robots/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Remove a rule. */
  'DELETE /visibility-rules/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Remove a template. */
  'DELETE /notice-templates/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Remove two-factor. */
  'DELETE /me/two-factor': {
    path: object
    query: object
    body: { password: string }
    answer: unknown
  }
  /** Rename it, or say whom it follows. */
  'PATCH /conversations/{id}': {
    path: { id: string }
    query: object
    body: { title?: string; follows?: ({ by: "group"; groupId: string; who: "managers" | "everybody" }) | null; showsHistory?: boolean }
    answer: { id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean; subject: string | null; chainId: string | null; follows: (({ by: "group"; groupId: string; who: "managers" | "everybody" }) | ({ by: "parties"; orgIds: (string)[]; who: "managers" | "everybody" })) | null; showsHistory: boolean; isHost: boolean; isOurs: boolean; came: "added" | "followed"; firstNo: number; firstUnreadNo: number | null; pinned: (number)[]; version: number }
  }
  /** Rename or move a group. */
  'PATCH /groups/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; parentId?: string | null }
    answer: { id: string; name: string; parentId: string | null; partners: number; version: number }
  }
  /** Rename or retire a product. */
  'PATCH /products/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; unit?: string; category?: string; isRetired?: boolean }
    answer: { id: string; code: string; name: string; unit: string; category: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; isRetired: boolean; version: number }
  }
  /** Report progress by an uploaded sheet. */
  'POST /report-sheets': {
    path: object
    query: object
    body: { fileId: string }
    answer: { accepted: number; repeated: number; refused: ({ row: number; reason: string })[] }
  }
  /** Report progress; the same report sent again changes nothing. */
  'POST /progress-reports': {
    path: object
    query: object
    body: { reports: ({ id: string; shareId: string; good: number; scrap?: number; scrapReason?: string; doneAt: string; source?: "phone" | "scan" | "xlsx" | "api" | "machine"; bundleCode?: string; fileId?: string; corrects?: string })[] }
    answer: { results: ({ id: string; outcome: "accepted" | "repeated" | "refused"; reason?: string })[] }
  }
  /** Revoke a key. */
  'DELETE /api-keys/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Rewrite a draft. */
  'PATCH /notices/{id}': {
    path: { id: string }
    query: object
    body: { kind: "announcement" | "price_change" | "recall" | "task"; title: string; body?: string; audience?: { side?: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices?: ({ productId: string; priceMinor: number; retailMinor: number })[]; validFrom?: string | null; deadlineAt?: string | null; relayMinutes?: number; reminderHours?: (number)[]; escalateAfterHours?: number | null; observesQuietHours?: boolean; fileIds?: (string)[] }
    answer: { id: string; chainId: string; chainName: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; state: "draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded"; edition: number; supersedesId: string | null; supersededById: string | null; audience: { side: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; validFrom: string | null; deadlineAt: string | null; relayMinutes: number; reminderHours: (number)[]; escalateAfterHours: number | null; observesQuietHours: boolean; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; scheduledAt: string | null; sentAt: string | null; recalledAt: string | null; recallReason: string | null; createdByName: string; createdAt: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number }; relaysWaiting: number; version: number }
  }
  /** Robots of a conversation. */
  'GET /conversations/{id}/robots': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ id: string; conversationId: string; name: string; hint: string; addresses: (string)[]; perMinute: number; createdAt: string; rotatedAt: string | null; usedAt: string | null; version: number })[] }
  }
  /** Run an import. */
  'POST /imports/{id}/run': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number }
  }
  /** Say how a product is made from now on. */
  'PUT /products/{id}/routing': {
    path: { id: string }
    query: object
    body: { operations: ({ no: number; name: string; unit?: string; minutesPerPiece: number; after?: (number)[]; waitMinutes?: number })[] }
    answer: { productId: string; edition: number; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number })[]; createdAt: string }
  }
  /** Say how much has arrived. */
  'PUT /handovers/{id}/receipt': {
    path: { id: string }
    query: object
    body: { quantity: number; note?: string }
    answer: { id: string; orderCode: string; from: { id: string; name: string }; to: { id: string; name: string }; item: string; unit: string; sent: number; sentAt: string; sentBy: string; received: number | null; receivedAt: string | null; receivedBy: string | null; difference: number | null; note: string; isMine: boolean }
  }
  /** Say it differently. */
  'PATCH /conversations/{id}/messages/{no}': {
    path: { id: string; no: number }
    query: object
    body: { text: string; mentions?: (string)[]; mentionsAll?: boolean }
    answer: { conversationId: string; no: number; id: string; kind: "text" | "markdown" | "picture" | "file" | "card"; sender: { personId: string | null; orgId: string | null; name: string; orgName: string; robot: string | null }; text: string; texts: { zh: string; en: string } | null; template: string | null; data: Record<string, unknown>; file: { id: string; name: string; mediaType: string; bytes: number } | null; replyTo: { no: number; name: string; text: string } | null; mentions: ({ personId: string; name: string })[]; mentionsAll: boolean; at: string; editedAt: string | null; recalledAt: string | null; recalledBy: string | null; version: number }
  }
  /** Say something. */
  'POST /conversations/{id}/messages': {
    path: { id: string }
    query: object
    body: ({ kind: "text"; text: string; mentions?: (string)[]; mentionsAll?: boolean; replyNo?: number | null }) | ({ kind: "markdown"; text: string; mentions?: (string)[]; mentionsAll?: boolean; replyNo?: number | null }) | ({ kind: "picture"; fileId: string; width?: number; height?: number; replyNo?: number | null }) | ({ kind: "file"; fileId: string; replyNo?: number | null }) | ({ kind: "card"; card: { title: string; note?: string; path: string; facts?: ({ label: string; value: string })[] }; replyNo?: number | null })
    answer: { conversationId: string; no: number; id: string; kind: "text" | "markdown" | "picture" | "file" | "card"; sender: { personId: string | null; orgId: string | null; name: string; orgName: string; robot: string | null }; text: string; texts: { zh: string; en: string } | null; template: string | null; data: Record<string, unknown>; file: { id: string; name: string; mediaType: string; bytes: number } | null; replyTo: { no: number; name: string; text: string } | null; mentions: ({ personId: string; name: string })[]; mentionsAll: boolean; at: string; editedAt: string | null; recalledAt: string | null; recalledBy: string | null; version: number }
  }
  /** Send a test word. */
  'PUT /destinations/{id}/test': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; kind: "wecom" | "dingtalk" | "feishu" | "webhook"; name: string; hint: string; language: "zh" | "en"; takesNotices: boolean; sources: ({ conversationId: string; title: string; takes: "digests" | "alerts" | "robots" | "all" })[]; isPaused: boolean; waiting: number; failed: number; lastSentAt: string | null; readyAt: string; lastFailure: string | null; version: number }
  }
  /** Send goods on. */
  'POST /handovers': {
    path: object
    query: object
    body: { orderId?: string; shareId?: string; toOrgId: string; item: string; unit: string; quantity: number }
    answer: { id: string; orderCode: string; from: { id: string; name: string }; to: { id: string; name: string }; item: string; unit: string; sent: number; sentAt: string; sentBy: string; received: number | null; receivedAt: string | null; receivedBy: string | null; difference: number | null; note: string; isMine: boolean }
  }
  /** Send now or at a time. */
  'PUT /notices/{id}/sending': {
    path: { id: string }
    query: object
    body: { at?: string | null }
    answer: { id: string; chainId: string; chainName: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; state: "draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded"; edition: number; supersedesId: string | null; supersededById: string | null; audience: { side: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; validFrom: string | null; deadlineAt: string | null; relayMinutes: number; reminderHours: (number)[]; escalateAfterHours: number | null; observesQuietHours: boolean; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; scheduledAt: string | null; sentAt: string | null; recalledAt: string | null; recallReason: string | null; createdByName: string; createdAt: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number }; relaysWaiting: number; version: number }
  }
  /** Set mark-ups and limits of every tier. */
  'PUT /chains/{chainId}/markups': {
    path: { chainId: string }
    query: object
    body: { tiers: ({ tier: number; markups: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; limit: { minBp: number; maxBp: number } | null })[] }
    answer: { tiers: ({ tier: number; markups: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; limit: { minBp: number; maxBp: number } | null })[] }
  }
  /** Set what I add at my place. */
  'PUT /partners/{partnerId}/markups': {
    path: { partnerId: string }
    query: object
    body: { own: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[] }
    answer: { tier: number; limit: { minBp: number; maxBp: number } | null; defaults: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; own: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; products: ({ id: string; code: string; name: string; unit: string })[] }
  }
  /** Set what a chain, a factory or an order has of its own. */
  'PUT /production-settings': {
    path: object
    query: { chainId: string; scope: "chain" | "factory" | "order"; subjectId: string }
    body: { calendar?: { timeZone?: string; weekdays?: (number)[]; shifts?: ({ from: string; to: string })[]; holidays?: (string)[]; extraDays?: (string)[] }; thresholds?: { behindRaise?: number; behindClear?: number; behindMinutes?: number; lateRaiseMinutes?: number; lateClearMinutes?: number; silentRaiseMinutes?: number; silentClearMinutes?: number; dwellMinutes?: number; escalateMinutes?: (number)[] }; clock?: { isOn?: boolean; everyMinutes?: 15 | 30 | 60 | 120 | 240 | 480; quietHours?: { from: string; to: string } | null; audience?: "parties" | "each" | "lead" } }
    answer: { own: { calendar?: { timeZone?: string; weekdays?: (number)[]; shifts?: ({ from: string; to: string })[]; holidays?: (string)[]; extraDays?: (string)[] }; thresholds?: { behindRaise?: number; behindClear?: number; behindMinutes?: number; lateRaiseMinutes?: number; lateClearMinutes?: number; silentRaiseMinutes?: number; silentClearMinutes?: number; dwellMinutes?: number; escalateMinutes?: (number)[] }; clock?: { isOn?: boolean; everyMinutes?: 15 | 30 | 60 | 120 | 240 | 480; quietHours?: { from: string; to: string } | null; audience?: "parties" | "each" | "lead" } }; holds: { calendar: { timeZone: string; weekdays: (number)[]; shifts: ({ from: string; to: string })[]; holidays: (string)[]; extraDays: (string)[] }; thresholds: { behindRaise: number; behindClear: number; behindMinutes: number; lateRaiseMinutes: number; lateClearMinutes: number; silentRaiseMinutes: number; silentClearMinutes: number; dwellMinutes: number; escalateMinutes: (number)[] }; clock: { isOn: boolean; everyMinutes: 15 | 30 | 60 | 120 | 240 | 480; quietHours: { from: string; to: string } | null; audience: "parties" | "each" | "lead" } }; version: number }
  }
  /** Sign in. */
  'POST /sessions': {
    path: object
    query: object
    body: { login: string; password: string; code?: string }
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number }
  }
  /** Sign out. */
  'DELETE /sessions/current': {
    path: object
    query: object
    body: unknown
    answer: unknown
  }
  /** Tag and group many partners. */
  'POST /chains/{id}/partners/bulk': {
    path: { id: string }
    query: object
    body: { partnerIds?: (string)[]; filter?: { q?: string; side?: "downstream" | "upstream"; tier?: (number)[]; status?: ("imported" | "invited" | "joined" | "suspended" | "left")[]; groupId?: (string)[]; tag?: (string)[]; region?: (string)[]; kind?: (string)[]; parentId?: string; underId?: string }; addTags?: (string)[]; removeTags?: (string)[]; addGroupIds?: (string)[]; removeGroupIds?: (string)[] }
    answer: { partners: number }
  }
  /** Take a partner out of the chain. */
  'POST /partners/{id}/removal': {
    path: { id: string }
    query: object
    body: { children?: "move_up" | "remove"; dryRun?: boolean }
    answer: { partners: number; joined: number; contacts: number; tiersBefore: [number, number] | null; tiersAfter: [number, number] | null; pendingReceipts: number; warnings: ("joined_partners_lose_access" | "owner_changes" | "price_path_changes" | "history_kept")[] }
  }
  /** Take a schedule back. */
  'DELETE /notices/{id}/sending': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; chainName: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; state: "draft" | "scheduled" | "sending" | "sent" | "complete" | "recalled" | "superseded"; edition: number; supersedesId: string | null; supersededById: string | null; audience: { side: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] }; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; validFrom: string | null; deadlineAt: string | null; relayMinutes: number; reminderHours: (number)[]; escalateAfterHours: number | null; observesQuietHours: boolean; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; scheduledAt: string | null; sentAt: string | null; recalledAt: string | null; recallReason: string | null; createdByName: string; createdAt: string; counts: { recipients: number; queued: number; delivered: number; read: number; confirmed: number; failed: number; superseded: number; recalled: number }; relaysWaiting: number; version: number }
  }
  /** Take a warning on, with its cause and what is done. */
  'PUT /warnings/{id}/acknowledgement': {
    path: { id: string }
    query: object
    body: { cause: "people" | "machine" | "material" | "method" | "environment"; action: string; ownerName?: string }
    answer: { id: string; orderId: string; orderCode: string; productName: string; kind: "behind" | "late" | "silent"; state: "raised" | "acknowledged" | "shelved" | "cleared"; operation: { no: number; name: string } | null; org: { id: string; name: string } | null; measure: number; raisedAt: string; acknowledgedAt: string | null; ownerName: string | null; cause: ("people" | "machine" | "material" | "method" | "environment") | null; action: string | null; shelvedUntil: string | null; clearedAt: string | null; escalated: number; version: number }
  }
  /** Take an invitation back. */
  'DELETE /invitations/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Take an order back. */
  'PUT /production-orders/{id}/cancellation': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number; chainId: string; productId: string; note: string; currency: string; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number; startsAt: string; endsAt: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; shares: ({ id: string; org: { id: string; name: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; proposedQuantity: number | null; proposedEndsAt: string | null; priceMinor: number | null; lines: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null })[] })[]; conversationId: string | null }
  }
  /** Take it back. */
  'PUT /conversations/{id}/messages/{no}/recall': {
    path: { id: string; no: number }
    query: object
    body: unknown
    answer: { conversationId: string; no: number; id: string; kind: "text" | "markdown" | "picture" | "file" | "card"; sender: { personId: string | null; orgId: string | null; name: string; orgName: string; robot: string | null }; text: string; texts: { zh: string; en: string } | null; template: string | null; data: Record<string, unknown>; file: { id: string; name: string; mediaType: string; bytes: number } | null; replyTo: { no: number; name: string; text: string } | null; mentions: ({ personId: string; name: string })[]; mentionsAll: boolean; at: string; editedAt: string | null; recalledAt: string | null; recalledBy: string | null; version: number }
  }
  /** Take the invitation back. */
  'DELETE /partners/{id}/invitation': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Take work on, or refuse it with a counter-proposal. */
  'PUT /shares/{id}/answer': {
    path: { id: string }
    query: object
    body: { answer: "accepted" | "refused"; reason?: string; proposedQuantity?: number; proposedEndsAt?: string }
    answer: { id: string; orderId: string; orderCode: string; productName: string; lead: { id: string; name: string }; operation: { no: number; name: string; unit: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; priceMinor: number | null; currency: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null; openWarnings: number; isDone: boolean }
  }
  /** Templates. */
  'GET /notice-templates': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ name: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; id: string; version: number })[] }
  }
  /** The bundles of an order. */
  'GET /production-orders/{id}/bundles': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ code: string; quantity: number; orderCode: string; productName: string; unit: string })[] }
  }
  /** The conversation with one person. */
  'POST /direct-conversations': {
    path: object
    query: object
    body: { person: string }
    answer: { id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean; subject: string | null; chainId: string | null; follows: (({ by: "group"; groupId: string; who: "managers" | "everybody" }) | ({ by: "parties"; orgIds: (string)[]; who: "managers" | "everybody" })) | null; showsHistory: boolean; isHost: boolean; isOurs: boolean; came: "added" | "followed"; firstNo: number; firstUnreadNo: number | null; pinned: (number)[]; version: number }
  }
  /** The open invitation. */
  'GET /partners/{id}/invitation': {
    path: { id: string }
    query: object
    body: unknown
    answer: { partnerId: string; partnerName: string; createdAt: string; expiresAt: string }
  }
  /** The org I act for. */
  'GET /org': {
    path: object
    query: object
    body: unknown
    answer: { id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }
  }
  /** The record of the org. */
  'GET /audit': {
    path: object
    query: { cursor?: string; limit?: number; type?: string; subject?: string; q?: string; from?: string; to?: string }
    body: unknown
    answer: { items: ({ seq: number; id: string; type: string; subject: string; at: string; actor: { kind: string; id: string | null; name: string }; data: Record<string, unknown>; hash: string })[]; nextCursor: string | null; total?: number }
  }
  /** The same figures before and after a day. */
  'GET /production-comparison': {
    path: object
    query: { chainId: string; at: string; days?: number }
    body: unknown
    answer: { before: { orders: number; cycleHours: number | null; onTime: number | null; reporting: number | null; reactionMinutes: number | null }; after: { orders: number; cycleHours: number | null; onTime: number | null; reporting: number | null; reactionMinutes: number | null } }
  }
  /** The tree in columns. */
  'GET /chains/{id}/map': {
    path: { id: string }
    query: object
    body: unknown
    answer: { ids: (string)[]; parents: (number)[]; names: (string)[]; tiers: (number)[]; sides: ("d" | "u")[]; statuses: ("imported" | "invited" | "joined" | "suspended" | "left")[]; kinds: (string)[]; regions: (string)[]; omitted: number }
  }
  /** The wall board. */
  'GET /production-board': {
    path: object
    query: { chainId: string }
    body: unknown
    answer: { chainName: string; at: string; running: number; late: number; silent: number; openWarnings: number; dueToday: number; progress: { planned: number; actual: number | null; unknown: number }; orders: ({ id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number })[]; factories: ({ org: { id: string; name: string }; progress: { planned: number; actual: number | null; unknown: number }; openWarnings: number; silent: number; running: number })[] }
  }
  /** The work of my org. */
  'GET /shares': {
    path: object
    query: { done?: string }
    body: unknown
    answer: { items: ({ id: string; orderId: string; orderCode: string; productName: string; lead: { id: string; name: string }; operation: { no: number; name: string; unit: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; priceMinor: number | null; currency: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null; openWarnings: number; isDone: boolean })[] }
  }
  /** To whom goods may be handed on. */
  'GET /shares/{id}/next-parties': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ id: string; name: string })[] }
  }
  /** Try an import without writing. */
  'POST /imports/{id}/check': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number }
  }
  /** Try what failed again. */
  'PUT /destinations/{id}/retry': {
    path: { id: string }
    query: object
    body: unknown
    answer: { retried: number }
  }
  /** Unpin a message. */
  'DELETE /conversations/{id}/messages/{no}/pin': {
    path: { id: string; no: number }
    query: object
    body: unknown
    answer: { pinned: (number)[] }
  }
  /** Upload a file. */
  'POST /files': {
    path: object
    query: object
    body: unknown
    answer: { id: string; name: string; mediaType: string; bytes: number }
  }
  /** Upload a sheet of partners. */
  'POST /chains/{id}/imports': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number }
  }
  /** Warnings. */
  'GET /warnings': {
    path: object
    query: { cursor?: string; limit?: number; chainId?: string; orderId?: string; open?: string }
    body: unknown
    answer: { items: ({ id: string; orderId: string; orderCode: string; productName: string; kind: "behind" | "late" | "silent"; state: "raised" | "acknowledged" | "shelved" | "cleared"; operation: { no: number; name: string } | null; org: { id: string; name: string } | null; measure: number; raisedAt: string; acknowledgedAt: string | null; ownerName: string | null; cause: ("people" | "machine" | "material" | "method" | "environment") | null; action: string | null; shelvedUntil: string | null; clearedAt: string | null; escalated: number; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** What I add at my place. */
  'GET /partners/{partnerId}/markups': {
    path: { partnerId: string }
    query: object
    body: unknown
    answer: { tier: number; limit: { minBp: number; maxBp: number } | null; defaults: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; own: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; products: ({ id: string; code: string; name: string; unit: string })[] }
  }
  /** What a message said before. */
  'GET /conversations/{id}/messages/{no}/versions': {
    path: { id: string; no: number }
    query: object
    body: unknown
    answer: { items: ({ version: number; text: string; changedAt: string })[] }
  }
  /** What an invitation offers. */
  'GET /invitation/{token}': {
    path: { token: string }
    query: object
    body: unknown
    answer: { orgName: string; role: "owner" | "manager" | "member"; department: string; jobTitle: string; invitedBy: string; expiresAt: string; isSignedIn: boolean }
  }
  /** What an invitation offers. */
  'GET /join/{token}': {
    path: { token: string }
    query: object
    body: unknown
    answer: { chainName: string; leadName: string; invitedBy: string; partnerName: string; side: "downstream" | "upstream"; tier: number; uscc: string | null; region: string; expiresAt: string; isSignedIn: boolean; myOrgs: ({ id: string; name: string })[] }
  }
  /** What became of each row. */
  'GET /imports/{id}/rows': {
    path: { id: string }
    query: { cursor?: string; limit?: number; outcome?: ("created" | "updated" | "unchanged" | "failed")[] }
    body: unknown
    answer: { items: ({ rowNo: number; outcome: ("created" | "updated" | "unchanged" | "failed") | null; code: string | null; cells: (string)[]; problems: ({ field: string; code: string; message: string })[]; partnerId: string | null })[]; nextCursor: string | null; total?: number }
  }
  /** What my record says about a partner. */
  'GET /partners/{id}/history': {
    path: { id: string }
    query: { cursor?: string; limit?: number }
    body: unknown
    answer: { items: ({ seq: number; id: string; type: string; at: string; actor: { kind: string; id: string | null; name: string }; data: Record<string, unknown> })[]; nextCursor: string | null; total?: number }
  }
  /** What plan an order would have; nothing is written. */
  'POST /production-plans': {
    path: object
    query: object
    body: { chainId: string; productId: string; code: string; quantity: number; dueAt: string; priority?: number; note?: string; shares?: ({ operationNo: number; orgId: string; quantity?: number; lines?: number; priceMinor?: number | null })[] }
    answer: { startAt: string; earliestAt: string; isFeasible: boolean; operations: ({ no: number; name: string; startsAt: string; endsAt: string })[] }
  }
  /** What was reported. */
  'GET /progress-reports': {
    path: object
    query: { cursor?: string; limit?: number; shareId?: string; orderId?: string }
    body: unknown
    answer: { items: ({ id: string; shareId: string; operation: { no: number; name: string }; org: { id: string; name: string }; good: number; scrap: number; scrapReason: string; doneAt: string; reportedAt: string; personName: string; source: "phone" | "scan" | "xlsx" | "api" | "machine"; bundleCode: string | null; file: { id: string; name: string } | null; corrects: string | null; isCorrected: boolean })[]; nextCursor: string | null; total?: number }
  }
  /** What was sent on, waits or failed. */
  'GET /destinations/{id}/forwards': {
    path: { id: string }
    query: { cursor?: string; limit?: number; state?: "waiting" | "sent" | "failed" }
    body: unknown
    answer: { items: ({ id: string; title: string; text: string; state: "waiting" | "sent" | "failed"; tries: number; failure: string | null; createdAt: string; doneAt: string | null })[]; nextCursor: string | null; total?: number }
  }
  /** Where messages are sent on. */
  'GET /destinations': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ id: string; kind: "wecom" | "dingtalk" | "feishu" | "webhook"; name: string; hint: string; language: "zh" | "en"; takesNotices: boolean; sources: ({ conversationId: string; title: string; takes: "digests" | "alerts" | "robots" | "all" })[]; isPaused: boolean; waiting: number; failed: number; lastSentAt: string | null; readyAt: string; lastFailure: string | null; version: number })[] }
  }
  /** Which of my people which partners may find. */
  'GET /visibility-rules': {
    path: object
    query: { chainId?: string }
    body: unknown
    answer: { items: ({ id: string; chainId: string; name: string; myDepartments: (string)[]; myPersonIds: (string)[]; theirGroupIds: (string)[]; theirPartnerIds: (string)[]; people: number; partners: number; version: number })[] }
  }
  /** Who I am. */
  'GET /me': {
    path: object
    query: object
    body: unknown
    answer: { person: { id: string; name: string; mail: string | null; phone: string | null; locale: "zh-CN" | "en"; theme: "system" | "light" | "dark"; hasTwoFactor: boolean; version: number }; org: ({ id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }) | null; role: ("owner" | "manager" | "member") | null; permissions: Record<string, "none" | "view" | "edit">; orgs: ({ id: string; name: string; shortName: string; role: "owner" | "manager" | "member" })[]; version: number }
  }
  /** Who below me owes an answer. */
  'GET /escalations': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ noticeId: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; fromName: string; deadlineAt: string | null; waiting: number; names: (string)[] })[] }
  }
  /** Who does what when. */
  'GET /production-gantt': {
    path: object
    query: { chainId: string; from: string; to: string }
    body: unknown
    answer: { factories: ({ org: { id: string; name: string }; load: number; days: ({ day: string; load: number })[]; bars: ({ shareId: string; orderId: string; orderCode: string; productName: string; operation: string; startsAt: string; endsAt: string; finishAt: string | null; actual: number | null; isLate: boolean })[] })[]; bottleneck: { id: string; name: string } | null }
  }
  /** Who has read a message, by name. */
  'GET /conversations/{id}/messages/{no}/readers': {
    path: { id: string; no: number }
    query: object
    body: unknown
    answer: { read: ({ personId: string; name: string; orgId: string; orgName: string; at: string | null })[]; unread: ({ personId: string; name: string; orgId: string; orgName: string; at: string | null })[] }
  }
  /** Who takes part. */
  'GET /conversations/{id}/members': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ personId: string; name: string; jobTitle: string; orgId: string; orgName: string; isHost: boolean; came: "added" | "followed"; joinedAt: string })[] }
  }
  /** Whom I may find, as a spreadsheet. */
  'GET /directory.xlsx': {
    path: object
    query: { q?: string; chainId?: string; relation?: ("below" | "above" | "peer" | "colleague")[]; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** Whom I may find. */
  'GET /directory': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; chainId?: string; relation?: ("below" | "above" | "peer" | "colleague")[] }
    body: unknown
    answer: { items: ({ key: string; name: string; jobTitle: string; department: string; phone: string; mail: string; orgName: string; partnerId: string | null; relation: "below" | "above" | "peer" | "colleague" })[]; nextCursor: string | null; total?: number }
  }
  /** Whom an audience reaches. */
  'POST /audience': {
    path: object
    query: object
    body: { chainId: string; audience: { side?: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] } }
    answer: { recipients: number; reachable: number; byTier: ({ tier: number; recipients: number; reachable: number })[]; byStatus: ({ status: "imported" | "invited" | "joined" | "suspended" | "left"; recipients: number })[]; sample: ({ id: string; name: string; tier: number })[] }
  }
}
