import { later } from '../ui/later.ts'

export interface Example {
  title: string
  about: string
  events: string
  /** How many samples it opens with. */
  count: number
  load(): Promise<{ default: string }>
}

export const shopOrders: Example = {
  title: 'Shop orders',
  about: 'Orders to their own topic, keyed by order id, with a list of products.',
  events: 'order complete, order refund, product view',
  count: 8,
  load: later(() => import('../../../../examples/shop/flow.json?raw')).load,
}

export const examples: readonly Example[] = [
  shopOrders,
  {
    title: 'Identity and consent',
    about: 'Fields that leave only with consent, and a gate for everything else.',
    events: 'form submit, user login',
    count: 7,
    load: later(() => import('../../../../examples/consent/flow.json?raw')).load,
  },
  {
    title: 'The six basic cases',
    about: 'Default event, ignored event, key from the user, mapped data, new name, own topic.',
    events: 'page view, order complete, payment fail',
    count: 6,
    load: later(() => import('../../../../examples/destination-page/flow.json?raw')).load,
  },
]
