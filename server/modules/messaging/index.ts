export { dispatchFeed } from './feed.ts'
