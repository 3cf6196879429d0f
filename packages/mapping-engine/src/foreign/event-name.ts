/**
 * The name of a walkerOS event, an entity and an action, from what another tracker calls it: `Order Completed` is
 * `order completed`, `com.example.order.completed` too. Where there is no entity it is `event`.
 */
export function toEventName(name: string, names: Record<string, string> = {}): string {
  const known = names[name]
  if (known !== undefined) return known
  const words = wordsOf(lastParts(name))
  const action = words.pop() ?? 'event'
  return `${words.join('_') || 'event'} ${action}`
}

/** A name with dots in it, as in domains turned around: its last two parts. */
function lastParts(name: string): string {
  const parts = name.replace(/\.v\d+$/, '').split('.')
  return parts.length > 2 && !/\s/.test(name) ? parts.slice(-2).join(' ') : parts.join('.')
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Names of the e-commerce events that Segment has specified and others took over. */
export const shopNames: Record<string, string> = {
  'Products Searched': 'product search',
  'Product List Viewed': 'list view',
  'Product Clicked': 'product click',
  'Product Viewed': 'product view',
  'Product Added': 'product add',
  'Product Removed': 'product remove',
  'Cart Viewed': 'cart view',
  'Checkout Started': 'checkout start',
  'Order Completed': 'order complete',
  'Order Refunded': 'order refund',
  'Order Cancelled': 'order cancel',
}

/** Names of the events that Google Analytics 4 recommends. */
export const googleNames: Record<string, string> = {
  search: 'site search',
  view_item_list: 'list view',
  select_item: 'product click',
  view_item: 'product view',
  add_to_cart: 'product add',
  remove_from_cart: 'product remove',
  view_cart: 'cart view',
  begin_checkout: 'checkout start',
  purchase: 'order complete',
  refund: 'order refund',
  login: 'user login',
  sign_up: 'user signup',
}
