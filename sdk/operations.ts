// Generated from the OpenAPI document by `npm run sdk`: do not edit.

export interface Operations {
  /** A bank statement with what its entries seem to pay. */
  'GET /bank-statements/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; format: "camt.053" | "sheet"; account: string; currency: string; statementNo: string; fromOn: string | null; toOn: string | null; openingMinor: number | null; closingMinor: number | null; fileName: string; warnings: (string)[]; importedAt: string; entries: number; openEntries: number; items: ({ id: string; no: number; bookedOn: string; currency: string; amountMinor: number; partyName: string; partyAccount: string; reference: string; remittance: string; state: "open" | "matched" | "booked" | "set_aside"; paymentId: string | null; proposal: ({ partyOrgId: string; partyName: string; paymentId: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number })[]; onAccountMinor: number; score: number; reasons: ("announced" | "reference" | "invoice_no" | "order_no" | "payer_name" | "amount" | "amount_sum" | "oldest_first")[] }) | null })[] }
  }
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
  /** A counter-offer, or the answer to one. */
  'POST /quotes/{id}/versions': {
    path: { id: string }
    query: object
    body: { after: number; validUntil: string; note?: string; offers: ({ lineNo: number; kind?: "offer" | "substitute" | "none"; description?: string; minQuantity?: string; available?: string | null; lot?: string | null; unit: string; unitHolds?: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark?: string })[] }
    answer: { id: string; rfqId: string; seller: { id: string; name: string }; buyer: { id: string; name: string }; state: "open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn"; versionNo: number; rounds: number; roundsMax: number; endReason: string | null; changedAt: string; versions: ({ no: number; author: "seller" | "buyer"; authorName: string; note: string; validUntil: string; madeAt: string; offers: ({ no: number; lineNo: number; kind: "offer" | "substitute" | "none"; description: string; minQuantity: string; available: string | null; lot: string | null; unit: string; unitHolds: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark: string })[] })[]; acceptances: ({ lineNo: number; offerNo: number; versionNo: number; quantity: string; unit: string; unitE4: number; amountMinor: number; currency: string; orderId: string; orderNo: string; acceptedAt: string })[] }
  }
  /** A delivery note to print. */
  'GET /trade-orders/{id}/shipments/{shipmentId}/document.pdf': {
    path: { id: string; shipmentId: string }
    query: { timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** A despatch advice as UBL 2.1. */
  'GET /trade-orders/{id}/shipments/{shipmentId}/document.xml': {
    path: { id: string; shipmentId: string }
    query: object
    body: unknown
    answer: unknown
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
  /** A payment. */
  'GET /payments/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; side: "receivable" | "payable"; kind: "payment" | "refund"; state: "announced" | "received" | "reversed"; partyOrgId: string; partyName: string; currency: string; amountMinor: number; allocatedMinor: number; paidOn: string; reference: string; note: string; isMine: boolean; reverseReason: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number; at: string })[]; version: number }
  }
  /** A piece of work. */
  'GET /shares/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; orderId: string; orderCode: string; productName: string; lead: { id: string; name: string }; operation: { no: number; name: string; unit: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; priceMinor: number | null; currency: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null; openWarnings: number; isDone: boolean }
  }
  /** A price agreement. */
  'GET /agreements/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number }
  }
  /** A price down one path, as far as I may see. */
  'GET /chains/{chainId}/price-path': {
    path: { chainId: string }
    query: { partnerId: string; productId: string; priceMinor?: number }
    body: unknown
    answer: { steps: ({ tier: number; partnerId: string; name: string; buysAtMinor: number; sellsAtMinor: number | null; markup: ({ kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number }) | null; rule: "own_product" | "own" | "tier_product" | "tier" | "none" | "private"; isClamped: boolean })[] }
  }
  /** A product that a seller offers me. */
  'GET /sellers/{sellerId}/products/{productId}': {
    path: { sellerId: string; productId: string }
    query: object
    body: unknown
    answer: { id: string; code: string; name: string; description: string; kind: "goods" | "service"; category: string; unit: string; decimals: number; units: ({ unit: string; numerator: number; denominator: number; decimals: number })[]; currency: string; pictures: ({ id: string; name: string; mediaType: string })[]; variantOf: string | null; options: Record<string, string>; unitE4: number | null; family: ({ id: string; name: string; options: Record<string, string>; unitE4: number | null })[] }
  }
  /** A product. */
  'GET /products/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { name: string; unit: string; category: string; description: string; kind: "goods" | "service"; decimals: number; priceGroup: string; units: ({ unit: string; numerator: number; denominator: number; decimals: number })[]; variantOf: string | null; options: Record<string, string>; visibility: "buyers" | "chosen" | "nobody"; viewers: { groupIds: (string)[]; tiers: (number)[]; orgIds: (string)[] }; isOnRequest: boolean; floorE4: number | null; costE4: number | null; isRetired: boolean; id: string; code: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; pictures: ({ id: string; name: string; mediaType: string })[]; variants: number; version: number }
  }
  /** A production order. */
  'GET /production-orders/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number; chainId: string; productId: string; note: string; currency: string; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number; startsAt: string; endsAt: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; shares: ({ id: string; org: { id: string; name: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; proposedQuantity: number | null; proposedEndsAt: string | null; priceMinor: number | null; lines: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null })[] })[]; conversationId: string | null }
  }
  /** A quote to print. */
  'GET /quotes/{id}/document.pdf': {
    path: { id: string }
    query: { timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** A quote with all its versions. */
  'GET /quotes/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; rfqId: string; seller: { id: string; name: string }; buyer: { id: string; name: string }; state: "open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn"; versionNo: number; rounds: number; roundsMax: number; endReason: string | null; changedAt: string; versions: ({ no: number; author: "seller" | "buyer"; authorName: string; note: string; validUntil: string; madeAt: string; offers: ({ no: number; lineNo: number; kind: "offer" | "substitute" | "none"; description: string; minQuantity: string; available: string | null; lot: string | null; unit: string; unitHolds: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark: string })[] })[]; acceptances: ({ lineNo: number; offerNo: number; versionNo: number; quantity: string; unit: string; unitE4: number; amountMinor: number; currency: string; orderId: string; orderNo: string; acceptedAt: string })[] }
  }
  /** A request, as my side of it knows it. */
  'GET /rfqs/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
  }
  /** A scanned bundle. */
  'GET /bundles/{code}': {
    path: { code: string }
    query: object
    body: unknown
    answer: { code: string; quantity: number; orderCode: string; productName: string; unit: string; work: ({ id: string; operation: { no: number; name: string; unit: string }; isReported: boolean })[] }
  }
  /** A statement of account to print. */
  'GET /accounts/{orgId}/statement.pdf': {
    path: { orgId: string }
    query: { side?: "receivable" | "payable"; currency?: string; from?: string; to?: string; timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
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
  /** Accept or dispute an invoice. */
  'PUT /invoices/{id}/answer': {
    path: { id: string }
    query: object
    body: { answer: "accepted" } | { answer: "disputed"; reason: string }
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
  }
  /** Accept or refuse what the other side asks, or take back what I asked. */
  'PUT /trade-orders/{id}/proposals/{proposalId}/answer': {
    path: { id: string; proposalId: string }
    query: object
    body: { answer: "accepted" | "refused" | "withdrawn"; reason?: string }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
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
    body: { name: string; unit: string; category?: string; description?: string; kind?: "goods" | "service"; decimals?: number; priceGroup?: string; units?: ({ unit: string; numerator: number; denominator?: number; decimals?: number })[]; variantOf?: string | null; options?: Record<string, string>; visibility?: "buyers" | "chosen" | "nobody"; viewers?: { groupIds?: (string)[]; tiers?: (number)[]; orgIds?: (string)[] }; isOnRequest?: boolean; pictureIds?: (string)[]; floorE4?: number | null; costE4?: number | null; isRetired?: boolean; code: string; currency?: string; priceMinor: number; retailMinor: number }
    answer: { name: string; unit: string; category: string; description: string; kind: "goods" | "service"; decimals: number; priceGroup: string; units: ({ unit: string; numerator: number; denominator: number; decimals: number })[]; variantOf: string | null; options: Record<string, string>; visibility: "buyers" | "chosen" | "nobody"; viewers: { groupIds: (string)[]; tiers: (number)[]; orgIds: (string)[] }; isOnRequest: boolean; floorE4: number | null; costE4: number | null; isRetired: boolean; id: string; code: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; pictures: ({ id: string; name: string; mediaType: string })[]; variants: number; version: number }
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
  /** Agree to an award, or turn it down. */
  'PUT /awards/{id}/decision': {
    path: { id: string }
    query: object
    body: { kind: "amount" | "payment"; isApproved: boolean; note?: string }
    answer: { id: string; rfq: { id: string; code: string; title: string }; state: "waiting" | "placed" | "refused" | "withdrawn"; currency: string; amountMinor: number; finishes: boolean; note: string; askedBy: string; isMine: boolean; askedAt: string; placedAt: string | null; lines: ({ quoteId: string; versionNo: number; lineNo: number; offerNo: number; seller: string; description: string; quantity: string; unit: string; unitE4: number; amountMinor: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[] })[]; approvals: ({ kind: "amount" | "payment"; state: "waiting" | "approved" | "refused"; by: string | null; at: string | null; note: string; isMine: boolean })[]; orders: ({ id: string; no: string; seller: string })[] }
  }
  /** All prices of a product by quantity, payment and lead time. */
  'GET /price-ladder': {
    path: object
    query: { sellerOrgId: string; buyerOrgId?: string; productId: string; currency?: string; at?: string; incoterm?: "EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP"; place?: string }
    body: unknown
    answer: { unit: string; currency: string; quantities: (string)[]; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; leads: (number | null)[]; cells: (((number | null)[])[])[]; isMovingInside: boolean }
  }
  /** An award. */
  'GET /awards/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; rfq: { id: string; code: string; title: string }; state: "waiting" | "placed" | "refused" | "withdrawn"; currency: string; amountMinor: number; finishes: boolean; note: string; askedBy: string; isMine: boolean; askedAt: string; placedAt: string | null; lines: ({ quoteId: string; versionNo: number; lineNo: number; offerNo: number; seller: string; description: string; quantity: string; unit: string; unitE4: number; amountMinor: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[] })[]; approvals: ({ kind: "amount" | "payment"; state: "waiting" | "approved" | "refused"; by: string | null; at: string | null; note: string; isMine: boolean })[]; orders: ({ id: string; no: string; seller: string })[] }
  }
  /** An entry by hand. */
  'POST /ledger/entries': {
    path: object
    query: object
    body: { bookedOn?: string; memo: string; postings: ({ account: "bank" | "receivable" | "deposits_paid" | "payable" | "deposits_received" | "tax" | "equity" | "revenue" | "credit_notes" | "discounts" | "cost" | "purchase_credits" | "purchase_discounts" | "interest" | "expense"; flow?: ("goods" | "logistics" | "finance") | null; currency?: string; amountMinor: number })[] }
    answer: { id: string; bookedOn: string; kind: "deposit" | "invoice" | "credit_note" | "payment" | "refund" | "bank" | "manual" | "reversal"; source: string; memo: string; partyOrgId: string | null; partyName: string; createdAt: string; postings: ({ account: "bank" | "receivable" | "deposits_paid" | "payable" | "deposits_received" | "tax" | "equity" | "revenue" | "credit_notes" | "discounts" | "cost" | "purchase_credits" | "purchase_discounts" | "interest" | "expense"; flow: ("goods" | "logistics" | "finance") | null; currency: string; amountMinor: number })[] }
  }
  /** An import: its plan, preview and progress. */
  'GET /imports/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; side: "downstream" | "upstream"; parentId: string | null; fileName: string; state: "uploaded" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed"; plan: { sheet: string | null; headerRow: number; mapping: Record<string, number> }; sheets: (string)[]; headers: (string)[]; preview: ((string)[])[]; encoding: string | null; rowsTotal: number; rowsRead: number; rowsDone: number; counts: Record<string, number>; failure: string | null; createdAt: string; finishedAt: string | null; version: number }
  }
  /** An invoice or credit note as UBL 2.1. */
  'GET /invoices/{id}/document.xml': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** An invoice or credit note to print. */
  'GET /invoices/{id}/document.pdf': {
    path: { id: string }
    query: { timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** An invoice. */
  'GET /invoices/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
  }
  /** An order as UBL 2.1. */
  'GET /trade-orders/{id}/document.xml': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** An order to print. */
  'GET /trade-orders/{id}/document.pdf': {
    path: { id: string }
    query: { timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** An order. */
  'GET /trade-orders/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Answer a question, to all suppliers. */
  'PUT /rfqs/{id}/questions/{questionId}/answer': {
    path: { id: string; questionId: string }
    query: object
    body: { answer: string }
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
  }
  /** Approve prices under the floor. */
  'PUT /agreements/{id}/draft/approval': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number }
  }
  /** Ask for a change, a cancellation or a return. */
  'POST /trade-orders/{id}/proposals': {
    path: { id: string }
    query: object
    body: ({ payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; kind: "change"; reason: string; lines?: ({ lineId: string; quantity?: string; unitE4?: number; deliverBy?: string | null })[] }) | { kind: "cancel"; reason: string } | { kind: "return"; reason: string; lines: ({ lineId: string; quantity: string })[] }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Ask for a deposit on an order. */
  'POST /trade-orders/{id}/deposit': {
    path: { id: string }
    query: object
    body: { shareBp?: number; issuedOn?: string; note?: string }
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
  }
  /** Ask further suppliers. */
  'POST /rfqs/{id}/suppliers': {
    path: { id: string }
    query: object
    body: { orgIds?: (string)[]; groupIds?: (string)[]; isMatched?: boolean }
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
  }
  /** Ask the buyer. */
  'POST /rfqs/{id}/questions': {
    path: { id: string }
    query: object
    body: { question: string }
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
  }
  /** Award offers. */
  'POST /rfqs/{id}/awards': {
    path: { id: string }
    query: object
    body: { lines: ({ quoteId: string; versionNo: number; lineNo: number; offerNo: number; quantity: string })[]; finishes?: boolean; note?: string }
    answer: { id: string; rfq: { id: string; code: string; title: string }; state: "waiting" | "placed" | "refused" | "withdrawn"; currency: string; amountMinor: number; finishes: boolean; note: string; askedBy: string; isMine: boolean; askedAt: string; placedAt: string | null; lines: ({ quoteId: string; versionNo: number; lineNo: number; offerNo: number; seller: string; description: string; quantity: string; unit: string; unitE4: number; amountMinor: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[] })[]; approvals: ({ kind: "amount" | "payment"; state: "waiting" | "approved" | "refused"; by: string | null; at: string | null; note: string; isMine: boolean })[]; orders: ({ id: string; no: string; seller: string })[] }
  }
  /** Awards. */
  'GET /awards': {
    path: object
    query: { cursor?: string; limit?: number; rfqId?: string; mine?: string }
    body: unknown
    answer: { items: ({ id: string; rfq: { id: string; code: string; title: string }; state: "waiting" | "placed" | "refused" | "withdrawn"; currency: string; amountMinor: number; finishes: boolean; note: string; askedBy: string; isMine: boolean; askedAt: string; placedAt: string | null; lines: ({ quoteId: string; versionNo: number; lineNo: number; offerNo: number; seller: string; description: string; quantity: string; unit: string; unitE4: number; amountMinor: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[] })[]; approvals: ({ kind: "amount" | "payment"; state: "waiting" | "approved" | "refused"; by: string | null; at: string | null; note: string; isMine: boolean })[]; orders: ({ id: string; no: string; seller: string })[] })[]; nextCursor: string | null; total?: number }
  }
  /** Bank statements. */
  'GET /bank-statements': {
    path: object
    query: { cursor?: string; limit?: number }
    body: unknown
    answer: { items: ({ id: string; format: "camt.053" | "sheet"; account: string; currency: string; statementNo: string; fromOn: string | null; toOn: string | null; openingMinor: number | null; closingMinor: number | null; fileName: string; warnings: (string)[]; importedAt: string; entries: number; openEntries: number })[]; nextCursor: string | null; total?: number }
  }
  /** Begin two-factor. */
  'POST /me/two-factor': {
    path: object
    query: object
    body: { password: string }
    answer: { secret: string; uri: string }
  }
  /** Book an entry that paid no invoice. */
  'PUT /bank-entries/{id}/booking': {
    path: { id: string }
    query: object
    body: { account: "interest" | "expense" | "equity" | "tax"; memo?: string }
    answer: { id: string; format: "camt.053" | "sheet"; account: string; currency: string; statementNo: string; fromOn: string | null; toOn: string | null; openingMinor: number | null; closingMinor: number | null; fileName: string; warnings: (string)[]; importedAt: string; entries: number; openEntries: number; items: ({ id: string; no: number; bookedOn: string; currency: string; amountMinor: number; partyName: string; partyAccount: string; reference: string; remittance: string; state: "open" | "matched" | "booked" | "set_aside"; paymentId: string | null; proposal: ({ partyOrgId: string; partyName: string; paymentId: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number })[]; onAccountMinor: number; score: number; reasons: ("announced" | "reference" | "invoice_no" | "order_no" | "payer_name" | "amount" | "amount_sum" | "oldest_first")[] }) | null })[] }
  }
  /** Bring a sheet into the catalogue. */
  'POST /products/imports': {
    path: object
    query: object
    body: { fileId: string; isDryRun?: boolean }
    answer: { counts: { created: number; updated: number; unchanged: number; failed: number }; rows: ({ row: number; name: string; outcome: "created" | "updated" | "unchanged" | "failed"; problems: ({ field: string; code: string })[] })[] }
  }
  /** Bring a sheet of prices into the draft. */
  'POST /agreements/{id}/prices/imports': {
    path: { id: string }
    query: object
    body: { fileId: string; isDryRun?: boolean }
    answer: { counts: { created: number; updated: number; unchanged: number; failed: number }; rows: ({ row: number; name: string; outcome: "created" | "updated" | "unchanged" | "failed"; problems: ({ field: string; code: string })[] })[] }
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
  /** Call a request off. */
  'PUT /rfqs/{id}/cancellation': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
  }
  /** Cancel a document that nothing builds on. */
  'PUT /invoices/{id}/cancellation': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
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
  /** Change or retire a product. */
  'PATCH /products/{id}': {
    path: { id: string }
    query: object
    body: { name?: string; unit?: string; category?: string; description?: string; kind?: "goods" | "service"; decimals?: number; priceGroup?: string; units?: ({ unit: string; numerator: number; denominator?: number; decimals?: number })[]; variantOf?: string | null; options?: Record<string, string>; visibility?: "buyers" | "chosen" | "nobody"; viewers?: { groupIds?: (string)[]; tiers?: (number)[]; orgIds?: (string)[] }; isOnRequest?: boolean; pictureIds?: (string)[]; floorE4?: number | null; costE4?: number | null; isRetired?: boolean }
    answer: { name: string; unit: string; category: string; description: string; kind: "goods" | "service"; decimals: number; priceGroup: string; units: ({ unit: string; numerator: number; denominator: number; decimals: number })[]; variantOf: string | null; options: Record<string, string>; visibility: "buyers" | "chosen" | "nobody"; viewers: { groupIds: (string)[]; tiers: (number)[]; orgIds: (string)[] }; isOnRequest: boolean; floorE4: number | null; costE4: number | null; isRetired: boolean; id: string; code: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; pictures: ({ id: string; name: string; mediaType: string })[]; variants: number; version: number }
  }
  /** Change the org. */
  'PATCH /org': {
    path: object
    query: object
    body: { name?: string; shortName?: string; uscc?: string | null; region?: string; industry?: string }
    answer: { id: string; name: string; shortName: string; uscc: string | null; region: string; industry: string; isDemo: boolean; createdAt: string; version: number }
  }
  /** Claims as a workbook. */
  'GET /claims.xlsx': {
    path: object
    query: { side?: "receivable" | "payable"; timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** Close a partner's access. */
  'PUT /partners/{id}/suspension': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; chainId: string; code: string; name: string; side: "downstream" | "upstream"; tier: number; kind: string; status: "imported" | "invited" | "joined" | "suspended" | "left"; uscc: string | null; region: string; address: string; note: string; parentId: string | null; parentName: string | null; children: number; tags: (string)[]; groups: ({ id: string; name: string })[]; isMine: boolean; createdAt: string; joinedAt: string | null; version: number }
  }
  /** Close the books up to a day. */
  'PUT /ledger/closings': {
    path: object
    query: object
    body: { until: string }
    answer: { until: string; closedAt: string }
  }
  /** Confirm a notice for my firm. */
  'PUT /inbox/{noticeId}/{partnerId}/confirmation': {
    path: { noticeId: string; partnerId: string }
    query: object
    body: { answer?: string | null }
    answer: { noticeId: string; partnerId: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; fromName: string; chainName: string; state: "queued" | "delivered" | "read" | "confirmed" | "failed" | "superseded" | "recalled"; edition: number; validFrom: string | null; deadlineAt: string | null; deliveredAt: string; readAt: string | null; confirmedAt: string | null; reminded: number; body: string; readByName: string | null; confirmedByName: string | null; prices: ({ productId: string; code: string; name: string; unit: string; currency: string; priceMinor: number; previousMinor: number | null; retailMinor: number })[]; notes: ({ fromName: string; note: string })[]; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; answer: string | null; recallReason: string | null; supersededById: string | null; relay: { partnerId: string; dueAt: string; isOpen: boolean; recipients: number } | null }
  }
  /** Confirm an order. */
  'PUT /trade-orders/{id}/confirmation': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Confirm that an announced payment has come. */
  'PUT /payments/{id}/receipt': {
    path: { id: string }
    query: object
    body: { paidOn?: string; allocations?: ({ invoiceId: string; amountMinor: number })[] }
    answer: { id: string; side: "receivable" | "payable"; kind: "payment" | "refund"; state: "announced" | "received" | "reversed"; partyOrgId: string; partyName: string; currency: string; amountMinor: number; allocatedMinor: number; paidOn: string; reference: string; note: string; isMine: boolean; reverseReason: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number; at: string })[]; version: number }
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
  /** Count what arrived. */
  'POST /trade-orders/{id}/shipments/{shipmentId}/receipts': {
    path: { id: string; shipmentId: string }
    query: object
    body: { receivedAt?: string; lines: ({ lineId: string; good: string; damaged?: string; reason?: string })[] }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Credit that I give to buyers. */
  'GET /credit-limits': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ buyer: { id: string; name: string }; currency: string; limitMinor: number; usedMinor: number; beyond: "wait" | "refuse"; setByName: string; setAt: string })[] }
  }
  /** Cut an order into bundles with codes. */
  'POST /production-orders/{id}/bundles': {
    path: { id: string }
    query: object
    body: { size: number }
    answer: { items: ({ code: string; quantity: number; orderCode: string; productName: string; unit: string })[] }
  }
  /** Decline an order before it is confirmed. */
  'PUT /trade-orders/{id}/refusal': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
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
  /** End a difference. */
  'POST /trade-orders/{id}/settlements': {
    path: { id: string }
    query: object
    body: { factId: string; how: "redeliver" | "credit" | "gift" | "waive" | "keep"; note?: string }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** End a membership. */
  'POST /members/{id}/removal': {
    path: { id: string }
    query: object
    body: { revokeKeys?: boolean; revokeInvitations?: boolean; dryRun?: boolean }
    answer: { sessions: number; apiKeys: number; invitations: number; drafts: number; notices: number }
  }
  /** End a request: nothing more is taken. */
  'PUT /rfqs/{id}/end': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
  }
  /** End an agreement. */
  'PUT /agreements/{id}/end': {
    path: { id: string }
    query: object
    body: { endsAt?: string | null }
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number }
  }
  /** End one of my sessions. */
  'DELETE /sessions/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Every offer at what it really costs me. */
  'GET /rfqs/{id}/comparison': {
    path: { id: string }
    query: object
    body: unknown
    answer: { currency: string; lines: ({ line: { no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string }; awarded: string; offers: ({ quoteId: string; seller: { id: string; name: string }; versionNo: number; author: "seller" | "buyer"; state: "open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn"; validUntil: string; offer: { no: number; lineNo: number; kind: "offer" | "substitute" | "none"; description: string; minQuantity: string; available: string | null; lot: string | null; unit: string; unitHolds: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark: string }; taken: string; left: string | null; landedE4: number; parts: ({ kind: "price" | "freight" | "duty" | "payment"; e4: number; data: Record<string, string | number> })[]; quantity: string; isInTime: boolean | null; isOverAsked: boolean; isBestPrice: boolean; isBestLead: boolean })[]; refused: (string)[] })[]; assumptions: { annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] } }
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
  /** Everything that happened to an order. */
  'GET /trade-orders/{id}/story': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ key: string; lane: "information" | "goods" | "money"; kind: string; at: string; side: ("seller" | "buyer") | null; who: string; data: Record<string, unknown> })[] }
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
  /** Have returned goods in hand again. */
  'POST /trade-orders/{id}/returns': {
    path: { id: string }
    query: object
    body: { stockPlace?: string; lines: ({ lineId: string; quantity: string; isRestocked: boolean })[] }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Have what a line wants made. */
  'POST /trade-orders/{id}/production-orders': {
    path: { id: string }
    query: object
    body: { lineId: string; chainId: string; code: string; quantity: number; dueAt: string; shares?: ({ operationNo: number; orgId: string; quantity?: number; lines?: number; priceMinor?: number | null })[] }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
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
  /** I have it on my screen. */
  'PUT /rfqs/{id}/seen': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** I have seen these messages. */
  'PUT /conversations/{id}/reading': {
    path: { id: string }
    query: object
    body: { from: number; to: number }
    answer: { unread: number; isMentioned: boolean }
  }
  /** Import a bank statement from an uploaded file. */
  'POST /bank-statements': {
    path: object
    query: object
    body: { fileId: string; mapping?: { headerRow: number; columns: Record<string, number> }; account?: string; currency?: string }
    answer: { statements: ({ id: string; format: "camt.053" | "sheet"; account: string; currency: string; statementNo: string; fromOn: string | null; toOn: string | null; openingMinor: number | null; closingMinor: number | null; fileName: string; warnings: (string)[]; importedAt: string; entries: number; openEntries: number; isNew: boolean; knownEntries: number })[] }
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
  /** Invoice an order, in whole or in part. */
  'POST /trade-orders/{id}/invoices': {
    path: { id: string }
    query: object
    body: { basis?: "ordered" | "shipped" | "received"; lines?: ({ orderLineId: string; quantity: string })[]; charges?: ({ flow: "goods" | "logistics" | "finance"; description: string; amountMinor: number })[]; taxBp?: number; issuedOn?: string; note?: string }
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
  }
  /** Invoice something without an order. */
  'POST /invoices': {
    path: object
    query: object
    body: { buyerOrgId: string; currency?: string; lines: ({ flow: "goods" | "logistics" | "finance"; description: string; amountMinor: number })[]; taxBp?: number; dueDays?: number; issuedOn?: string; note?: string }
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
  }
  /** Invoices. */
  'GET /invoices': {
    path: object
    query: { cursor?: string; limit?: number; side?: "receivable" | "payable"; q?: string; partyOrgId?: string; orderId?: string; kind?: "deposit" | "invoice" | "credit_note"; state?: "open" | "overdue" | "settled" | "cancelled" | "disputed" }
    body: unknown
    answer: { items: ({ id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number })[]; nextCursor: string | null; total?: number }
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
  /** Keep a proof of delivery. */
  'POST /trade-orders/{id}/shipments/{shipmentId}/proofs': {
    path: { id: string; shipmentId: string }
    query: object
    body: { fileId?: string | null; signedBy?: string; signedAt?: string; note?: string }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
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
  /** Let an order through that is over the credit limit. */
  'PUT /trade-orders/{id}/release': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Let it say a word. */
  'PUT /robots/{id}/test': {
    path: { id: string }
    query: object
    body: unknown
    answer: { no: number }
  }
  /** Let the draft hold, or ask for approval. */
  'PUT /agreements/{id}/draft/activation': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number }
  }
  /** Make a key. */
  'POST /api-keys': {
    path: object
    query: object
    body: { name: string; scopes: Record<string, "view" | "edit">; days?: number | null }
    answer: { id: string; name: string; hint: string; scopes: Record<string, "none" | "view" | "edit">; createdAt: string; expiresAt: string | null; usedAt: string | null; key: string }
  }
  /** Make payments of entries. */
  'PUT /bank-statements/{id}/confirmation': {
    path: { id: string }
    query: object
    body: { entries: ({ id: string; partyOrgId: string; paymentId?: string | null; allocations?: ({ invoiceId: string; amountMinor: number })[] })[] }
    answer: { id: string; format: "camt.053" | "sheet"; account: string; currency: string; statementNo: string; fromOn: string | null; toOn: string | null; openingMinor: number | null; closingMinor: number | null; fileName: string; warnings: (string)[]; importedAt: string; entries: number; openEntries: number; items: ({ id: string; no: number; bookedOn: string; currency: string; amountMinor: number; partyName: string; partyAccount: string; reference: string; remittance: string; state: "open" | "matched" | "booked" | "set_aside"; paymentId: string | null; proposal: ({ partyOrgId: string; partyName: string; paymentId: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number })[]; onAccountMinor: number; score: number; reasons: ("announced" | "reference" | "invoice_no" | "order_no" | "payer_name" | "amount" | "amount_sum" | "oldest_first")[] }) | null })[] }
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
  /** My orders as a workbook. */
  'GET /trade-orders.xlsx': {
    path: object
    query: { side?: "selling" | "buying"; q?: string; partnerOrgId?: string; information?: ("held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled")[]; goods?: ("none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned")[]; exception?: "credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment"; from?: string; to?: string; timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** My orders. */
  'GET /trade-orders': {
    path: object
    query: { cursor?: string; limit?: number; side?: "selling" | "buying"; q?: string; partnerOrgId?: string; information?: ("held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled")[]; goods?: ("none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned")[]; exception?: "credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment"; from?: string; to?: string }
    body: unknown
    answer: { items: ({ id: string; no: string; side: "selling" | "buying"; partner: { id: string; name: string }; placedAt: string; deliverBy: string | null; currency: string; totalMinor: number; information: Record<string, number>; goods: Record<string, number>; money: Record<string, number>; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; title: string; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** My price agreements. */
  'GET /agreements': {
    path: object
    query: { cursor?: string; limit?: number; q?: string }
    body: unknown
    answer: { items: ({ id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; version: number; validFrom: string | null; rules: number; prices: number; hasDraft: boolean })[]; nextCursor: string | null; total?: number }
  }
  /** My requests for quotation. */
  'GET /rfqs': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; state?: "open" | "closed" | "finished" | "cancelled" | "all" }
    body: unknown
    answer: { items: ({ id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: number; firstLine: string; invited: number; answered: number; declined: number; openQuestions: number; awardedMinor: number })[]; nextCursor: string | null; total?: number }
  }
  /** My sessions. */
  'GET /sessions': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ id: string; ip: string; userAgent: string; createdAt: string; seenAt: string; isCurrent: boolean })[] }
  }
  /** My stock. */
  'GET /stock': {
    path: object
    query: { productId?: string }
    body: unknown
    answer: { items: ({ productId: string; name: string; unit: string; place: string; onHand: string; changedAt: string })[] }
  }
  /** Note something for my own side. */
  'POST /trade-orders/{id}/notes': {
    path: { id: string }
    query: object
    body: { text: string }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
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
  /** Open a price agreement. */
  'POST /agreements': {
    path: object
    query: object
    body: { name: string; currency?: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string } }
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number }
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
  /** Open the next version. */
  'POST /agreements/{id}/draft': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number }
  }
  /** Order at the prices that hold between the two. */
  'POST /trade-orders': {
    path: object
    query: object
    body: { sellerOrgId: string; buyerOrgId: string; currency?: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; totalMinor: number; lines: ({ productId: string; quantity: string; unit: string; deliverBy?: string | null; overBp?: number })[] }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Order the same again. */
  'POST /trade-orders/{id}/repeats': {
    path: { id: string }
    query: object
    body: { deliverBy?: string | null }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Order, receipt and invoice side by side. */
  'GET /trade-orders/{id}/match': {
    path: { id: string }
    query: object
    body: unknown
    answer: { orderId: string; orderNo: string; currency: string; isMatched: boolean; lines: ({ orderLineId: string; no: number; description: string; unit: string; ordered: string; shipped: string; received: string; invoiced: string; orderedMinor: number; invoicedMinor: number; creditedMinor: number; differences: ("invoiced_over_ordered" | "invoiced_over_received" | "received_not_invoiced" | "short_received" | "price_above_order" | "price_below_order")[] })[] }
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
  /** Payments. */
  'GET /payments': {
    path: object
    query: { cursor?: string; limit?: number; side?: "receivable" | "payable"; partyOrgId?: string; state?: "announced" | "received" | "reversed" | "on_account" }
    body: unknown
    answer: { items: ({ id: string; side: "receivable" | "payable"; kind: "payment" | "refund"; state: "announced" | "received" | "reversed"; partyOrgId: string; partyName: string; currency: string; amountMinor: number; allocatedMinor: number; paidOn: string; reference: string; note: string; isMine: boolean; reverseReason: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number; at: string })[]; version: number })[]; nextCursor: string | null; total?: number }
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
  /** Products with a price index. */
  'GET /indexed-products': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ id: string; code: string; name: string; unit: string; currency: string; month: string; index: number | null })[] }
  }
  /** Products. */
  'GET /products': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; category?: string; retired?: string }
    body: unknown
    answer: { items: ({ name: string; unit: string; category: string; description: string; kind: "goods" | "service"; decimals: number; priceGroup: string; units: ({ unit: string; numerator: number; denominator: number; decimals: number })[]; variantOf: string | null; options: Record<string, string>; visibility: "buyers" | "chosen" | "nobody"; viewers: { groupIds: (string)[]; tiers: (number)[]; orgIds: (string)[] }; isOnRequest: boolean; floorE4: number | null; costE4: number | null; isRetired: boolean; id: string; code: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; pictures: ({ id: string; name: string; mediaType: string })[]; variants: number; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** Put the deadline off. */
  'PUT /rfqs/{id}/deadline': {
    path: { id: string }
    query: object
    body: { closesAt: string }
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
  }
  /** Quote, or quote anew before the deadline. */
  'POST /rfqs/{id}/quotes': {
    path: { id: string }
    query: object
    body: { after: number; validUntil: string; note?: string; offers: ({ lineNo: number; kind?: "offer" | "substitute" | "none"; description?: string; minQuantity?: string; available?: string | null; lot?: string | null; unit: string; unitHolds?: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark?: string })[] }
    answer: { id: string; rfqId: string; seller: { id: string; name: string }; buyer: { id: string; name: string }; state: "open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn"; versionNo: number; rounds: number; roundsMax: number; endReason: string | null; changedAt: string; versions: ({ no: number; author: "seller" | "buyer"; authorName: string; note: string; validUntil: string; madeAt: string; offers: ({ no: number; lineNo: number; kind: "offer" | "substitute" | "none"; description: string; minQuantity: string; available: string | null; lot: string | null; unit: string; unitHolds: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark: string })[] })[]; acceptances: ({ lineNo: number; offerNo: number; versionNo: number; quantity: string; unit: string; unitE4: number; amountMinor: number; currency: string; orderId: string; orderNo: string; acceptedAt: string })[] }
  }
  /** Range, speed, quality and thrift of each category that I sell. */
  'GET /wishes': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ category: string; measured: ({ wish: "range" | "speed" | "quality" | "thrift"; figure: number | null; score: number | null; isKept: boolean | null })[]; promised: ("range" | "speed" | "quality" | "thrift")[]; verdict: "none" | "in_the_game" | "wins" | "strains" | "kills"; isWarned: boolean; broken: ("range" | "speed" | "quality" | "thrift")[]; unmeasured: ("range" | "speed" | "quality" | "thrift")[]; recommended: ("own_stock" | "marketplace") | null; reasons: ({ wish: ("range" | "speed" | "quality" | "thrift") | null; reason: string })[]; strained: ("range" | "speed" | "quality" | "thrift")[] })[] }
  }
  /** Read a UBL 2.1 document of another system; nothing is kept. */
  'POST /ubl-readings': {
    path: object
    query: object
    body: { xml: string }
    answer: { kind: "Order" | "OrderResponse" | "DespatchAdvice" | "Invoice" | "CreditNote"; no: string; issuedOn: string; code: string; note: string; currency: string | null; seller: { id: string; name: string }; buyer: { id: string; name: string }; orderNo: string; correctsNo: string; deliverBy: string | null; incoterm: string; place: string; carrier: string; waybill: string; payments: ({ note: string; shareBp: number | null; amountMinor: number | null; dueOn: string | null })[]; totals: ({ netMinor: number; taxMinor: number | null; grossMinor: number; prepaidMinor: number; payableMinor: number }) | null; lines: ({ no: string; orderLineNo: string; description: string; quantity: string; unit: string; unitE4: number | null; netMinor: number | null; taxBp: number | null; taxMinor: number | null; deliverBy: string | null; lots: (string)[] })[] }
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
  /** Receivables or payables by party and age. */
  'GET /claims': {
    path: object
    query: { side?: "receivable" | "payable" }
    body: unknown
    answer: { side: "receivable" | "payable"; asOf: string; totals: ({ notDueMinor: number; days30Minor: number; days60Minor: number; days90Minor: number; over90Minor: number; currency: string; openMinor: number; overdueMinor: number; onAccountMinor: number; balanceMinor: number; daysOutstanding: number | null; invoiced90Minor: number })[]; parties: ({ notDueMinor: number; days30Minor: number; days60Minor: number; days90Minor: number; over90Minor: number; partyOrgId: string; partyName: string; currency: string; openMinor: number; overdueMinor: number; onAccountMinor: number; balanceMinor: number; oldestDueOn: string | null; invoices: number; disputedMinor: number })[] }
  }
  /** Recompute the hash chain. */
  'GET /audit/verification': {
    path: object
    query: object
    body: unknown
    answer: { events: number; brokenAt: number | null }
  }
  /** Record a payment received, paid back, or paid. */
  'POST /payments': {
    path: object
    query: object
    body: { kind?: "payment" | "refund"; side?: "receivable" | "payable"; partyOrgId: string; currency?: string; amountMinor: number; paidOn?: string; reference?: string; note?: string; allocations?: ({ invoiceId: string; amountMinor: number })[] }
    answer: { id: string; side: "receivable" | "payable"; kind: "payment" | "refund"; state: "announced" | "received" | "reversed"; partyOrgId: string; partyName: string; currency: string; amountMinor: number; allocatedMinor: number; paidOn: string; reference: string; note: string; isMine: boolean; reverseReason: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number; at: string })[]; version: number }
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
  /** Remind those who are silent. */
  'PUT /rfqs/{id}/reminder': {
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
  /** Requests that I was asked. */
  'GET /rfq-inbox': {
    path: object
    query: { cursor?: string; limit?: number; q?: string; state?: "open" | "closed" | "finished" | "cancelled" | "all" }
    body: unknown
    answer: { items: ({ id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: number; firstLine: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null })[]; nextCursor: string | null; total?: number }
  }
  /** Reverse a payment that did not hold. */
  'PUT /payments/{id}/reversal': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; side: "receivable" | "payable"; kind: "payment" | "refund"; state: "announced" | "received" | "reversed"; partyOrgId: string; partyName: string; currency: string; amountMinor: number; allocatedMinor: number; paidOn: string; reference: string; note: string; isMine: boolean; reverseReason: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number; at: string })[]; version: number }
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
  /** Save rows of the catalogue, all or none. */
  'PUT /products': {
    path: object
    query: object
    body: { rows: ({ name?: string; unit?: string; category?: string; description?: string; kind?: "goods" | "service"; decimals?: number; priceGroup?: string; units?: ({ unit: string; numerator: number; denominator?: number; decimals?: number })[]; variantOf?: string | null; options?: Record<string, string>; visibility?: "buyers" | "chosen" | "nobody"; viewers?: { groupIds?: (string)[]; tiers?: (number)[]; orgIds?: (string)[] }; isOnRequest?: boolean; pictureIds?: (string)[]; floorE4?: number | null; costE4?: number | null; isRetired?: boolean; id: string | null; version?: number | null; code?: string; currency?: string; priceMinor?: number; retailMinor?: number })[] }
    answer: { items: ({ name: string; unit: string; category: string; description: string; kind: "goods" | "service"; decimals: number; priceGroup: string; units: ({ unit: string; numerator: number; denominator: number; decimals: number })[]; variantOf: string | null; options: Record<string, string>; visibility: "buyers" | "chosen" | "nobody"; viewers: { groupIds: (string)[]; tiers: (number)[]; orgIds: (string)[] }; isOnRequest: boolean; floorE4: number | null; costE4: number | null; isRetired: boolean; id: string; code: string; currency: string; priceMinor: number; retailMinor: number; nextPrice: { priceMinor: number; retailMinor: number; validFrom: string } | null; pictures: ({ id: string; name: string; mediaType: string })[]; variants: number; version: number })[] }
  }
  /** Save the draft. */
  'PUT /agreements/{id}/draft': {
    path: { id: string }
    query: object
    body: { terms: { rules?: ({ id: string; label?: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when?: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority?: number; combine?: "exclusive" | "stackable"; breakMode?: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of?: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays?: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll?: boolean; payments?: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; note?: string; validFrom?: string | null }
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number; warnings: ({ code: string; severity: "error" | "warning"; rules: (string)[]; path: string; details: Record<string, unknown>; example?: { productId: string; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null } })[] }
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
  /** Say what a category promises. */
  'PUT /wish-promises': {
    path: object
    query: object
    body: { category: string; wishes: ("range" | "speed" | "quality" | "thrift")[] }
    answer: { category: string; wishes: ("range" | "speed" | "quality" | "thrift")[] }
  }
  /** Say what came in, went out or was counted. */
  'POST /stock-moves': {
    path: object
    query: object
    body: { productId: string; place?: string; kind: "in" | "out" | "adjust"; quantity: string; note?: string }
    answer: { productId: string; name: string; unit: string; place: string; onHand: string; changedAt: string }
  }
  /** Say what lines cost me, the seller. */
  'PUT /trade-orders/{id}/costs': {
    path: { id: string }
    query: object
    body: { lines: ({ lineId: string; costE4: number })[] }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Say which invoices a payment settles. */
  'POST /payments/{id}/allocations': {
    path: { id: string }
    query: object
    body: { allocations: ({ invoiceId: string; amountMinor: number })[] }
    answer: { id: string; side: "receivable" | "payable"; kind: "payment" | "refund"; state: "announced" | "received" | "reversed"; partyOrgId: string; partyName: string; currency: string; amountMinor: number; allocatedMinor: number; paidOn: string; reference: string; note: string; isMine: boolean; reverseReason: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number; at: string })[]; version: number }
  }
  /** Send a request for quotation. */
  'POST /rfqs': {
    path: object
    query: object
    body: { title: string; note?: string; currency?: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string; closesAt: string; isSealed?: boolean; roundsMax?: number; showsRivals?: boolean; lines: ({ productId?: string | null; kind?: "goods" | "service"; description: string; category?: string; spec?: string; quality?: string; quantity: string; unit: string; targetE4?: number | null; isTargetShown?: boolean; deliverBy?: string | null; place?: string })[]; fileIds?: (string)[]; suppliers: { orgIds?: (string)[]; groupIds?: (string)[]; isMatched?: boolean }; assumptions?: { annualRateBp: number; estimates: ({ sellerId?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp?: number; freightMinor?: number; dutyBp?: number })[] } }
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
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
  /** Set an entry aside. */
  'PUT /bank-entries/{id}/aside': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; format: "camt.053" | "sheet"; account: string; currency: string; statementNo: string; fromOn: string | null; toOn: string | null; openingMinor: number | null; closingMinor: number | null; fileName: string; warnings: (string)[]; importedAt: string; entries: number; openEntries: number; items: ({ id: string; no: number; bookedOn: string; currency: string; amountMinor: number; partyName: string; partyAccount: string; reference: string; remittance: string; state: "open" | "matched" | "booked" | "set_aside"; paymentId: string | null; proposal: ({ partyOrgId: string; partyName: string; paymentId: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number })[]; onAccountMinor: number; score: number; reasons: ("announced" | "reference" | "invoice_no" | "order_no" | "payer_name" | "amount" | "amount_sum" | "oldest_first")[] }) | null })[] }
  }
  /** Set mark-ups and limits of every tier. */
  'PUT /chains/{chainId}/markups': {
    path: { chainId: string }
    query: object
    body: { tiers: ({ tier: number; markups: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; limit: { minBp: number; maxBp: number } | null })[] }
    answer: { tiers: ({ tier: number; markups: ({ productId: string | null; markup: { kind: "percent"; value: number } | { kind: "amount"; value: number } | { kind: "fixed"; value: number } })[]; limit: { minBp: number; maxBp: number } | null })[] }
  }
  /** Set prices of the draft’s list. */
  'PATCH /agreements/{id}/prices': {
    path: { id: string }
    query: object
    body: { rows: ({ productId: string; from?: string; payment?: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]) | null; leadDays?: number; unitE4: number | null })[] }
    answer: { created: number; updated: number; unchanged: number; failed: number }
  }
  /** Set the credit of a buyer. */
  'PUT /credit-limits': {
    path: object
    query: object
    body: { buyerOrgId: string; currency?: string; limitMinor: number; beyond: "wait" | "refuse" }
    answer: { items: ({ buyer: { id: string; name: string }; currency: string; limitMinor: number; usedMinor: number; beyond: "wait" | "refuse"; setByName: string; setAt: string })[] }
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
  /** Ship goods. */
  'POST /trade-orders/{id}/shipments': {
    path: { id: string }
    query: object
    body: { carrier?: string; waybill?: string; packages?: number | null; note?: string; shippedAt?: string; stockPlace?: string; lines: ({ lineId: string; quantity: string; lot?: string })[] }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
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
  /** Statement of account as a workbook. */
  'GET /accounts/{orgId}/statement.xlsx': {
    path: { orgId: string }
    query: { side?: "receivable" | "payable"; currency?: string; from?: string; to?: string; timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** Statement of account with a party. */
  'GET /accounts/{orgId}/statement': {
    path: { orgId: string }
    query: { side?: "receivable" | "payable"; currency?: string; from?: string; to?: string }
    body: unknown
    answer: { side: "receivable" | "payable"; partyOrgId: string; partyName: string; ownName: string; currency: string; from: string; to: string; openingMinor: number; closingMinor: number; rows: ({ on: string; kind: "deposit" | "invoice" | "credit_note" | "payment" | "refund" | "cancelled" | "reversed"; id: string; no: string; orderNo: string; amountMinor: number; balanceMinor: number })[] }
  }
  /** Suppliers by how well they suit, with every point explained. */
  'GET /supplier-matches': {
    path: object
    query: { productId?: string; price?: number; onTime?: number; quality?: number; response?: number }
    body: unknown
    answer: { items: ({ org: { id: string; name: string }; score: number | null; least: number; most: number; known: number; parts: ({ part: "price" | "onTime" | "quality" | "response"; score: number | null; share: number; points: number; cases: number | null; figure: number | null })[] })[] }
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
  /** Take a payment off an invoice. */
  'DELETE /payments/{id}/allocations/{invoiceId}': {
    path: { id: string; invoiceId: string }
    query: object
    body: unknown
    answer: { id: string; side: "receivable" | "payable"; kind: "payment" | "refund"; state: "announced" | "received" | "reversed"; partyOrgId: string; partyName: string; currency: string; amountMinor: number; allocatedMinor: number; paidOn: string; reference: string; note: string; isMine: boolean; reverseReason: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number; at: string })[]; version: number }
  }
  /** Take a quote back. */
  'PUT /quotes/{id}/withdrawal': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; rfqId: string; seller: { id: string; name: string }; buyer: { id: string; name: string }; state: "open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn"; versionNo: number; rounds: number; roundsMax: number; endReason: string | null; changedAt: string; versions: ({ no: number; author: "seller" | "buyer"; authorName: string; note: string; validUntil: string; madeAt: string; offers: ({ no: number; lineNo: number; kind: "offer" | "substitute" | "none"; description: string; minQuantity: string; available: string | null; lot: string | null; unit: string; unitHolds: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark: string })[] })[]; acceptances: ({ lineNo: number; offerNo: number; versionNo: number; quantity: string; unit: string; unitE4: number; amountMinor: number; currency: string; orderId: string; orderNo: string; acceptedAt: string })[] }
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
  /** Take an award back. */
  'PUT /awards/{id}/withdrawal': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; rfq: { id: string; code: string; title: string }; state: "waiting" | "placed" | "refused" | "withdrawn"; currency: string; amountMinor: number; finishes: boolean; note: string; askedBy: string; isMine: boolean; askedAt: string; placedAt: string | null; lines: ({ quoteId: string; versionNo: number; lineNo: number; offerNo: number; seller: string; description: string; quantity: string; unit: string; unitE4: number; amountMinor: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[] })[]; approvals: ({ kind: "amount" | "payment"; state: "waiting" | "approved" | "refused"; by: string | null; at: string | null; note: string; isMine: boolean })[]; orders: ({ id: string; no: string; seller: string })[] }
  }
  /** Take an entry up again. */
  'DELETE /bank-entries/{id}/aside': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; format: "camt.053" | "sheet"; account: string; currency: string; statementNo: string; fromOn: string | null; toOn: string | null; openingMinor: number | null; closingMinor: number | null; fileName: string; warnings: (string)[]; importedAt: string; entries: number; openEntries: number; items: ({ id: string; no: number; bookedOn: string; currency: string; amountMinor: number; partyName: string; partyAccount: string; reference: string; remittance: string; state: "open" | "matched" | "booked" | "set_aside"; paymentId: string | null; proposal: ({ partyOrgId: string; partyName: string; paymentId: string | null; allocations: ({ invoiceId: string; no: string; amountMinor: number })[]; onAccountMinor: number; score: number; reasons: ("announced" | "reference" | "invoice_no" | "order_no" | "payer_name" | "amount" | "amount_sum" | "oldest_first")[] }) | null })[] }
  }
  /** Take an invitation back. */
  'DELETE /invitations/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Take an order back before it is confirmed. */
  'PUT /trade-orders/{id}/withdrawal': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Take an order back. */
  'PUT /production-orders/{id}/cancellation': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; code: string; productName: string; unit: string; quantity: number; dueAt: string; priority: number; state: "running" | "done" | "cancelled"; createdAt: string; finishedAt: string | null; planNo: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; isLate: boolean; openWarnings: number; unanswered: number; silent: number; factories: number; version: number; chainId: string; productId: string; note: string; currency: string; operations: ({ no: number; name: string; unit: string; minutesPerPiece: number; after: (number)[]; waitMinutes: number; startsAt: string; endsAt: string; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; shares: ({ id: string; org: { id: string; name: string }; quantity: number; good: number; scrap: number; startsAt: string; endsAt: string; answer: "offered" | "accepted" | "refused"; reason: string | null; proposedQuantity: number | null; proposedEndsAt: string | null; priceMinor: number | null; lines: number; progress: { planned: number; actual: number | null; unknown: number }; finishAt: string | null; lastReportedAt: string | null })[] })[]; conversationId: string | null }
  }
  /** Take back an entry made by hand. */
  'PUT /ledger/entries/{id}/reversal': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; bookedOn: string; kind: "deposit" | "invoice" | "credit_note" | "payment" | "refund" | "bank" | "manual" | "reversal"; source: string; memo: string; partyOrgId: string | null; partyName: string; createdAt: string; postings: ({ account: "bank" | "receivable" | "deposits_paid" | "payable" | "deposits_received" | "tax" | "equity" | "revenue" | "credit_notes" | "discounts" | "cost" | "purchase_credits" | "purchase_discounts" | "interest" | "expense"; flow: ("goods" | "logistics" | "finance") | null; currency: string; amountMinor: number })[] }
  }
  /** Take back an invoice or a part of it. */
  'POST /invoices/{id}/credit-notes': {
    path: { id: string }
    query: object
    body: { reason: "return" | "difference" | "price" | "discount" | "other"; lines?: ({ no: number; quantity?: string; amountMinor?: number })[]; issuedOn?: string; note?: string }
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
  }
  /** Take back what was recorded wrongly. */
  'POST /trade-orders/{id}/corrections': {
    path: { id: string }
    query: object
    body: { factId: string; reason: string }
    answer: { id: string; no: string; side: "selling" | "buying"; seller: { id: string; name: string }; buyer: { id: string; name: string }; currency: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy: string | null; incoterm: string | null; place: string | null; source: { kind: "quote" | "agreement" | "repeat"; id: string | null }; totalMinor: number; placedAt: string; placedBy: { id: string; name: string }; confirmedAt: string | null; confirmedByName: string | null; ended: ("refused" | "withdrawn" | "cancelled") | null; endedReason: string; actions: ("confirm" | "refuse" | "withdraw" | "release" | "propose" | "cancel" | "return" | "ship" | "receive" | "take_back" | "settle" | "make")[]; exceptions: ("credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment")[]; conversationId: string | null; lines: ({ id: string; lineNo: number; productId: string | null; description: string; kind: "goods" | "service"; unit: string; ordered: string; quantity: string; unitE4: number; amountMinor: number; explanation: unknown; deliverBy: string | null; overBp: number; information: "held" | "placed" | "confirmed" | "change_pending" | "cancel_pending" | "return_pending" | "refused" | "withdrawn" | "cancelled"; goods: { state: "none" | "waiting" | "part_shipped" | "shipped" | "part_received" | "differs" | "received" | "returned"; shipped: string; received: string; short: string; damaged: string; over: string; comingBack: string; returned: string; unsettled: string; toShip: string; inTransit: string }; money: { invoicedMinor: number; creditedMinor: number; paidMinor: number; dueMinor: number; overdueMinor: number; state: "nothing_due" | "not_invoiced" | "part_invoiced" | "invoiced" | "part_paid" | "paid" | "overdue" }; costE4: number | null; production: ({ orderId: string; code: string; quantity: string; state: "running" | "done" | "cancelled"; progress: number | null })[] })[]; shipments: ({ id: string; no: number; carrier: string; waybill: string; packages: number | null; note: string; shippedAt: string; byName: string; lines: ({ lineId: string; description: string; unit: string; shipped: string; lots: (string)[]; isReceived: boolean; good: string; short: string; damaged: string; over: string })[]; proofs: ({ id: string; fileId: string | null; signedBy: string; signedAt: string; note: string; byName: string })[] })[]; proposal: ({ id: string; kind: "change" | "cancel" | "return"; isMine: boolean; byName: string; madeAt: string; reason: string; terms: { payment?: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; deliverBy?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place?: string | null; lines: ({ id: string; quantity: string; unitE4?: number; amountMinor?: number; deliverBy?: string | null })[] } }) | null; differences: ({ factId: string; lineId: string; kind: "short" | "damaged" | "over"; quantity: string; unit: string; reason: string; at: string; ways: ("redeliver" | "credit" | "gift" | "waive" | "keep")[] })[]; plan: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; dueMinor: number; dues: ({ amountMinor: number; dueOn: string; at: string })[]; expectedOn: string | null })[]; notes: ({ id: string; text: string; byName: string; at: string })[]; version: number }
  }
  /** Take it back. */
  'PUT /conversations/{id}/messages/{no}/recall': {
    path: { id: string; no: number }
    query: object
    body: unknown
    answer: { conversationId: string; no: number; id: string; kind: "text" | "markdown" | "picture" | "file" | "card"; sender: { personId: string | null; orgId: string | null; name: string; orgName: string; robot: string | null }; text: string; texts: { zh: string; en: string } | null; template: string | null; data: Record<string, unknown>; file: { id: string; name: string; mediaType: string; bytes: number } | null; replyTo: { no: number; name: string; text: string } | null; mentions: ({ personId: string; name: string })[]; mentionsAll: boolean; at: string; editedAt: string | null; recalledAt: string | null; recalledBy: string | null; version: number }
  }
  /** Take the counter-offer as it is. */
  'PUT /quotes/{id}/agreement': {
    path: { id: string }
    query: object
    body: { versionNo: number }
    answer: { id: string; rfqId: string; seller: { id: string; name: string }; buyer: { id: string; name: string }; state: "open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn"; versionNo: number; rounds: number; roundsMax: number; endReason: string | null; changedAt: string; versions: ({ no: number; author: "seller" | "buyer"; authorName: string; note: string; validUntil: string; madeAt: string; offers: ({ no: number; lineNo: number; kind: "offer" | "substitute" | "none"; description: string; minQuantity: string; available: string | null; lot: string | null; unit: string; unitHolds: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark: string })[] })[]; acceptances: ({ lineNo: number; offerNo: number; versionNo: number; quantity: string; unit: string; unitE4: number; amountMinor: number; currency: string; orderId: string; orderNo: string; acceptedAt: string })[] }
  }
  /** Take the invitation back. */
  'DELETE /partners/{id}/invitation': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** Take the right to buy back. */
  'DELETE /purchasers/{personId}': {
    path: { personId: string }
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
  /** Talk with one supplier about a request. */
  'PUT /rfqs/{id}/suppliers/{sellerId}/conversation': {
    path: { id: string; sellerId: string }
    query: object
    body: unknown
    answer: { conversationId: string }
  }
  /** Templates. */
  'GET /notice-templates': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ name: string; kind: "announcement" | "price_change" | "recall" | "task"; title: string; body: string; id: string; version: number })[] }
  }
  /** The answer to an order as UBL 2.1. */
  'GET /trade-orders/{id}/response.xml': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** The bundles of an order. */
  'GET /production-orders/{id}/bundles': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ code: string; quantity: number; orderCode: string; productName: string; unit: string })[] }
  }
  /** The comparison as a workbook. */
  'GET /rfqs/{id}/comparison.xlsx': {
    path: { id: string }
    query: { timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** The conversation with one person. */
  'POST /direct-conversations': {
    path: object
    query: object
    body: { person: string }
    answer: { id: string; kind: "group" | "direct"; title: string; orgName: string; members: number; hasOutsiders: boolean; lastNo: number; lastAt: string; last: ({ kind: "text" | "markdown" | "picture" | "file" | "card"; name: string; text: string; isRecalled: boolean }) | null; unread: number; isMentioned: boolean; isMuted: boolean; isPinned: boolean; subject: string | null; chainId: string | null; follows: (({ by: "group"; groupId: string; who: "managers" | "everybody" }) | ({ by: "parties"; orgIds: (string)[]; who: "managers" | "everybody" })) | null; showsHistory: boolean; isHost: boolean; isOurs: boolean; came: "added" | "followed"; firstNo: number; firstUnreadNo: number | null; pinned: (number)[]; version: number }
  }
  /** The flow of goods of an order as EPCIS 2.0. */
  'GET /trade-orders/{id}/epcis.json': {
    path: { id: string }
    query: object
    body: unknown
    answer: unknown
  }
  /** The journal. */
  'GET /ledger/entries': {
    path: object
    query: { cursor?: string; limit?: number; account?: "bank" | "receivable" | "deposits_paid" | "payable" | "deposits_received" | "tax" | "equity" | "revenue" | "credit_notes" | "discounts" | "cost" | "purchase_credits" | "purchase_discounts" | "interest" | "expense"; partyOrgId?: string; from?: string; to?: string }
    body: unknown
    answer: { items: ({ id: string; bookedOn: string; kind: "deposit" | "invoice" | "credit_note" | "payment" | "refund" | "bank" | "manual" | "reversal"; source: string; memo: string; partyOrgId: string | null; partyName: string; createdAt: string; postings: ({ account: "bank" | "receivable" | "deposits_paid" | "payable" | "deposits_received" | "tax" | "equity" | "revenue" | "credit_notes" | "discounts" | "cost" | "purchase_credits" | "purchase_discounts" | "interest" | "expense"; flow: ("goods" | "logistics" | "finance") | null; currency: string; amountMinor: number })[] })[]; nextCursor: string | null; total?: number }
  }
  /** The list of prices of a version. */
  'GET /agreements/{id}/prices': {
    path: { id: string }
    query: { cursor?: string; limit?: number; no?: number; q?: string }
    body: unknown
    answer: { items: ({ productId: string; code: string; name: string; unit: string; from: string; payment: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]) | null; leadDays: number; unitE4: number })[]; nextCursor: string | null; total?: number }
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
  /** The price index of a product by region, with my own prices beside it. */
  'GET /indexed-products/{id}': {
    path: { id: string }
    query: object
    body: unknown
    answer: { product: { id: string; name: string; unit: string; currency: string }; regions: ({ region: string | null; cells: ({ month: string; index: number | null; base: string; reason: ("no_trades" | "few_sellers" | "few_buyers" | "dominant_seller" | "dominant_buyer" | "protects_another") | null; priceE4: number | null; priceReason: ("no_trades" | "few_sellers" | "few_buyers" | "dominant_seller" | "dominant_buyer" | "protects_another") | null; sellers: string; buyers: string })[] })[]; own: ({ side: "bought" | "sold"; region: string; month: string; ownE4: number; ratio: number | null; standing: ("below" | "near" | "above") | null; ownMove: number | null; marketMove: number | null })[] }
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
  /** Throw the draft away. */
  'DELETE /agreements/{id}/draft': {
    path: { id: string }
    query: object
    body: unknown
    answer: { id: string; name: string; currency: string; for: { audience: "all" } | { audience: "org"; buyerOrgId: string } | { audience: "group"; groupId: string } | { audience: "tier"; tier: number } | { audience: "region"; region: string }; forName: string; state: "draft" | "waiting" | "scheduled" | "active" | "superseded" | "ended"; endsAt: string | null; versions: ({ no: number; state: "draft" | "waiting" | "scheduled" | "active" | "superseded"; note: string; validFrom: string | null; authorName: string; authoredAt: string; isMine: boolean; belowFloor: ({ productId: string; code: string; name: string; unitE4: number; floorE4: number; quantity: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays: number | null })[]; approvedByName: string | null; approvedAt: string | null; prices: number; version: number })[]; terms: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; termsNo: number; version: number }
  }
  /** To whom goods may be handed on. */
  'GET /shares/{id}/next-parties': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ id: string; name: string })[] }
  }
  /** Trial balance as a workbook. */
  'GET /ledger/balance.xlsx': {
    path: object
    query: { from?: string; to?: string; timeZone?: string; locale?: "zh-CN" | "en" }
    body: unknown
    answer: unknown
  }
  /** Trial balance. */
  'GET /ledger/balance': {
    path: object
    query: { from?: string; to?: string }
    body: unknown
    answer: { from: string | null; to: string; closedUntil: string | null; rows: ({ account: "bank" | "receivable" | "deposits_paid" | "payable" | "deposits_received" | "tax" | "equity" | "revenue" | "credit_notes" | "discounts" | "cost" | "purchase_credits" | "purchase_discounts" | "interest" | "expense"; flow: ("goods" | "logistics" | "finance") | null; currency: string; openingMinor: number; debitMinor: number; creditMinor: number; closingMinor: number })[] }
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
  /** Turn a quote down. */
  'PUT /quotes/{id}/rejection': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; rfqId: string; seller: { id: string; name: string }; buyer: { id: string; name: string }; state: "open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn"; versionNo: number; rounds: number; roundsMax: number; endReason: string | null; changedAt: string; versions: ({ no: number; author: "seller" | "buyer"; authorName: string; note: string; validUntil: string; madeAt: string; offers: ({ no: number; lineNo: number; kind: "offer" | "substitute" | "none"; description: string; minQuantity: string; available: string | null; lot: string | null; unit: string; unitHolds: string; unitE4: number; leadDays: number; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; remark: string })[] })[]; acceptances: ({ lineNo: number; offerNo: number; versionNo: number; quantity: string; unit: string; unitE4: number; amountMinor: number; currency: string; orderId: string; orderNo: string; acceptedAt: string })[] }
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
  /** Use a credit note for other invoices. */
  'POST /invoices/{id}/allocations': {
    path: { id: string }
    query: object
    body: { allocations: ({ invoiceId: string; amountMinor: number })[] }
    answer: { id: string; side: "receivable" | "payable"; kind: "deposit" | "invoice" | "credit_note"; no: string; reference: string; partyOrgId: string; partyName: string; orderId: string | null; orderNo: string; currency: string; totalMinor: number; taxMinor: number; depositMinor: number; paidMinor: number; creditedMinor: number; openMinor: number; overdueMinor: number; issuedOn: string; dueOn: string | null; state: "open" | "part_settled" | "settled" | "overdue" | "cancelled"; isDisputed: boolean; version: number; basis: string | null; reason: ("return" | "difference" | "price" | "discount" | "other") | null; corrects: { id: string; no: string } | null; creditNotes: ({ id: string; no: string; totalMinor: number })[]; note: string; cancelReason: string | null; lines: ({ no: number; orderLineId: string | null; flow: "goods" | "logistics" | "finance"; description: string; quantity: string; unit: string; amountMinor: number; taxBp: number; taxMinor: number; depositMinor: number; creditedMinor: number })[]; instalments: ({ no: number; dueFrom: "order" | "shipment" | "delivery" | "invoice"; days: number; amountMinor: number; openMinor: number; dueOn: string | null })[]; settlements: ({ by: "payment" | "credit_note"; id: string; label: string; amountMinor: number; at: string })[]; answers: ({ answer: "accepted" | "disputed"; reason: string; at: string })[] }
  }
  /** Warnings. */
  'GET /warnings': {
    path: object
    query: { cursor?: string; limit?: number; chainId?: string; orderId?: string; open?: string }
    body: unknown
    answer: { items: ({ id: string; orderId: string; orderCode: string; productName: string; kind: "behind" | "late" | "silent"; state: "raised" | "acknowledged" | "shelved" | "cleared"; operation: { no: number; name: string } | null; org: { id: string; name: string } | null; measure: number; raisedAt: string; acknowledgedAt: string | null; ownerName: string | null; cause: ("people" | "machine" | "material" | "method" | "environment") | null; action: string | null; shelvedUntil: string | null; clearedAt: string | null; escalated: number; version: number })[]; nextCursor: string | null; total?: number }
  }
  /** We will not quote. */
  'PUT /rfqs/{id}/refusal': {
    path: { id: string }
    query: object
    body: { reason: string }
    answer: { id: string; code: string; title: string; buyer: { id: string; name: string }; currency: string; state: "open" | "closed" | "finished" | "cancelled"; isSealed: boolean; closesAt: string; createdAt: string; lines: ({ no: number; productId: string | null; kind: "goods" | "service"; description: string; category: string; spec: string; quality: string; quantity: string; unit: string; targetE4: number | null; isTargetShown: boolean; deliverBy: string | null; place: string })[]; side: "buyer" | "supplier"; note: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; place: string; isOpened: boolean; roundsMax: number; showsRivals: boolean; rivals: number | null; endedAt: string | null; endReason: string | null; createdBy: string; files: ({ id: string; name: string; mediaType: string; bytes: number })[]; questions: ({ id: string; question: string; askedAt: string; asker: string | null; isMine: boolean; answer: string | null; answeredAt: string | null })[]; suppliers: (({ orgId: string; name: string; invitedAt: string; seenAt: string | null; declinedAt: string | null; declineReason: string | null; remindedAt: string | null; quoteId: string | null; quoteState: ("open" | "countered" | "accepted" | "rejected" | "expired" | "withdrawn") | null; quotedAt: string | null; conversationId: string | null })[]) | null; assumptions: ({ annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }) | null; quoteId: string | null; declinedAt: string | null; conversationId: string | null; version: number }
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
  /** What a seller offers me. */
  'GET /sellers/{sellerId}/products': {
    path: { sellerId: string }
    query: { cursor?: string; limit?: number; q?: string; category?: string }
    body: unknown
    answer: { items: ({ id: string; code: string; name: string; description: string; kind: "goods" | "service"; category: string; unit: string; decimals: number; units: ({ unit: string; numerator: number; denominator: number; decimals: number })[]; currency: string; pictures: ({ id: string; name: string; mediaType: string })[]; variantOf: string | null; options: Record<string, string>; unitE4: number | null })[]; nextCursor: string | null; total?: number }
  }
  /** What a version says. */
  'GET /agreements/{id}/versions/{no}': {
    path: { id: string; no: number }
    query: object
    body: unknown
    answer: { rules: ({ id: string; label: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority: number; combine: "exclusive" | "stackable"; breakMode: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll: boolean; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }
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
  /** What is late or open on my orders. */
  'GET /trade-exceptions': {
    path: object
    query: { cursor?: string; limit?: number; kind?: "credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment"; side?: "selling" | "buying"; mine?: string }
    body: unknown
    answer: { items: ({ key: string; kind: "credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment"; orderId: string; no: string; side: "selling" | "buying"; partner: { id: string; name: string }; since: string; lines: number; isMine: boolean })[]; nextCursor: string | null; total?: number; counts: ({ kind: "credit_hold" | "late_confirmation" | "change_pending" | "late_shipment" | "late_receipt" | "difference" | "overdue_payment"; side: "selling" | "buying"; count: number; mine: number })[] }
  }
  /** What is on its way to me. */
  'GET /trade-arrivals': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ orderId: string; no: string; shipmentId: string; shipmentNo: number; seller: { id: string; name: string }; carrier: string; waybill: string; packages: number | null; shippedAt: string; lines: number; title: string })[] }
  }
  /** What lines cost at their terms, and why. */
  'POST /price-quotes': {
    path: object
    query: object
    body: { sellerOrgId: string; buyerOrgId?: string; currency?: string; at?: string; lines: ({ productId: string; quantity: string; unit: string; payment: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; leadDays?: number | null; incoterm?: "EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP"; place?: string })[]; isUnexplained?: boolean }
    answer: { items: (({ isOnRequest: false; productId: string; quantity: string; unit: string; unitE4: number; amountMinor: number; agreementId: string | null; agreementVersion: number | null; explanation: { base: ({ kind: "list" | "notice"; validFrom: string; acceptedAt: string | null }) | null; agreementName: string | null; steps: ({ code: string; label: string | null; step: string | null; effect: string | null; beforeE4: number | null; afterE4: number; laterDays: number | null; slices: ({ from: string; quantity: string; unitE4: number })[] })[] }; tried?: ({ ruleId: string; label: string; agreementName: string; step: string; outcome: string; on: string | null })[] }) | ({ isOnRequest: true; productId: string; reason: "not_offered" | "on_request" | "no_price" }))[]; totalMinor: number }
  }
  /** What my record says about a partner. */
  'GET /partners/{id}/history': {
    path: { id: string }
    query: { cursor?: string; limit?: number }
    body: unknown
    answer: { items: ({ seq: number; id: string; type: string; at: string; actor: { kind: string; id: string | null; name: string }; data: Record<string, unknown> })[]; nextCursor: string | null; total?: number }
  }
  /** What one of my people may buy. */
  'PUT /purchasers/{personId}': {
    path: { personId: string }
    query: object
    body: { roles: ("user" | "decider" | "payer")[]; currency?: string; limitMinor?: number | null; periodDays?: number | null; periodLimitMinor?: number | null }
    answer: { personId: string; name: string; roles: ("user" | "decider" | "payer")[]; currency: string; limitMinor: number | null; periodDays: number | null; periodLimitMinor: number | null; spentMinor: number; version: number }
  }
  /** What plan an order would have; nothing is written. */
  'POST /production-plans': {
    path: object
    query: object
    body: { chainId: string; productId: string; code: string; quantity: number; dueAt: string; priority?: number; note?: string; shares?: ({ operationNo: number; orgId: string; quantity?: number; lines?: number; priceMinor?: number | null })[] }
    answer: { startAt: string; earliestAt: string; isFeasible: boolean; operations: ({ no: number; name: string; startsAt: string; endsAt: string })[] }
  }
  /** What terms would make of a price. */
  'POST /agreements/{id}/preview': {
    path: { id: string }
    query: object
    body: { terms: { rules?: ({ id: string; label?: string; step: "price" | "discount" | "delivery" | "lead" | "payment"; when?: { products?: (string)[]; priceGroups?: (string)[]; categories?: (string)[]; payment?: ({ kind: "exact"; terms: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[] }) | ({ kind: "class"; classes: ("prepaid" | "deposit" | "on_delivery" | "instalments" | "credit")[] }) | { kind: "range"; creditDaysFrom?: number; creditDaysBelow?: number; depositBpFrom?: number; depositBpBelow?: number }; lead?: { fromDays?: number; belowDays?: number }; incoterms?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP")[]; places?: (string)[]; from?: string; until?: string }; priority?: number; combine?: "exclusive" | "stackable"; breakMode?: "volume" | "graduated"; breaks: ({ from: string; effect: { kind: "absolute"; unitE4: number } | { kind: "amount"; unitE4: number } | ({ kind: "percent"; bp: number; of?: "price" | "list" | "cost" }) | { kind: "formula"; text: string } | ({ kind: "time_value"; annualRateBp: number; base: ({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[]; yearDays?: 360 | 365 }) })[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }) })[]; coversAll?: boolean; payments?: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; floor?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); ceiling?: { unitE4: number } | ({ of: "list" | "cost"; bp: number }); rounding?: { stepE4: number; mode: "half_up" | "half_even" | "up" | "down"; endingE4?: number } }; buyerOrgId?: string | null; productId: string; at?: string }
    answer: { unit: string; currency: string; quantities: (string)[]; payments: (({ shareBp: number; from: "order" | "shipment" | "delivery" | "invoice"; days: number })[])[]; leads: (number | null)[]; cells: (((number | null)[])[])[]; isMovingInside: boolean }
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
  /** Which flow earns: goods, logistics, finance. */
  'GET /earnings': {
    path: object
    query: { currency?: string; months?: number }
    body: unknown
    answer: { currency: string; flows: ({ flow: "goods" | "logistics" | "finance"; revenueMinor: number; costMinor: number; marginMinor: number; marginBp: number | null })[]; months: ({ month: string; flow: "goods" | "logistics" | "finance"; revenueMinor: number; costMinor: number })[] }
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
  /** Who is likely to order what, when and how much. */
  'GET /next-orders': {
    path: object
    query: { side?: "sold" | "bought"; horizonDays?: number; limit?: number }
    body: unknown
    answer: { horizonDays: number; items: ({ org: { id: string; name: string }; day: string | null; early: string | null; late: string | null; coverage: number | null; isOverdue: boolean; lastDay: string; orders: number; confidence: number; seen: number; came: number; items: ({ productId: string; name: string; unit: string; chance: number; quantity: number; low: number | null; high: number | null; perWeek: number; method: string; methodReason: string; orders: number; lastDay: string })[] })[] }
  }
  /** Who may buy for how much. */
  'GET /purchasers': {
    path: object
    query: object
    body: unknown
    answer: { items: ({ personId: string; name: string; roles: ("user" | "decider" | "payer")[]; currency: string; limitMinor: number | null; periodDays: number | null; periodLimitMinor: number | null; spentMinor: number; version: number })[]; mine: { roles: ("user" | "decider" | "payer")[]; freeMinor: number | null } }
  }
  /** Who takes part. */
  'GET /conversations/{id}/members': {
    path: { id: string }
    query: object
    body: unknown
    answer: { items: ({ personId: string; name: string; jobTitle: string; orgId: string; orgName: string; isHost: boolean; came: "added" | "followed"; joinedAt: string })[] }
  }
  /** Whom I could ask. */
  'GET /rfq-matches': {
    path: object
    query: { category?: (string)[] }
    body: unknown
    answer: { items: ({ orgId: string; name: string; score: number; sells: (string)[] })[] }
  }
  /** Whom I may buy from. */
  'GET /sellers': {
    path: object
    query: { q?: string }
    body: unknown
    answer: { items: ({ orgId: string; name: string; shortName: string })[] }
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
  /** Whom I may sell to. */
  'GET /buyers': {
    path: object
    query: { q?: string }
    body: unknown
    answer: { items: ({ orgId: string; name: string; shortName: string })[] }
  }
  /** Whom an audience reaches. */
  'POST /audience': {
    path: object
    query: object
    body: { chainId: string; audience: { side?: "downstream" | "upstream"; tiers?: (number)[]; groupIds?: (string)[]; tags?: (string)[]; regions?: (string)[]; kinds?: (string)[]; underIds?: (string)[]; partnerIds?: (string)[] } }
    answer: { recipients: number; reachable: number; byTier: ({ tier: number; recipients: number; reachable: number })[]; byStatus: ({ status: "imported" | "invited" | "joined" | "suspended" | "left"; recipients: number })[]; sample: ({ id: string; name: string; tier: number })[] }
  }
  /** Whom to remind of what. */
  'GET /dunning': {
    path: object
    query: object
    body: unknown
    answer: { asOf: string; parties: ({ partyOrgId: string; partyName: string; currency: string; overdueMinor: number; daysLateMax: number; level: number; invoices: ({ id: string; no: string; reference: string; orderNo: string; overdueMinor: number; dueOn: string; daysLate: number })[] })[] }
  }
  /** With what I reckon when I compare. */
  'PUT /rfqs/{id}/assumptions': {
    path: { id: string }
    query: object
    body: { annualRateBp: number; estimates: ({ sellerId?: string | null; incoterm?: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp?: number; freightMinor?: number; dutyBp?: number })[] }
    answer: { annualRateBp: number; estimates: ({ sellerId: string | null; incoterm: ("EXW" | "FCA" | "FOB" | "CFR" | "CIF" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP") | null; freightBp: number; freightMinor: number; dutyBp: number })[] }
  }
}
