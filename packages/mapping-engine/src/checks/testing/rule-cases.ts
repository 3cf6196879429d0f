import { aConfig } from '../../testing/builders.ts'
import { clean, data, field, type ProblemCase, rule } from './problem-case.ts'

/** Problems of rules and mapping values. */
export const ruleCases: ProblemCase[] = [
  {
    code: 'flow-refused',
    options: {
      refused: { code: 'flow-refused', place: ['flows', 'shop', 'sources', 'my-web'], message: 'Not bundled.' },
    },
    cause: 'Not bundled.',
  },
  { code: 'invalid-config', config: aConfig({ mapping: 5 }), cause: '`mapping` must be an object.', also: ['no-rule'] },
  {
    code: 'unknown-operator',
    config: aConfig(data({ mop: { id: 'data.id' } })),
    cause: '`mop` is no mapping operator and is ignored. Did you mean `map`?',
  },
  {
    code: 'unresolved-reference',
    options: { references: [{ place: ['settings', 'kafka', 'topic'], text: '$env.TOPIC' }] },
    cause: 'The reference `$env.TOPIC` has no value in the preview',
  },
  {
    code: 'unknown-rule-key',
    config: aConfig(rule({ datas: {} })),
    cause: '`datas` means nothing in a rule. Did you mean `data`?',
  },
  {
    code: 'unknown-rule-setting',
    config: aConfig(rule({ settings: { eventName: 'x' } })),
    cause: "reads topic and key of a rule's settings, not `eventName`.",
  },
  {
    code: 'unknown-config-key',
    config: aConfig({ ...rule({}), mappings: {} }),
    cause: '`mappings` means nothing in a destination config. Did you mean `mapping`?',
  },
  {
    code: 'rule-not-object',
    config: aConfig({ mapping: { order: { complete: [clean, 7] } } }),
    cause: 'The rule is `7` and not an object.',
    also: ['invalid-config'],
  },
  {
    code: 'rule-consent',
    config: aConfig(rule({ consent: { marketing: true } })),
    cause: '`consent` on a rule does nothing in walkerOS 4',
  },
  { code: 'rule-silent', config: aConfig(rule({ silent: true })), cause: '`silent` has no effect here' },
  { code: 'batch-ignored', config: aConfig(rule({ batch: 10 })), cause: '`batch` does nothing here' },
  { code: 'extend-ignored', config: aConfig(rule({ extend: true })), cause: '`extend` does nothing here' },
  {
    code: 'rule-name-not-string',
    config: aConfig(rule({ name: { fn: 'x' } })),
    cause: 'The name of a rule must be a text',
    also: ['invalid-config', 'push-fails'],
  },
  { code: 'rule-name-empty', config: aConfig(rule({ name: '' })), cause: 'makes its key empty' },
  {
    code: 'shadowed-rule',
    config: aConfig({ mapping: { order: { complete: clean }, '*': { view: clean } } }),
    cause: '`* → view` never runs for `order`, because `order` has rules of its own.',
    also: ['unused-rule'],
  },
  {
    code: 'skipped-wildcard',
    config: aConfig({ mapping: { order: { complete: [{ ...clean, condition: '$code:() => true' }], '*': clean } } }),
    cause: '`* → *` is used, not `order → *`.',
    also: ['code-not-run'],
  },
  {
    code: 'unreachable-rule',
    config: aConfig({ mapping: { order: { complete: [clean, clean] } } }),
    cause: 'never reached, because number 1 has no condition.',
    also: ['unused-rule'],
  },
  {
    code: 'async-condition',
    config: aConfig(rule({ condition: '$code:async () => false' })),
    cause: 'The condition is asynchronous.',
    also: ['code-not-run'],
  },
  {
    code: 'primitive-value',
    config: aConfig(field(7)),
    cause: '`7` gives nothing; a fixed value is written as `{"value":7}`.',
    also: ['invalid-config'],
  },
  { code: 'primitive-value', config: aConfig(field('')), cause: 'An empty path gives the whole event' },
  {
    code: 'bare-function',
    config: aConfig(field('$code:(event) => event.data.id')),
    cause: 'it must stand in `fn`.',
    also: ['code-not-run'],
  },
  {
    code: 'key-beats-fn',
    config: aConfig(field({ key: 'data.id', fn: '$code:(v) => v' })),
    cause: '`key` wins over `fn`',
    also: ['code-not-run'],
  },
  {
    code: 'one-structure-only',
    config: aConfig(field({ map: { a: 'data.id' }, set: ['data.id'] })),
    cause: 'Only `map` is used, `set` is ignored.',
  },
  {
    code: 'set-is-no-fallback',
    config: aConfig(field({ set: ['data.x', { value: 'none' }] })),
    cause: '`set` makes a list of all results',
    also: ['unknown-path'],
  },
  { code: 'wildcard-end', config: aConfig(field('nested.*')), cause: '`nested.*` gives a list of nulls' },
  {
    code: 'unknown-section',
    config: aConfig(rule({ include: ['usr'] })),
    cause: '`usr` is no section of an event. Did you mean `user`?',
  },
  {
    code: 'policy-overlap',
    config: aConfig({ ...rule({}), policy: { 'custom.a': 'data', 'custom.a.b': 'data.id' } }),
    cause: '`custom.a.b` lies inside `custom.a` of the same policy',
  },
  {
    code: 'policy-prototype',
    config: aConfig({ ...rule({}), policy: JSON.parse('{"__proto__.x": "data.id"}') }),
    cause: 'writes into the prototype of all objects',
  },
  {
    code: 'consent-false',
    config: aConfig({ ...rule({}), consent: { marketing: false } }),
    cause: '`marketing: false` can never be granted.',
  },
  {
    code: 'consent-is-any-of',
    config: aConfig({ ...rule({}), consent: { functional: true, analytics: true } }),
    cause: 'Any one of `functional`, `analytics` is enough',
  },
  {
    code: 'env-in-code',
    config: aConfig(field({ fn: '$code:() => "$env.X"' })),
    cause: 'does not resolve `$env` inside a function',
    also: ['code-not-run'],
  },
  {
    code: 'code-with-space',
    config: aConfig(field({ fn: ' $code:(v) => v' })),
    cause: 'The space before `$code:`',
    also: ['invalid-config', 'mapping-error'],
  },
  {
    code: 'personal-header',
    config: aConfig(rule({}), { headers: { from: 'mara@example.com' } }),
    cause: 'Header `from` looks like an e-mail address.',
  },
]
