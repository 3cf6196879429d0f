import fc from 'fast-check'
import { fieldName, property, scalar, states } from './any-event.ts'

export const path = fc.constantFrom(
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
export const aRuleCondition = code(conditionSources.filter((source) => !source.includes('late')))
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

export function sometimes(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 1, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) })
}
