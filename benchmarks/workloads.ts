/** A config and an event that are measured together. */
export interface Workload {
  name: string
  config: Record<string, unknown>
  event: Record<string, unknown>
}

const settings = { kafka: { brokers: ['localhost:9092'], topic: 'orders', key: 'data.id' } }

const base = {
  name: 'order complete',
  data: { id: 'O-2415', total: 129.9, currency: 'EUR', shipping: 4.9, taxes: 20.74 },
  context: { shopping: ['checkout', 0] },
  globals: { lang: 'en', pagegroup: 'shop' },
  custom: { test: true },
  user: { id: 'u-7f3a91', device: 'd-c00k13', session: 's-2b81e0' },
  nested: [] as unknown[],
  consent: { functional: true, analytics: true },
  id: '51f0a2c4d6e80001',
  trigger: 'load',
  entity: 'order',
  action: 'complete',
  timestamp: 1_789_378_867_312,
  timing: 1.5,
  source: { type: 'browser', platform: 'web', schema: '4', count: 3, trace: '4bf92f3577b34da6a3ce929d0e0e4736' },
}

export const simple: Workload = {
  name: 'simple',
  event: base,
  config: {
    settings,
    mapping: {
      order: {
        complete: {
          data: {
            map: { order_id: 'data.id', revenue: 'data.total', currency: { key: 'data.currency', value: 'EUR' } },
          },
        },
      },
    },
  },
}

/** 20 nested items of 8 fields, 5 policies, consent and include. */
export const heavy: Workload = {
  name: 'heavy',
  event: {
    ...base,
    nested: Array.from({ length: 20 }, (_, index) => ({
      entity: 'product',
      data: {
        id: `P-${index}`,
        name: `Product ${index}`,
        price: 10 + index,
        quantity: 1,
        color: 'red',
        size: 'M',
        brand: 'acme',
        stock: true,
      },
    })),
  },
  config: {
    settings,
    consent: { analytics: true },
    policy: {
      'custom.a': 'data.id',
      'custom.b': { value: 'fixed' },
      'custom.c': { key: 'user.id', consent: { analytics: true } },
      'user.hash': 'user.session',
      'data.net': 'data.total',
    },
    include: ['globals', 'user'],
    mapping: {
      order: {
        complete: {
          data: {
            map: {
              order_id: 'data.id',
              revenue: 'data.total',
              currency: { key: 'data.currency', value: 'EUR' },
              customer: { key: 'user.id', consent: { analytics: true } },
              items: {
                loop: [
                  'nested',
                  {
                    map: {
                      id: 'data.id',
                      name: 'data.name',
                      price: { key: 'data.price', value: 0 },
                      quantity: 'data.quantity',
                      color: 'data.color',
                      size: 'data.size',
                      brand: 'data.brand',
                      stock: 'data.stock',
                    },
                  },
                ],
              },
            },
          },
        },
      },
    },
  },
}
