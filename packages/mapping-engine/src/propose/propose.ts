import { type JsonObject, type JsonValue, jsonOrText } from '@mapping-designer/shared-types'
import { compileDestination } from '../compile-destination.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { completeEvents, plainSettings } from './complete-events.ts'
import { findPaths } from './find-path.ts'
import { findFields } from './find-value.ts'
import { createFunctions, type Functions } from './functions.ts'
import { fieldName, openIn, type Pair, type Proposal, ruleOf } from './proposal.ts'
import { type Search, textOf } from './search.ts'

interface ReadPair extends Pair {
  /** The event as the mapping meets it, with what walkerOS fills in. */
  complete: JsonObject
  /** Its number in what was given, from 1. */
  number: number
}

/**
 * Proposes a rule for each event that pairs are given of: data, and topic and key where they are wanted. It searches paths,
 * static values, fallbacks, loops, conditions and small functions, and keeps only what gives the wanted values when the
 * engine runs it. Nothing leaves the machine.
 */
export function propose(pairs: readonly Pair[]): Proposal[] {
  const { byName, notes } = completeEvents(pairs.map(({ event }) => event))
  const found = [...byName].map(([event, own]) =>
    proposeRule(
      event,
      own.flatMap(({ complete, index }) => {
        const pair = pairs[index]
        return pair === undefined ? [] : [{ ...pair, complete, number: index + 1 }]
      }),
    ),
  )
  const [first = nothing, ...others] = found
  return pairs.length === 0 ? [] : [{ ...first, notes: [...notes, ...first.notes] }, ...others]
}

const nothing: Proposal = { event: '', fields: [], open: [], settings: {}, notes: [] }

function proposeRule(event: string, pairs: readonly ReadPair[]): Proposal {
  const functions = createFunctions()
  const search: Search = {
    name: '',
    around: event.split(' ')[0] ?? '',
    noun: 'pair',
    inputs: pairs.map(({ complete }) => ({ value: complete, event: complete })),
    // walkerOS sends the whole event where the mapping gives nothing.
    wanted: pairs.map(({ value, complete }) => (textOf(value) === textOf(complete) ? {} : value)),
    functions,
  }
  const { settings, notes } = settingsOf(search, event, pairs)
  const contrary = contradictions(pairs)
  const base = { ...nothing, event, settings, contradictions: contrary.length > 0, notes: [...contrary, ...notes] }
  const noted = (note: string): Proposal => ({ ...base, notes: [...base.notes, note] })
  const strange = pairs.find(({ value }) => !isPlainObject(value) || Object.keys(value).length === 0)
  if (strange !== undefined) return noted(noObject(strange))
  if (pairs.every(({ complete, value }) => textOf(complete) === textOf(value)))
    return noted('The whole event is wanted: a rule without data sends it.')
  const [whole] = findPaths(search)
  if (whole !== undefined && whole.sure !== 'doubtful') return { ...base, whole }
  return withProof({ ...base, ...findFields(search, []) }, pairs, functions)
}

const noObject = ({ number }: ReadPair) =>
  `The value of pair ${number} is no object with fields; walkerOS sends the whole event in place of anything else.`

/** Takes back the fields that the engine does not give once they stand together in a rule. */
function withProof(proposal: Proposal, pairs: readonly ReadPair[], functions: Functions): Proposal {
  if (proposal.fields.length === 0) return proposal
  const [entity = '', action = ''] = proposal.event.split(' ')
  const config = { settings: plainSettings, mapping: { [entity]: { [action]: ruleOf(proposal) } } }
  const plan = compileDestination(config, { code: functions.runner })
  const records = pairs.map(({ event }) => {
    const outcome = plan.run(event)
    return 'record' in outcome ? jsonOrText(outcome.record.value) : undefined
  })
  const isProven = ({ path, choices: [choice] }: Proposal['fields'][number]) =>
    openIn(choice) > 0 ||
    pairs.every(({ value }, index) => textOf(memberOf(records[index], ...path)) === textOf(memberOf(value, ...path)))
  const lost = proposal.fields.filter((field) => !isProven(field))
  return {
    ...proposal,
    fields: proposal.fields.filter(isProven),
    open: [...proposal.open, ...lost.map(({ path }) => ({ path, why: 'what fits alone does not fit in the rule' }))],
  }
}

/** Pairs of the same event that want different values. */
function contradictions(pairs: readonly ReadPair[]): string[] {
  const seen = new Map<string, ReadPair>()
  return pairs.flatMap((pair) => {
    const text = String(textOf(pair.event))
    const before = seen.get(text)
    if (before === undefined) seen.set(text, pair)
    if (before === undefined || textOf(before.value) === textOf(pair.value)) return []
    const where = differing(before.value, pair.value, [])
    const what = (value: JsonValue) => textOf(where.length === 0 ? value : memberOf(value, ...where)) ?? 'nothing'
    const at = where.length === 0 ? '' : ` at ${fieldName(where)}`
    return [
      `Pairs ${before.number} and ${pair.number} contradict each other: for the same event they want ${what(before.value)} and ${what(pair.value)}${at}.`,
    ]
  })
}

function differing(a: JsonValue, b: JsonValue, path: string[]): string[] {
  if (!isPlainObject(a) || !isPlainObject(b)) return path
  const name = [...Object.keys(a), ...Object.keys(b)].find((key) => textOf(a[key]) !== textOf(b[key]))
  if (name === undefined) return path
  const [x, y] = [a[name], b[name]]
  return x === undefined || y === undefined ? [...path, name] : differing(x, y, [...path, name])
}

function settingsOf(search: Search, event: string, pairs: readonly ReadPair[]): Pick<Proposal, 'settings' | 'notes'> {
  const topics = [...new Set(pairs.flatMap(({ topic }) => topic ?? []))]
  const [topic] = topics
  const notes: string[] = []
  if (topics.length > 1)
    notes.push(
      `The pairs want the topics ${topics.join(' and ')}; a rule has one, so it needs a rule with a condition for each.`,
    )
  const { path: key, note } = keyOf(search, event, pairs)
  if (note !== undefined) notes.push(note)
  return { settings: { ...(topics.length === 1 && { topic }), ...(key !== undefined && { key }) }, notes }
}

function keyOf(search: Search, event: string, pairs: readonly ReadPair[]): { path?: string; note?: string } {
  const keyed = pairs.filter(({ key }) => key !== undefined)
  const wanted = keyed.flatMap(({ key }) => key ?? [])
  if (keyed.length === 0) return {}
  if (wanted.every((key) => key === event.replaceAll(/\s+/g, '_')))
    return { note: `The key ${wanted[0]} is what walkerOS takes without a setting.` }
  const own = {
    ...search,
    inputs: keyed.map(({ complete }) => ({ value: complete, event: complete })),
    wanted,
    name: 'key',
    isKey: true,
  }
  const [path] = findPaths(own)
  if (path !== undefined) {
    const doubt = path.sure === 'certain' ? [] : { note: `The key is ${path.value}, ${path.sure}: ${path.why}.` }
    return { path: String(path.value), ...doubt }
  }
  const [number] = findPaths({ ...own, wanted: wanted.map((key) => jsonOrText(key)) })
  const cause =
    number === undefined
      ? 'no path of the event gives it'
      : `${number.value} is no text, and walkerOS takes only text as a key`
  return { note: `The key ${wanted[0]} is not found: ${cause}.` }
}
