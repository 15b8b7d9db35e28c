import { z } from 'zod'
import type { FileStore } from '../../../platform/files.ts'
import type { Http } from '../../../platform/http.ts'
import { Id } from '../../../platform/schema.ts'
import { Product } from '../schema.ts'
import { getOffer, listOffers, listPartners } from './offer-queries.ts'
import { importProducts } from './product-import.ts'
import { saveGrid } from './saving.ts'
import * as s from './schema.ts'

const BySeller = z.object({ sellerId: Id })
const OfProduct = BySeller.extend({ productId: Id })

/** The catalogue as its seller keeps it in a grid or a sheet, and as its buyers see it. */
export function catalogueRoutes(app: Http, files: FileStore): void {
  app.put(
    '/api/v1/products',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Save rows of the catalogue, all or none',
        body: s.GridInput,
        response: { 200: z.object({ items: z.array(Product) }) },
      },
    },
    (req) => saveGrid(req.ctx, req.body),
  )
  app.post(
    '/api/v1/products/imports',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Bring a sheet into the catalogue',
        body: s.SheetInput,
        response: { 200: s.SheetOutcome },
      },
    },
    (req) => importProducts(req.ctx, files, req.body),
  )
  app.get(
    '/api/v1/buyers',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Whom I may sell to',
        querystring: s.PartnerQuery,
        response: { 200: s.TradingPartners },
      },
    },
    (req) => listPartners(req.ctx, 'canSellTo', req.query),
  )
  offerRoutes(app)
}

function offerRoutes(app: Http): void {
  app.get(
    '/api/v1/sellers',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Whom I may buy from',
        querystring: s.PartnerQuery,
        response: { 200: s.TradingPartners },
      },
    },
    (req) => listPartners(req.ctx, 'canBuyFrom', req.query),
  )
  app.get(
    '/api/v1/sellers/:sellerId/products',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'What a seller offers me',
        params: BySeller,
        querystring: s.OfferQuery,
        response: { 200: s.Offers },
      },
    },
    (req) => listOffers(req.ctx, req.params.sellerId, req.query),
  )
  app.get(
    '/api/v1/sellers/:sellerId/products/:productId',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'A product that a seller offers me',
        params: OfProduct,
        response: { 200: s.OfferDetail },
      },
    },
    (req) => getOffer(req.ctx, req.params.sellerId, req.params.productId),
  )
}
