import fc from 'fast-check'

export const entities = ['order', 'order', 'order', 'page', '*', '*', 'toString', 'constructor'] as const
export const actions = ['complete', 'complete', 'complete', 'view', '*', '*', 'call'] as const

const oddNumbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 5e-324, 2 ** 53),
)
export const text = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('', 'EUR', '日本語', '😀', 'a b', 'data.id', 'this'),
)
export const scalar = fc.oneof(text, oddNumbers, fc.boolean(), fc.constant(null))
export const fieldName = fc.constantFrom(
  'id',
  'total',
  'list',
  'deep',
  'zip',
  '0',
  'a.b',
  '',
  'length',
  'consent',
  '*',
  '__proto__',
)

export const property: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fieldName, tie('value'), { maxKeys: 3 }),
  ),
})).value

const properties = fc.dictionary(fieldName, property, { maxKeys: 4 })
export const states = fc.dictionary(fc.constantFrom('analytics', 'marketing', 'functional'), fc.boolean(), {
  maxKeys: 3,
})
const name = fc
  .tuple(fc.constantFrom(...entities), fc.constantFrom(...actions), fc.constantFrom('', '', '', ' more'))
  .map(([entity, action, rest]) => `${entity} ${action}${rest}`)

/** Events as they come in: partial, with unknown keys, odd values and now and then no usable name. */
export const anyEvent: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    name: fc.oneof(
      { weight: 30, arbitrary: name },
      { weight: 1, arbitrary: fc.constantFrom('', 'order', 7, ' x', null) },
    ),
    data: fc.oneof({ weight: 12, arbitrary: properties }, { weight: 1, arbitrary: scalar }),
    context: fc.dictionary(fieldName, fc.tuple(text, fc.nat(3)), { maxKeys: 2 }),
    globals: fc.oneof({ weight: 20, arbitrary: properties }, { weight: 1, arbitrary: scalar }),
    custom: properties,
    user: fc.oneof({ weight: 20, arbitrary: properties }, { weight: 1, arbitrary: scalar }),
    nested: fc.array(
      fc.record(
        { entity: fc.constantFrom('product', 'gift'), data: properties, consent: states },
        { requiredKeys: [] },
      ),
      {
        maxLength: 3,
      },
    ),
    consent: fc.oneof({ weight: 20, arbitrary: states }, { weight: 1, arbitrary: fc.constantFrom(null, 'ab', true) }),
    id: fc.constantFrom('e-1', 'e-2'),
    trigger: fc.constantFrom('click', ''),
    entity: fc.constantFrom('order', 'other'),
    timestamp: fc.oneof(
      { weight: 10, arbitrary: fc.integer({ min: 0, max: 2 ** 42 }) },
      { weight: 1, arbitrary: fc.constantFrom(null, '2024-01-01', 1.5, '', '12') },
    ),
    timing: fc.constantFrom(0, 1.5),
    source: fc.record(
      { type: fc.constant('web'), count: fc.nat(9), trace: fc.constant('0a') },
      { requiredKeys: ['type'] },
    ),
    unknown: scalar,
  },
  { requiredKeys: ['name'] },
)

/** What a collector knows besides the event. */
export const anyCollector = fc.record(
  { consent: states, user: properties, globals: properties, custom: properties },
  { requiredKeys: [] },
)
