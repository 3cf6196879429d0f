import fc from 'fast-check'
import { aConfig } from './builders.ts'

/** Texts of functions: what transformers return, leave alone, drop and throw. */
const bodies = [
  (name: string) =>
    `(event) => ({ event: { ...event, data: { ...event.data, via: [...(event.data?.via ?? []), '${name}'] } } })`,
  (name: string) => `(event) => { event.data.${name} = 1 }`,
  (name: string) => `async (event) => ({ event: { ...event, custom: { ...event.custom, ${name}: true } } })`,
  () => '(event) => ({ ...event, data: {} })',
  () => '() => false',
  () => '() => undefined',
  () => '(event) => event.data.total > 50 ? undefined : false',
  () => "() => { throw new Error('boom') }",
  () => "async () => { throw new Error('boom') }",
  () => "(event) => [{ event: { ...event, id: 'f1' } }, { event: { ...event, id: 'f2' } }]",
  () => "(event) => [{ event: { ...event, id: 'f3' } }, { event: { ...event, id: 'f4' }, next: 't1' }]",
  () => '() => []',
  () => '() => [{}]',
  () => "(event) => ({ event, next: 't1' })",
  () => "(event) => ({ event, next: ['t1', 't2'] })",
  () => "(event) => ({ next: 'nope' })",
  () => "(event) => ({ event, next: { match: { key: 'event.data.total', operator: 'gt', value: '50' }, next: 't2' } })",
  () => '(event, ctx) => { ctx.ingest.n = (ctx.ingest.n ?? 0) + 1 }',
  () =>
    '(event, ctx) => ({ event: { ...event, data: { ...event.data, path: ctx.ingest._meta.path.join(), n: ctx.ingest.n } } })',
  () => '(event) => ({ event: { ...event, consent: { marketing: true } } })',
  () => '(event) => ({ event: { ...event, data: { ...event.data, at: new Date(0), nan: NaN, none: undefined } } })',
  () => "(event) => ({ event: { ...event, name: 'page view' } })",
  () => '(event) => { delete event.user; return true }',
  () => '(event) => ({ event: { ...event, extra: 1, globals: {} } })',
]

const names = ['t0', 't1', 't2', 't3']
const anyName = fc.constantFrom(...names, 'nope')

const anyMatch = fc.oneof(
  fc.record({
    key: fc.constantFrom('ingest.path', 'event.name', 'event.data.total', 'ingest.n'),
    operator: fc.constantFrom('eq', 'contains', 'gt', 'exists', 'regex'),
    value: fc.constantFrom('/a', 'order', '50', ''),
    not: fc.boolean(),
  }),
  fc.constant('*'),
)

/** Routes of every shape that the bundler takes. */
const anyRoute = (hasMany: boolean) =>
  fc.letrec((tie) => ({
    route: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      anyName,
      fc.array(anyName, { minLength: 1, maxLength: 3 }),
      fc.array(tie('route'), { minLength: 1, maxLength: 3 }),
      fc.record({ match: anyMatch, next: tie('route') }),
      fc.record({ next: tie('route') }),
      fc.record({ one: fc.array(fc.record({ match: anyMatch, next: tie('route') }), { minLength: 1, maxLength: 3 }) }),
      ...(hasMany ? [fc.record({ many: fc.array(tie('route'), { minLength: 1, maxLength: 2 }) })] : []),
      fc.record({ match: anyMatch }),
    ),
  })).route

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 1 })

const anyStep = (name: string) =>
  fc
    .record({
      body: fc.constantFrom(...bodies),
      next: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: anyRoute(true) }),
      before: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: anyRoute(true) }),
      config: fc.constantFrom({}, {}, {}, { disabled: true }, { mock: { name: 'mock event', data: { total: 1 } } }),
      isPass: fc.constantFrom(false, false, false, true),
    })
    .map(({ body, next, before, config, isPass }) => ({
      ...(!isPass && { code: { push: `$code:${body(name)}` } }),
      config,
      ...(next !== undefined && { next }),
      ...(before !== undefined && { before }),
    }))

const anyDestination = (topic: string) =>
  fc
    .record({
      before: fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: anyRoute(false) }),
      consent: maybe(fc.constant({ marketing: true })),
      data: maybe(fc.constant({ map: { id: 'data.id', via: 'data.via', at: 'data.at', n: 'data.n' } })),
    })
    .map(({ before, ...config }) => ({
      package: '@walkeros/server-destination-kafka',
      ...(before !== undefined && { before }),
      config: { ...aConfig({}, { topic }), ...JSON.parse(JSON.stringify(config)) },
    }))

/** Whole flows of walkerOS 4.2: a source, transformers that do everything a transformer can do, and two destinations. */
export const anyFlow = fc
  .record({
    next: maybe(anyRoute(true)),
    before: maybe(anyRoute(true)),
    mapping: maybe(
      fc.constantFrom(
        { order: { complete: { name: 'deal closed' } } },
        { '*': { '*': { policy: { 'data.id': { value: 'p' } } } } },
      ),
    ),
    consent: maybe(fc.constant({ functional: true })),
    t0: anyStep('t0'),
    t1: anyStep('t1'),
    t2: anyStep('t2'),
    t3: anyStep('t3'),
    first: anyDestination('first'),
    second: anyDestination('second'),
    collector: fc.constantFrom(
      {},
      { user: { id: 'anna' }, globals: { env: 'prod' } },
      { consent: { marketing: true } },
    ),
  })
  .map(({ next, before, mapping, consent, first, second, collector, ...transformers }) => ({
    config: { platform: 'server' },
    collector,
    sources: {
      web: {
        package: '@walkeros/server-source-express',
        config: { ingest: { map: { path: 'path' } }, ...(mapping && { mapping }), ...(consent && { consent }) },
        ...(next !== undefined && { next }),
        ...(before !== undefined && { before }),
      },
    },
    transformers,
    destinations: { first, second },
  }))
