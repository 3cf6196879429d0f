import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { CheckedFile } from './check-file.ts'
import { countChecks, reportAsJson, reportAsJunit, reportForPeople } from './report.ts'

const example = (changes: object) => ({
  name: 'own',
  title: 'own',
  status: 'passed' as const,
  differences: [],
  rule: null,
  out: null,
  example: {},
  ...changes,
})
const files = [
  { path: 'broken.json', error: 'It is no JSON.', destinations: [] },
  {
    path: 'empty.json',
    error: null,
    destinations: [{ flow: 'default', destination: 'kafka', problems: [], examples: [] }],
  },
  {
    path: 'flow.json',
    error: null,
    destinations: [
      {
        flow: 'default',
        destination: 'kafka',
        problems: [
          { code: 'some-code', severity: 'warning', of: 'flow', place: ['transformers', 'a'], cause: 'It never runs.' },
        ],
        examples: [
          example({
            title: 'Big <order> & "more"',
            genuine: { verdict: 'not-proven', version: '4.4.0', reason: 'nobody has it' },
          }),
          example({ genuine: { verdict: 'same', version: '4.2.1' } }),
          example({ status: 'unreadable', reason: 'It has no event.' }),
          example({
            status: 'failed',
            rule: 'order.complete',
            differences: [
              { path: 'key', expected: 'a', actual: 'b' },
              { path: 'value.total', expected: 1, note: 'It is a number.' },
            ],
          }),
        ],
      },
    ],
  },
] as unknown as CheckedFile[]

it('counts a broken file as one that failed', () => {
  expect(countChecks(files)).toEqual({ passed: 2, failed: 3 })
})

describe('a report', () => {
  it('for people has a line for each example, and below it what is not as expected', () => {
    // The environment of the tests may force colours.
    expect(stripVTControlCharacters(reportForPeople(files)).split('\n')).toEqual([
      'broken.json',
      '  ✗ It is no JSON.',
      '',
      'flow.json default/kafka',
      '  warning: It never runs.',
      '      at flows.default.transformers.a',
      '  ✓ Big <order> & "more" (own)',
      '      not proven for 4.4.0: nobody has it',
      '  ✓ own',
      '  ✗ own',
      '      It has no event.',
      '  ✗ own',
      '      rule order.complete',
      '      key          - "a"',
      '                   + "b"',
      '      value.total  - 1',
      '                   + nothing',
      '                   It is a number.',
      '',
      '2 passed, 3 failed',
      '',
    ])
  })

  it('as JSON has all of it', () => {
    const { files: shown, ...counts } = JSON.parse(reportAsJson(files))
    expect(counts).toEqual({ passed: 2, failed: 3 })
    expect(shown[0]).toEqual({ path: 'broken.json', error: 'It is no JSON.', problems: [], examples: [] })
    expect(shown[2].problems).toMatchObject([{ code: 'some-code', place: 'flows.default.transformers.a' }])
    expect(shown[2].error).toBeUndefined()
    expect(shown[2].examples[0]).toEqual({
      flow: 'default',
      destination: 'kafka',
      name: 'own',
      title: 'Big <order> & "more"',
      status: 'passed',
      rule: null,
      differences: [],
      genuine: { verdict: 'not-proven', version: '4.4.0', reason: 'nobody has it' },
    })
    expect(shown[2].examples[2]).toMatchObject({ status: 'unreadable', reason: 'It has no event.' })
  })

  it('as JUnit has a suite for each destination and each broken file', () => {
    const text = reportAsJunit(files)
    expect(text).toContain('<testsuites tests="5" failures="3">')
    expect(text).toContain('<testsuite name="broken.json" tests="1" failures="1">')
    expect(text).toContain('<failure message="It is no JSON.">It is no JSON.</failure>')
    expect(text).toContain('name="Big &lt;order&gt; &amp; &quot;more&quot;"/>')
    expect(text).toContain('<failure message="key: expected &quot;a&quot;, got &quot;b&quot;">')
    expect(text).toContain('value.total: expected 1, got nothing')
  })
})
