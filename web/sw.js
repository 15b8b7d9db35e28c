// Keeps the app usable where the network is poor: hashed files come from the cache, the page itself from
// the network first, and nothing under /api is ever kept.
// The build puts its list of hashed files here.
const ASSETS = self.ASSETS
const CACHE = 'jingwei'
const PAGE = '/'

self.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(cacheFirst(request))
  else if (request.mode === 'navigate' && !/^\/(api|docs)\//.test(url.pathname))
    event.respondWith(page(request))
})

async function fill() {
  const cache = await caches.open(CACHE)
  const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname))
  // The names carry a hash, so what is there already is right.
  await cache.addAll([PAGE, ...ASSETS.filter((path) => !kept.has(path))])
}

async function dropOld() {
  const cache = await caches.open(CACHE)
  const wanted = new Set([PAGE, ...ASSETS])
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request)
  }
}

async function cacheFirst(request) {
  return (await caches.match(request)) ?? fetch(request)
}

async function page(request) {
  try {
    const answer = await fetch(request)
    if (answer.ok) {
      const cache = await caches.open(CACHE)
      await cache.put(PAGE, answer.clone())
    }
    return answer
  } catch (error) {
    const kept = await caches.match(PAGE)
    if (kept) return kept
    throw error
  }
}

// A note of the browser leads to its notice: in a tab that is open already, or in a new one.
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = new URL(event.notification.data?.address ?? '/', self.location.origin)
  if (url.origin === self.location.origin) event.waitUntil(show(url.href))
})

async function show(href) {
  const [tab] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!tab) return self.clients.openWindow(href)
  await tab.focus()
  return tab.navigate(href)
}
