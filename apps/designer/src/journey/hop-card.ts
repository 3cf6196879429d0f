import { byteLength, type Hop, memberOf, reasonOf } from '@mapping-designer/mapping-engine'
import { jsonOrText, type Outcome, type Place } from '@mapping-designer/shared-types'
import { shortValue } from '../ui/format.ts'
import { type Change, changesBetween, marks } from './change-list.ts'

export type CardIcon = 'source' | 'mapping' | 'step' | 'collector' | 'consent' | 'record' | 'request'

/** `plain` where the event goes on, `unknown` behind a hop that is not proven. */
export type CardState =
  | 'plain'
  | 'muted'
  | 'warn'
  | 'dropped'
  | 'unreached'
  | 'not-proven'
  | 'assumed'
  | 'unknown'
  | 'record'

/** One hop as the screen shows it. */
export interface Card {
  title: string
  icon: CardIcon
  /** What it is, such as `next, code`. */
  kind: string
  /** The one thing to know about it. */
  line: string
  state: CardState
  /** Where it stands in the flow file. */
  place: Place
  changes: readonly Change[]
  in?: unknown
  out?: unknown
  /** A sentence on why the event ended here, was held, or is not known from here. */
  why?: string
  /** The transformer, where it is one. */
  step?: string
  /** The steps that this card stands for, where it is several. */
  folds?: readonly Card[]
  /** The package of the transformer, where it cannot be run. */
  unproven?: string
}

/** The flow around the cards: its JSON, and what it is called. */
export interface FlowAround {
  flow: unknown
  flowName: string
}

/** A transformer that was entered, or that stood in the way. */
export function stepCard({ flow, flowName }: FlowAround, hop: Hop, step: string): Card {
  const definition = memberOf(flow, 'transformers', step)
  const changes = hop.in === undefined ? [] : changesBetween(hop.in, hop.out ?? hop.in)
  return {
    title: step,
    icon: 'step',
    kind: `${positionOf(hop)}, ${whatItIs(definition)}`,
    ...verdictOf(hop, changes),
    ...(hop.isAssumed && { state: 'assumed', line: `assumed: ${verdictOf(hop, changes).line}` }),
    place: ['flows', flowName, 'transformers', step],
    changes,
    in: hop.in,
    out: hop.verdict === 'dropped' ? undefined : (hop.out ?? hop.in),
    step,
    ...(isPackage(definition) && { unproven: String(memberOf(definition, 'package')) }),
  }
}

function isPackage(definition: unknown): boolean {
  return whatItIs(definition) === 'package'
}

function positionOf({ position, depth }: Hop): string {
  if (depth > 0) return 'before a step'
  return position.split('.')[1] ?? position
}

function whatItIs(definition: unknown): string {
  if (memberOf(definition, 'code') !== undefined) return 'code'
  const name = memberOf(definition, 'package')
  if (name === '@walkeros/transformer-validate') return 'validate'
  return typeof name === 'string' ? 'package' : 'mapping'
}

function verdictOf(hop: Hop, changes: readonly Change[]): Pick<Card, 'line' | 'state' | 'why'> {
  const why = hop.why ?? ''
  switch (hop.verdict) {
    case 'dropped':
      return {
        line: `dropped: ${why}`,
        state: 'dropped',
        why: `${whoLoses(hop)} ${causeOf(why)}${isLogged(why) ? '' : ', and walkerOS logs nothing'}.`,
      }
    case 'failed':
      return { line: `failed: ${why}`, state: 'dropped', why }
    case 'lost':
      return why === ''
        ? {
            line: 'its result is lost',
            state: 'warn',
            why: 'Several steps in one before run side by side, and walkerOS throws their results away.',
          }
        : {
            line: 'return ignored',
            state: 'warn',
            why: 'It returned the event itself, which walkerOS ignores. Return { event } instead.',
          }
    case 'skipped':
      return { line: 'disabled', state: 'muted' }
    case 'not-proven':
      return { line: 'not proven', state: 'not-proven', why }
    case 'forked':
      return { line: why || 'several events from here', state: 'plain', why: `The step ${why}.` }
    case 'replaced':
      return { line: why, state: 'plain', why }
    case 'denied':
    case 'same':
    case 'changed':
      return changes.length === 0
        ? { line: 'unchanged', state: 'muted' }
        : { line: changeLine(changes), state: 'plain' }
  }
}

/** For whom an event ended. */
function whoLoses({ position, of }: Hop): string {
  return position === 'destination.before' ? `Dropped here, for ${of} only.` : 'Dropped here, for all destinations.'
}

/** Why an event ended, as the beginning of a sentence. */
function causeOf(why: string): string {
  if (/^(returned|threw)/.test(why)) return `The step ${why}`
  if (why.startsWith('init')) return `Its ${why}`
  if (why.startsWith('more than')) return `The event came to ${why}`
  return why.charAt(0).toUpperCase() + why.slice(1)
}

function isLogged(why: string): boolean {
  return /^(threw|init failed|more than|next names)/.test(why)
}

/** The change that says most: what went, then what is another, then what came. */
export function changeLine(changes: readonly Change[]): string {
  const first =
    changes.find(({ kind }) => kind === 'removed') ?? changes.find(({ kind }) => kind === 'changed') ?? changes[0]
  if (first === undefined) return 'unchanged'
  if (first.kind === 'removed') return `${first.path} removed`
  return `${marks[first.kind]} ${first.path} ${shortValue(first.after, 24)}`
}

/** The gate of a destination. */
export function consentCard(around: FlowAround, destination: string, hop: Hop): Card {
  const place = ['flows', around.flowName, 'destinations', destination, 'config', 'consent']
  const states = Object.keys(memberOf(around.flow, ...place.slice(2)) ?? {})
  const isDenied = hop.verdict === 'denied'
  return {
    title: 'Consent',
    icon: 'consent',
    kind: states.length === 0 ? 'asks for none' : `needs ${states.join(' or ')}`,
    line: isDenied ? 'held until granted' : states.length === 0 ? 'open' : 'granted',
    state: isDenied ? 'warn' : 'plain',
    place,
    changes: [],
    in: hop.in,
    out: hop.in,
    ...(isDenied && { why: `None of ${states.join(', ')} is granted. The collector keeps the event as it is here.` }),
  }
}

/** What came of the event at a destination, as its last card. */
export function endCard(around: FlowAround, destination: string, outcome: Outcome, isKafka: boolean): Card {
  const place = ['flows', around.flowName, 'destinations', destination]
  const none = { icon: isKafka ? 'record' : 'request', place, changes: [] } as const
  if (!('record' in outcome)) {
    const state = outcome.kind === 'not-proven' ? 'unknown' : 'unreached'
    const line = outcome.kind === 'not-proven' ? 'Unknown from here' : isKafka ? 'No record' : 'Nothing sent'
    return { ...none, title: isKafka ? 'Record' : 'Request', kind: line, line: '', state, why: reasonOf(outcome) }
  }
  const { topic, key, value } = outcome.record
  if (!isKafka) {
    const why = 'What this destination would send is not previewed; this is what it gets of the event.'
    return {
      ...none,
      title: 'Request',
      kind: 'mapped event',
      line: 'Not previewed',
      state: 'muted',
      out: jsonOrText(value),
      why,
    }
  }
  const isSent = outcome.kind === 'message'
  const assumed = outcome.assumed === undefined ? '' : ', assumed'
  return {
    ...none,
    title: topic,
    kind: `record, ${byteLength(value).toLocaleString('en-US')} B${assumed}`,
    line: isSent ? `key ${key}` : 'Kafka must refuse it',
    state: isSent ? (assumed === '' ? 'record' : 'assumed') : 'dropped',
    out: jsonOrText(value),
    ...(!isSent && { why: reasonOf(outcome) }),
  }
}

/** A card that the event did not come to. */
export function unreachedCard(title: string, icon: CardIcon, place: Place, isUnknown: boolean): Card {
  const kind = isUnknown ? 'Unknown from here' : 'Not reached'
  return { title, icon, kind, line: '', state: isUnknown ? 'unknown' : 'unreached', place, changes: [] }
}

/** What is said in place of the list of changes where that is empty. */
export function withoutChanges({ icon, state, in: before, out: after, kind, line }: Card): string {
  if (state === 'unreached' || state === 'unknown') return 'The event did not come here.'
  if (before === undefined && after !== undefined) return [kind, line].filter(Boolean).join(', ')
  if (state === 'not-proven') return 'What it changes is not known.'
  if (after === undefined && state === 'dropped') return 'The event ends here.'
  if (icon !== 'mapping') return 'It changes nothing.'
  const made = after === undefined ? 'it gives no value' : `the value is made from it: ${line}`
  return `The event stays as it is, and ${made}.`
}
