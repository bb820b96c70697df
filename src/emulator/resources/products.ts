import { mayManage, mustManage, ofProduct, productById, sees } from '../cloud/access.ts'
import {
  created,
  noContent,
  ok,
  page,
  type Call,
  type Operation,
  type Operations,
  type Schemas,
} from '../cloud/call.ts'
import { duplicate, failure, forbidden, notFound } from '../cloud/failures.ts'
import type { Product } from '../cloud/state.ts'
import { timestamp } from '../cloud/world.ts'
import { matching, mustMatch, relation } from './common.ts'

function render(call: Call, product: Product): unknown {
  const { id, owner, creator, ...attributes } = product
  return {
    type: 'product',
    id,
    links: { self: `${call.base}/products/${id}` },
    attributes,
    relationships: { owner: relation('account', owner), creator: relation('account', creator) },
  }
}

const find = (call: Call) => productById(call, call.path['product_id']!, { parameter: 'product_id' })

function mustBeUnique(call: Call, name: string, owner: string, except?: Product): void {
  for (const product of call.world.state.products.values()) {
    if (product !== except && product.owner === owner && product.name === name) throw duplicate('Products')
  }
}

const listProducts: Operation = (call) => {
  const matches = matching<Product>(call, { 'owner.id': (product) => product.owner })
  return page(
    call,
    call.world.state.products.values(),
    (product) => matches(product) && sees(call, ofProduct(product)),
    (product) => render(call, product),
  )
}

const getProduct: Operation = (call) => ok(render(call, find(call)))

const createProduct: Operation = (call) => {
  const { state, random } = call.world
  const { attributes, relationships } = (call.body as Schemas['ProductCreateDocument']).data
  const owner = relationships?.owner?.id.toLowerCase() ?? call.account.id
  const pointer = '/data/relationships/owner'
  if (!state.accounts.has(owner)) throw notFound({ pointer })
  if (!mayManage(state, call.account.id, { owner, product: null })) {
    throw forbidden('This account did not let you create products for it.', { pointer })
  }
  const { name, description = null } = attributes
  mustBeUnique(call, name, owner)
  const now = timestamp(call.world)
  const product: Product = {
    id: random.uuid(),
    name,
    description,
    created_at: now,
    updated_at: now,
    owner,
    creator: call.account.id,
  }
  state.products.set(product.id, product)
  return created(render(call, product))
}

const updateProduct: Operation = (call) => {
  const product = find(call)
  const { data } = call.body as Schemas['ProductUpdateDocument']
  mustManage(call, ofProduct(product))
  mustMatch(data, { id: product.id, type: 'product' })
  const { name = product.name, description = product.description } = data.attributes
  mustBeUnique(call, name, product.owner, product)
  Object.assign(product, { name, description, updated_at: timestamp(call.world) })
  return ok(render(call, product))
}

const deleteProduct: Operation = (call) => {
  const product = find(call)
  mustManage(call, ofProduct(product))
  for (const group of call.world.state.groups.values()) {
    if (group.product === product.id) {
      throw failure('CX002', 'Cannot delete a product with associated devicegroups.')
    }
  }
  call.world.state.products.delete(product.id)
  return noContent
}

export const productOperations: Operations<
  'listProducts' | 'getProduct' | 'createProduct' | 'updateProduct' | 'deleteProduct'
> = { listProducts, getProduct, createProduct, updateProduct, deleteProduct }
