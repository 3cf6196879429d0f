import fc from 'fast-check'
import { actions, entities, property, states, text } from './any-event.ts'
import { aRuleCondition, path, sometimes, valuesWith } from './any-value.ts'

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
