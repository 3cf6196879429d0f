import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type JsonObject, jsonOrText, type Value } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { aConfig } from '../testing/builders.ts'
import { type Pair, ruleOf } from './proposal.ts'
import { propose } from './propose.ts'

/**
 * The values of all rules without functions in the step examples of walkerOS' destinations, with the events they are for. What is
 * meant for a setting of another destination is taken for the data of a rule.
 */
const rules: { name: string; event: JsonObject; data: Value }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/published-rules.json', import.meta.url), 'utf8'),
)

/** What becomes of an event by a rule with this data. */
function recordsOf(name: unknown, data: unknown) {
  const [entity = '', action = ''] = String(name).split(' ')
  const plan = compileDestination(aConfig({ mapping: { [entity]: { [action]: { data } as JsonObject } } }))
  return (event: JsonObject) => {
    const outcome = plan.run(event)
    return 'record' in outcome ? outcome.record.value : outcome.kind
  }
}

/** Another event of the same kind: leaves change their value, and those of the data are missing now and then. */
function varied(value: unknown, random: () => number, isMissing: (path: string) => boolean, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item, index) => varied(item, random, isMissing, `${path}.${index}`))
  if (!isPlainObject(value)) return variedLeaf(value, random, path)
  const members = Object.entries(value).filter(
    ([name]) => !/\.(data|user|globals)$/.test(path) || !isMissing(`${path}.${name}`),
  )
  return Object.fromEntries(
    members.map(([name, member]) => [name, varied(member, random, isMissing, `${path}.${name}`)]),
  )
}

function variedLeaf(value: unknown, random: () => number, path: string): unknown {
  const number = Math.floor(random() * 1e6)
  if (/^\.(name|consent)/.test(path) || /\.entity$/.test(path)) return value
  if (path === '.timestamp') return 1_700_000_000_000 + number
  if (typeof value === 'number') return Number.isInteger(value) ? number : number / 100
  return typeof value === 'string' ? `${value}-${number}` : value
}

/** Three pairs as a careful person would make them: all is there once, and each field is missing at most once. */
const careful: Hide[] = [() => false, (path) => sum(path) % 2 === 0, (path) => sum(path) % 2 === 1]
/** Three in which nothing is missing, so that nothing shows which fields have a fallback. */
const hasty: Hide[] = careful.map(() => () => false)
type Hide = (path: string) => boolean

function pairsOf({ event, data }: (typeof rules)[number], random: () => number, hides: readonly Hide[]): Pair[] {
  const recordOf = recordsOf(event['name'], data)
  return hides.map((isMissing) => {
    const own = varied(event, random, isMissing) as JsonObject
    return { event: own, value: jsonOrText(recordOf(own)) }
  })
}
const sum = (text: string) => [...text].reduce((total, letter) => total + letter.charCodeAt(0), 0)

type Verdict = 'same' | 'wrong with doubt' | 'wrong'

/** Whether the proposal gives the same records on new events; a difference is doubted where its field is not certain. */
function judge(rule: (typeof rules)[number], random: () => number, hides: readonly Hide[]): Verdict {
  const [proposal] = propose(pairsOf(rule, random, hides))
  if (proposal === undefined) return 'wrong'
  const wantedOf = recordsOf(rule.event['name'], rule.data)
  const givenOf = recordsOf(rule.event['name'], ruleOf(proposal).data)
  for (let round = 0; round < 10; round++) {
    const event = varied(rule.event, random, () => random() < 0.3) as JsonObject
    const [wanted, given] = [wantedOf(event), givenOf(event)]
    if (wanted === given) continue
    const isSame = (path: string[]) =>
      isDeepStrictEqual(memberOf(jsonOrText(wanted), ...path), memberOf(jsonOrText(given), ...path))
    const differing = proposal.fields.filter(({ path }) => !isSame(path))
    const isUnmarked =
      differing.some(({ choices: [{ sure }] }) => sure === 'certain') || proposal.whole?.sure === 'certain'
    return isUnmarked ? 'wrong' : 'wrong with doubt'
  }
  return 'same'
}

it.each([
  { which: 'careful', hides: careful },
  { which: 'hasty', hides: hasty },
])(
  'finds walkerOS’ published rules again from three $which pairs, and is never wrong without a mark of doubt',
  ({ which, hides }) => {
    const numbers = fc.sample(fc.noBias(fc.nat(999_999)), { seed: 7, numRuns: 10_000 })
    let at = 0
    const next = () => (numbers[at++ % numbers.length] ?? 0) / 1_000_000
    const usable = rules.filter(
      ({ event, data }) => recordsOf(event['name'], data)(event) !== recordsOf(event['name'], undefined)(event),
    )
    const results = usable.map((rule) => ({ name: rule.name, result: judge(rule, next, hides), rule }))
    const count = (wanted: Verdict) => results.filter(({ result }) => result === wanted).length
    console.log(
      `${which} pairs: ${count('same')} of ${usable.length} published rules give the same records on new events; ${count('wrong with doubt')} differ with a mark of doubt, ${count('wrong')} without.`,
    )
    expect(results.filter(({ result }) => result === 'wrong')).toEqual([])
    expect(count('same') / usable.length).toBeGreaterThanOrEqual(which === 'careful' ? 0.9 : 0.85)
  },
)
