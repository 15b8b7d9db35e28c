import { z } from 'zod'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { getPriceIndex, listIndexed } from './index-queries.ts'
import { listMatches } from './match-queries.ts'
import { listNextOrders } from './next-order-queries.ts'
import * as s from './schema.ts'
import { listWishes, promiseWishes } from './wishes.ts'

/** What trades teach, over HTTP. */
export function insightRoutes(app: Http) {
  app.get(
    '/api/v1/indexed-products',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'Products with a price index', response: { 200: s.IndexedProducts } },
    },
    (req) => listIndexed(req.ctx),
  )
  app.get(
    '/api/v1/indexed-products/:id',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'The price index of a product by region, with my own prices beside it',
        params: z.object({ id: Id }),
        response: { 200: s.PriceIndex },
      },
    },
    (req) => getPriceIndex(req.ctx, req.params.id),
  )
  app.get(
    '/api/v1/next-orders',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Who is likely to order what, when and how much',
        querystring: s.NextOrderQuery,
        response: { 200: s.NextOrders },
      },
    },
    (req) => listNextOrders(req.ctx, req.query),
  )
  app.get(
    '/api/v1/supplier-matches',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Suppliers by how well they suit, with every point explained',
        querystring: s.MatchQuery,
        response: { 200: s.SupplierMatches },
      },
    },
    (req) => listMatches(req.ctx, req.query),
  )
  app.get(
    '/api/v1/wishes',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Range, speed, quality and thrift of each category that I sell',
        response: { 200: s.WishReports },
      },
    },
    (req) => listWishes(req.ctx),
  )
  app.put(
    '/api/v1/wish-promises',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Say what a category promises',
        body: s.WishPromise,
        response: { 200: s.WishPromise },
      },
    },
    (req) => promiseWishes(req.ctx, req.body),
  )
}
