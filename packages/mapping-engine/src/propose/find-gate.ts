import type { ValueConfig } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { readerSource } from './functions.ts'
import { rankOf } from './likeness.ts'
import { placesOf } from './places.ts'
import { type Choice, leastSure } from './proposal.ts'
import { proven, type Search } from './search.ts'

/** What tells inputs with a value from those without one. */
interface Gate {
  config: Pick<ValueConfig, 'consent' | 'condition'>
  words: string
  /** The path whose value decides, or consent. */
  path: string
}

/** The choices for the inputs that have the value, held back for the others; consent before conditions. */
export function findGated(search: Search, choices: readonly Choice[]): Choice[] {
  const [best] = choices
  if (best === undefined) return []
  const gates = gatesBetween(search)
  const gated = gates.flatMap((gate, index): Choice[] => {
    const value = withGate(best.value, gate)
    const others = gates.length === 1 ? '' : `; ${gates.length - 1} other conditions tell them apart as well`
    const sure = leastSure([
      best.sure,
      index > 0 || (gates.length > 1 && gate.path !== 'consent') ? 'doubtful' : 'likely',
    ])
    return value === undefined
      ? []
      : [{ ...best, value, sure, why: `${best.why}, and only ${gate.words}${index === 0 ? others : ''}` }]
  })
  return proven(search, gated.slice(0, 4))
}

function withGate(value: Choice['value'], { config }: Gate): ValueConfig | undefined {
  if (typeof value === 'string') return { key: value, ...config }
  return !isPlainObject(value) || value.condition !== undefined ? undefined : { ...config, ...value }
}

function gatesBetween(search: Search): Gate[] {
  const inside = search.inputs.filter((_, index) => search.wanted[index] !== undefined)
  const outside = search.inputs.filter((_, index) => search.wanted[index] === undefined)
  if (inside.length === 0 || outside.length === 0) return []
  const texts = { inside: inside.map(textsIn), outside: outside.map(textsIn) }
  const paths = [...new Set([...texts.inside, ...texts.outside].flatMap((one) => [...one.keys()]))]
  const found = paths.flatMap((path) => gateAt(search, path, texts))
  return [...consentGates(search, inside, outside), ...found.toSorted((a, b) => rankOf(a.path, 0) - rankOf(b.path, 0))]
}

const textsIn = ({ value }: Search['inputs'][number]) => placesOf(value).texts

function consentGates({ noun }: Search, inside: Search['inputs'], outside: Search['inputs']): Gate[] {
  if (noun === 'item') return []
  const names = Object.keys(Object(memberOf(inside[0]?.value, 'consent')))
  const isGranted = (name: string) => (input: Search['inputs'][number]) =>
    memberOf(input.value, 'consent', name) === true
  return names
    .filter((name) => inside.every(isGranted(name)) && !outside.some(isGranted(name)))
    .map((name) => ({ config: { consent: { [name]: true } }, words: `with consent to ${name}`, path: 'consent' }))
}

type Texts = readonly ReadonlyMap<string, string>[]

function gateAt(search: Search, path: string, { inside, outside }: { inside: Texts; outside: Texts }): Gate[] {
  if (path.includes('*') || /^(consent|source|id|timing)(\.|$)/.test(path)) return []
  const values = new Set(inside.map((texts) => texts.get(path)))
  const [only] = values
  const gate = (test: string, words: string, run: (text: string | undefined) => boolean): Gate => ({
    config: { condition: conditionOf(search, path, test, run) },
    words: `where ${path} ${words}`,
    path,
  })
  const isScalar = (text: string | undefined): text is string => text !== undefined && /^[^[{]/.test(text)
  if (!values.has(undefined) && outside.every((texts) => !texts.has(path))) {
    return [gate(' !== undefined', 'is there', (text) => text !== undefined)]
  }
  if (values.size === 1 && isScalar(only) && outside.every((texts) => texts.get(path) !== only)) {
    return [gate(` === ${only}`, `is ${only}`, (text) => text === only)]
  }
  return []
}

/** The condition as a flow file holds it. */
export function conditionOf(
  { functions }: Pick<Search, 'functions'>,
  path: string,
  test: string,
  run: (text: string | undefined) => boolean,
): string {
  return functions.write(`(value) => ${readerSource(path)}${test}`, (value) => run(placesOf(value).texts.get(path)))
}
