import { z } from 'zod'
import type { FileStore } from '../../platform/files.ts'
import type { Http } from '../../platform/http.ts'
import { Id } from '../../platform/schema.ts'
import { sendSheet } from '../../platform/sheets/send.ts'
import { agreementRoutes } from './agreements/routes.ts'
import { catalogueRoutes } from './catalogue/routes.ts'
import { addProduct, changeProduct } from './catalogue/saving.ts'
import { paperRoutes } from './documents/paper-routes.ts'
import { ublRoutes } from './documents/ubl-routes.ts'
import { insightRoutes } from './insight/routes.ts'
import { getSellerMarkups, getTierMarkups, setSellerMarkups, setTierMarkups } from './markups.ts'
import { moneyRoutes } from './money/routes.ts'
import type { Workshop } from './orders/making.ts'
import { tradeOrderRoutes } from './orders/routes.ts'
import {
  exportedProducts,
  getProduct,
  headCodes,
  listPrices,
  listProducts,
} from './product-queries.ts'
import { productSheet } from './product-sheet.ts'
import * as s from './schema.ts'
import { getPricePath } from './seller-prices.ts'
import { sourcingRoutes } from './sourcing/routes.ts'

const ById = z.object({ id: Id })
const ByChain = z.object({ chainId: Id })
const ByPartner = z.object({ partnerId: Id })

/** Trade over HTTP: what is sold, how its price grows from tier to tier, what is ordered, and what is paid. */
export function tradeRoutes(app: Http, files: FileStore, workshop: Workshop) {
  moneyRoutes(app, files)
  tradeOrderRoutes(app, workshop)
  paperRoutes(app)
  ublRoutes(app)
  productRoutes(app)
  markupRoutes(app)
  catalogueRoutes(app, files)
  agreementRoutes(app, files)
  sourcingRoutes(app)
  insightRoutes(app)
}

function productRoutes(app: Http) {
  app.get(
    '/api/v1/products',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'Products', querystring: s.ProductQuery, response: { 200: s.Products } },
    },
    (req) => listProducts(req.ctx, req.query),
  )
  app.get(
    '/api/v1/products.xlsx',
    {
      config: { access: 'trade:view', isStream: true },
      schema: { summary: 'Products as a workbook', querystring: s.ProductExport },
    },
    async (req, reply) => {
      const products = await exportedProducts(req.ctx, req.query)
      const codes = await headCodes(req.ctx, products)
      return sendSheet(req.ctx, reply, 'products.xlsx', productSheet(products, req.query, codes))
    },
  )
  app.post(
    '/api/v1/products',
    {
      config: { access: 'trade:edit' },
      schema: { summary: 'Add a product', body: s.ProductInput, response: { 201: s.Product } },
    },
    async (req, reply) => reply.code(201).send(await addProduct(req.ctx, req.body)),
  )
  app.get(
    '/api/v1/products/:id',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'A product', params: ById, response: { 200: s.Product } },
    },
    (req) => getProduct(req.ctx, req.params.id),
  )
  app.patch(
    '/api/v1/products/:id',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Change or retire a product',
        params: ById,
        body: s.ProductPatch,
        response: { 200: s.Product },
      },
    },
    (req) => changeProduct(req.ctx, req.params.id, req.body),
  )
  app.get(
    '/api/v1/products/:id/prices',
    {
      config: { access: 'trade:view' },
      schema: { summary: 'Price history', params: ById, response: { 200: s.PriceHistory } },
    },
    (req) => listPrices(req.ctx, req.params.id),
  )
}

function markupRoutes(app: Http) {
  app.get(
    '/api/v1/chains/:chainId/markups',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'Mark-ups and limits of each tier',
        params: ByChain,
        response: { 200: s.TierMarkups },
      },
    },
    (req) => getTierMarkups(req.ctx, req.params.chainId),
  )
  app.put(
    '/api/v1/chains/:chainId/markups',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Set mark-ups and limits of every tier',
        params: ByChain,
        body: s.TierMarkups,
        response: { 200: s.TierMarkups },
      },
    },
    (req) => setTierMarkups(req.ctx, req.params.chainId, req.body),
  )
  app.get(
    '/api/v1/partners/:partnerId/markups',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'What I add at my place',
        params: ByPartner,
        response: { 200: s.SellerMarkups },
      },
    },
    (req) => getSellerMarkups(req.ctx, req.params.partnerId),
  )
  app.put(
    '/api/v1/partners/:partnerId/markups',
    {
      config: { access: 'trade:edit' },
      schema: {
        summary: 'Set what I add at my place',
        params: ByPartner,
        body: s.SellerMarkupsInput,
        response: { 200: s.SellerMarkups },
      },
    },
    (req) => setSellerMarkups(req.ctx, req.params.partnerId, req.body),
  )
  app.get(
    '/api/v1/chains/:chainId/price-path',
    {
      config: { access: 'trade:view' },
      schema: {
        summary: 'A price down one path, as far as I may see',
        params: ByChain,
        querystring: s.PricePathQuery,
        response: { 200: s.PricePath },
      },
    },
    (req) => getPricePath(req.ctx, req.params.chainId, req.query),
  )
}
