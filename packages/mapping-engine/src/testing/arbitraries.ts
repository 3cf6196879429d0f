import fc from 'fast-check'

const entities = ['order', 'order', 'order', 'page', '*', '*', 'toString', 'constructor'] as const
const actions = ['complete', 'complete', 'complete', 'view', '*', '*', 'call'] as const

const oddNumbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 5e-324, 2 ** 53),
)
const text = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('', 'EUR', '日本語', '😀', 'a b', 'data.id', 'this'),
)
const scalar = fc.oneof(text, oddNumbers, fc.boolean(), fc.constant(null))
const fieldName = fc.constantFrom(
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

const property: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fieldName, tie('value'), { maxKeys: 3 }),
  ),
})).value

const properties = fc.dictionary(fieldName, property, { maxKeys: 4 })
const states = fc.dictionary(fc.constantFrom('analytics', 'marketing', 'functional'), fc.boolean(), { maxKeys: 3 })
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

const path = fc.constantFrom(
  'data.id',
  'data.total',
  'data',
  'data.list',
  'data.list.*',
  'data.list.0.id',
  'data.deep.zip',
  'nested',
  'nested.*.data.id',
  'nested.*.data',
  'nested.0.data.total',
  'nested.length',
  'user.id',
  'user',
  'globals.id',
  'context.id.0',
  'consent',
  'consent.marketing',
  'timestamp',
  'name',
  'id',
  'entity',
  'total',
  'data.constructor',
  'data.__proto__',
  'missing.path',
  '',
  'this',
)

const functionSources = [
  '(v) => v',
  '(v) => v?.data?.id',
  '(v, c) => c.event?.name',
  '(v) => v?.data?.total * 100',
  '(v) => Object.keys(v ?? {})',
  '(v) => JSON.stringify(v)',
  '(v) => [v, v]',
  '(v) => typeof v',
  '(v, c) => c.consent',
  '(v, c) => c.mapping',
  '(v, c) => c.collector.consent',
  '(v, c) => typeof c.collector.push',
  '(v, c) => Object.keys(c.logger).join()',
  '(v, c) => c.collector.user.id ?? typeof c.collector.custom + c.collector.nothing',
  '(v, c) => c.event === v',
  'async (v) => v?.data',
  'async (v) => { await null; await null; return v?.user?.id }',
  'async () => { throw new Error("late") }',
  '() => ({ then: (ok) => ok(7) })',
  '() => Promise.all([1, Promise.resolve(2)])',
  '() => undefined',
  '() => null',
  '() => NaN',
  '() => Infinity',
  '() => -0',
  '() => [1, , 3]',
  '() => ({ a: undefined })',
  '() => ({ a: undefined, b: [undefined] })',
  '() => new Date(0)',
  '() => () => 1',
  '() => { throw new Error("boom") }',
  '() => JSON.parse("{\\"__proto__\\":{\\"id\\":1},\\"a\\":2}")',
  'function (v) { return this === undefined ? 1 : v }',
  '(v) => null.id',
  '(v) => { v.data.id = "changed"; return v.data.id }',
  '(v, c) => { c.event.user = { id: "changed" }; return 1 }',
  '(v) => { delete v.data; return null.id }',
  '(v) => v?.data?.list?.sort()',
  '(v) => v?.nested?.push({ entity: "gift", data: { id: "new" } })',
  '(v, c) => { c.event.name = "page view" }',
  '(v, c) => { c.event.nested?.forEach((item) => { item.data.total = 5 }); return "done" }',
  'async (v) => { v.data = { id: 9, total: [] }; await null; return v.data }',
  '(v) => { v.id = { total: [1, , 3] }; v.id.total.id = "named"; return v }',
  '(v) => [v?.id, v?.total?.id, Object.keys(v?.total ?? {})]',
  '(v) => Object.setPrototypeOf({ total: 1 }, Object(v))',
]
const conditionSources = [
  '() => true',
  '() => false',
  '() => 0',
  '() => ""',
  '(v) => v?.data?.id',
  '(v) => Array.isArray(v)',
  '(v, c) => Boolean(c.consent?.marketing)',
  'async () => false',
  'async () => true',
  'async () => { throw new Error("late") }',
  '() => { throw new Error("boom") }',
  '(v) => { v.data = { id: "condition" }; return true }',
  '(v, c) => { delete c.event.user; return true }',
  '(v) => { if (v?.id && typeof v !== "function") v.__proto__ = { total: "inherited" }; return true }',
]
const code = (sources: readonly string[]) => fc.constantFrom(...sources.map((source) => `$code:${source}`))
const aFunction = fc.oneof(
  { weight: 15, arbitrary: code(functionSources) },
  { weight: 1, arbitrary: fc.constantFrom('data.id', 5) },
)
// A promise that rejects here would end the process of walkerOS: nobody waits for it.
const aRuleCondition = code(conditionSources.filter((source) => !source.includes('late')))
const aCondition = fc.oneof(
  { weight: 15, arbitrary: code(conditionSources) },
  { weight: 1, arbitrary: fc.constantFrom('true', 1) },
)

/** Every operator, nested, with functions where wanted, and now and then something that is no mapping value at all. */
export const valuesWith = (hasFunctions: boolean): fc.Arbitrary<unknown> =>
  fc.letrec<{ value: unknown; config: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: path },
      { weight: 6, arbitrary: tie('config') },
      { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          null,
          7,
          true,
          {},
          ...(hasFunctions ? ['$code:(v) => v', '$code:({ key: "data.id" })', '$code:"user.id"'] : []),
        ),
      },
    ),
    config: fc.record(
      {
        ...(hasFunctions && {
          fn: sometimes(aFunction),
          condition: sometimes(aCondition),
          validate: sometimes(aCondition),
        }),
        key: sometimes(fc.oneof({ weight: 15, arbitrary: path }, { weight: 1, arbitrary: fc.constantFrom(5, {}) })),
        value: sometimes(property),
        consent: sometimes(
          fc.oneof({ weight: 8, arbitrary: states }, { weight: 1, arbitrary: fc.constantFrom('marketing', {}) }),
        ),
        loop: sometimes(
          fc.oneof(
            { weight: 8, arbitrary: fc.tuple(tie('value'), tie('value')) },
            { weight: 1, arbitrary: fc.constantFrom({}, 'ab', []) },
          ),
        ),
        map: sometimes(
          fc.oneof(
            { weight: 12, arbitrary: fc.dictionary(fieldName, tie('value'), { maxKeys: 4 }) },
            { weight: 1, arbitrary: fc.constantFrom('data', ['data.id', 'user.id']) },
          ),
        ),
        set: sometimes(
          fc.oneof(
            { weight: 12, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
            { weight: 1, arbitrary: fc.constantFrom('data', {}) },
          ),
        ),
        unknown: scalar,
      },
      { requiredKeys: [] },
    ),
  })).value

function sometimes(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 1, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) })
}

/** Maps as people write them: fields that are paths, defaults, loops and maps, under names that keep their order. */
const ordinaryMap = fc.letrec<{ map: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: path },
    { weight: 3, arbitrary: fc.record({ key: path, value: property }, { requiredKeys: ['key'] }) },
    { weight: 1, arbitrary: fc.record({ value: property }) },
    { weight: 1, arbitrary: fc.record({ key: path, consent: states }) },
    { weight: 1, arbitrary: fc.record({ loop: fc.tuple(fc.constantFrom('nested', 'data.list', 'this'), tie('map')) }) },
    { weight: 1, arbitrary: tie('map') },
  ),
  map: fc.record({
    map: fc.dictionary(fc.constantFrom('id', 'a.b', 'user_id', 'länge', '"', 'list', '', 'constructor'), tie('value'), {
      maxKeys: 4,
    }),
  }),
})).map

const policyPath = fc.constantFrom(
  'custom.key',
  'custom.a',
  'custom.b.c',
  'custom',
  'data.id',
  'data.list.0',
  'data.list.5',
  'data.total.x',
  'user.id',
  'name',
  'timestamp',
  'consent.marketing',
  'user',
  'nested.0.data.id',
)
const sections = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.subarray(['data', 'globals', 'context', 'user', 'source', 'event', 'all', 'nope', 'constructor']),
  },
  { weight: 1, arbitrary: fc.constantFrom('all', 'data') },
)

function rulesWith(hasFunctions: boolean): fc.Arbitrary<unknown> {
  const value = valuesWith(hasFunctions)
  const policy = fc.dictionary(policyPath, value, { maxKeys: 4 })
  return fc.oneof(
    {
      weight: 20,
      arbitrary: fc.record(
        {
          name: fc.oneof(
            { weight: 6, arbitrary: fc.constantFrom('purchase', 'a  b c', '') },
            { weight: 1, arbitrary: fc.constantFrom(7, {}) },
          ),
          settings: fc.record(
            { topic: fc.constantFrom('orders', '', 'bad topic', 5), key: fc.oneof(path, fc.constantFrom(7, {})) },
            { requiredKeys: [] },
          ),
          data: value,
          ...(hasFunctions && { condition: sometimes(aRuleCondition) }),
          policy,
          include: sections,
          remove: fc.array(fc.constantFrom('id', 'list.0', 'deep.zip', 'data_id', 'missing.x', 'list'), {
            maxLength: 2,
          }),
          ignore: fc.constantFrom(false, false, false, false, true),
          consent: states,
          silent: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    },
    {
      weight: 10,
      arbitrary: fc.record({ data: ordinaryMap, include: sections, policy }, { requiredKeys: ['data'] }),
    },
    { weight: 1, arbitrary: fc.constantFrom(null, 'text', 100, true, false, []) },
  )
}

function mappingsOf(rule: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 20,
      arbitrary: fc.dictionary(
        fc.constantFrom(...entities),
        fc.oneof(
          {
            weight: 15,
            arbitrary: fc.dictionary(fc.constantFrom(...actions), fc.oneof(rule, fc.array(rule, { maxLength: 3 })), {
              minKeys: 1,
              maxKeys: 4,
            }),
          },
          { weight: 1, arbitrary: fc.constantFrom(null, 5, 'text') },
        ),
        { maxKeys: 4 },
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(5, 'text', []) },
  )
}

function kafkaWith(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.record(
    {
      brokers: fc.oneof(
        { weight: 30, arbitrary: fc.constant(['localhost:9092']) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
      topic: fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom('events', 'a.b') },
        { weight: 1, arbitrary: fc.constantFrom('', 5, null) },
      ),
      key: fc.oneof({ weight: 6, arbitrary: path }, { weight: 1, arbitrary: value }),
      headers: fc.dictionary(
        fc.constantFrom('content-type', 'x-a', '1'),
        fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom(5, null) }),
        { maxKeys: 2 },
      ),
      compression: fc.constantFrom('none', 'gzip', 'lz4', 'nope', null),
      acks: fc.constantFrom(-1, 0, 1, null),
      timeout: fc.constantFrom(1000, null),
      idempotent: fc.constantFrom(false, false, false, true),
    },
    { requiredKeys: ['brokers', 'topic'] },
  )
}

/** Destination configs, sound and unsound, with or without functions. */
export function configsWith({ hasFunctions }: { hasFunctions: boolean }): fc.Arbitrary<Record<string, unknown>> {
  const value = valuesWith(hasFunctions)
  const policy = fc.dictionary(policyPath, value, { maxKeys: 4 })
  return fc
    .record(
      {
        settings: fc.record({ kafka: kafkaWith(value) }),
        mapping: mappingsOf(rulesWith(hasFunctions)),
        data: sometimes(value),
        policy,
        include: sections,
        consent: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: states }),
        disabled: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
        mock: fc.constant('x'),
      },
      { requiredKeys: ['settings', 'mapping'] },
    )
    .map((config) => (Math.abs(hash(JSON.stringify(config))) % 20 === 0 ? config : withoutMock(config)))
}

// A mock hides the record of every event, so most configs go without.
function withoutMock({ mock: _mock, ...config }: Record<string, unknown>): Record<string, unknown> {
  return config
}

function hash(value: string): number {
  let sum = 0
  for (const char of value) sum = (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) | 0
  return sum
}

export const anyCollector = fc.record(
  { consent: states, user: properties, globals: properties, custom: properties },
  { requiredKeys: [] },
)
