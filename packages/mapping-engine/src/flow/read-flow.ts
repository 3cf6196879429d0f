import {
  type CollectorState,
  collectorStateSchema,
  describeIssues,
  flowFileSchema,
  type JsonValue,
  kafkaPackage,
  type Place,
  tryJson,
} from '@mapping-designer/shared-types'
import type { ParseError } from 'jsonc-parser'
import { isDeeper, maxLevels } from '../path/is-deeper.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { type ChosenRuntime, chooseRuntime } from '../runtime/choose-runtime.ts'
import { findRoundedNumbers, type RoundedNumber } from '../samples/number-precision.ts'
import { findRepeatedKeys, type RepeatedKey } from '../samples/repeated-keys.ts'
import { describeParseError } from '../samples/syntax-error.ts'
import { positionAt } from '../samples/text-position.ts'
import { parseCommented } from './parse-commented.ts'
import { type OpenReference, resolveReferences } from './resolve-references.ts'
import { stepsBefore } from './steps-before.ts'
import { jsonTyped, type KnownJson } from './type-further.ts'
import type { WholeFlow } from './whole-flow.ts'

/** A Kafka destination of a flow file. */
export interface FlowDestination {
  flowName: string
  name: string
  /** Place of its `config` in the flow file. */
  place: Place
  /** As written, with its references. */
  config: JsonValue | undefined
  /** The step around the config. */
  step: Record<string, unknown>
  /** The `config` of its flow. */
  flowConfig: unknown
  /** What is evaluated: the config with its references resolved, as far as they can be. */
  effective: JsonValue | undefined
  /** The state of the flow's collector; what is no state in the file counts as none. */
  collector: CollectorState
  /** References of the config that have no value here. */
  references: readonly OpenReference[]
  /** The names of all its `$env` and `$secret` references. */
  referenceNames: readonly string[]
  /** Why the references cannot be resolved. */
  unreadable?: string
  /** Why walkerOS would not bundle the flow around it, or why events cannot come in as they should. */
  refused?: FlowError
  /** The versions that its bundle runs. */
  runtime: ChosenRuntime
  /** What may change an event before it, in words. */
  stepsBefore: readonly string[]
  /** Numbers of the text of its file that reading it as JSON rounds. */
  rounded?: readonly RoundedNumber[]
  /** The flow around it, where events take the whole way. */
  whole?: WholeFlow
}

export interface FlowError {
  code: 'flow-refused' | 'flow-syntax' | 'flow-repeated-key' | 'flow-version' | 'flow-shape' | 'flow-destination'
  message: string
  hint?: string
  place: Place
  line?: number
  column?: number
}

export type FlowReading =
  | { isReadable: true; json: JsonValue; destinations: FlowDestination[] }
  | { isReadable: false; error: FlowError }

/** Values for `$env` and `$secret` references, by name; they never become part of a flow file. */
export type ReferenceValues = Readonly<Record<string, string>>

/** Reads a walkerOS flow file (version 4, comments allowed) and finds its Kafka destinations. */
export function readFlow(text: string, values: ReferenceValues = {}): FlowReading {
  try {
    return readText(text, values)
  } catch (error) {
    // Where not even the parsers can go as deep.
    if (error instanceof RangeError) return { isReadable: false, error: tooDeep }
    throw error
  }
}

/** The last flow of plain JSON that could be read: a letter that is typed in it makes it no deeper, and brings no key twice. */
let known: KnownJson | null = null

function readText(text: string, values: ReferenceValues): FlowReading {
  const typed = jsonTyped(text, known)
  const reading = typed === undefined ? readAsJson(text, values) : readShallow(typed, values)
  if (!reading.isReadable) return reading
  if (typed !== undefined) known = { text, json: typed }
  const rounded = findRoundedNumbers(text)
  if (rounded.length === 0) return reading
  return { ...reading, destinations: reading.destinations.map((destination) => ({ ...destination, rounded })) }
}

function readAsJson(text: string, values: ReferenceValues): FlowReading {
  const errors: ParseError[] = []
  const plain = tryJson(text)
  const json = plain ?? parseCommented(text.replace(/^\uFEFF/, ' '), errors)
  const [first] = errors
  if (first !== undefined) return { isReadable: false, error: syntaxError(text, first) }
  const [repeated] = findRepeatedKeys(text, [{ text, offset: 0, value: plain }])
  if (repeated !== undefined) return { isReadable: false, error: repeatedKey(repeated) }
  const reading = readFlowJson(json, values)
  known = plain !== undefined && reading.isReadable ? { text, json: plain } : null
  return reading
}

/** The same for a flow that is already JSON. */
export function readFlowJson(json: unknown, values: ReferenceValues = {}): FlowReading {
  return isDeeper(json) ? { isReadable: false, error: tooDeep } : readShallow(json, values)
}

function readShallow(json: unknown, values: ReferenceValues): FlowReading {
  const error = shapeError(json)
  if (error !== undefined) return { isReadable: false, error }
  return { isReadable: true, json: json as JsonValue, destinations: findDestinations(json as FlowJson, values) }
}

/** The destination by name, or the first one; an error that names what there is otherwise. */
export function chooseDestination(
  destinations: readonly FlowDestination[],
  wanted: { flowName?: string | undefined; destination?: string | undefined },
): FlowDestination | FlowError {
  const found = destinations.find(
    ({ flowName, name }) =>
      (wanted.flowName === undefined || wanted.flowName === flowName) &&
      (wanted.destination === undefined || wanted.destination === name),
  )
  if (found !== undefined) return found
  const names = destinations.map(({ flowName, name }) => `${flowName}/${name}`).join(', ')
  return {
    code: 'flow-destination',
    place: ['flows'],
    message:
      destinations.length === 0
        ? 'The flow file has no Kafka destination.'
        : `The flow file has no Kafka destination "${wanted.destination ?? wanted.flowName}"; it has ${names}.`,
    hint: `Add a destination with "package": "${kafkaPackage}" to one of its flows.`,
  }
}

interface FlowJson {
  flows: Record<string, { config?: unknown; destinations?: Record<string, unknown> }>
}

function findDestinations(json: FlowJson, values: ReferenceValues): FlowDestination[] {
  return Object.entries(json.flows).flatMap(([flowName, flow]) =>
    Object.entries(flow.destinations ?? {}).flatMap(([name, step]) => {
      if (!isPlainObject(step) || !isKafka(step)) return []
      const place = ['flows', flowName, 'destinations', name, 'config']
      return [
        {
          flowName,
          name,
          place,
          step,
          flowConfig: flow.config,
          config: step['config'] as JsonValue,
          ...resolve(json, flowName, name, values),
          runtime: chooseRuntime(flow.config),
          stepsBefore: stepsBefore(flow, name),
        },
      ]
    }),
  )
}

function resolve(
  json: FlowJson,
  flowName: string,
  name: string,
  values: ReferenceValues,
): Pick<FlowDestination, 'effective' | 'collector' | 'references' | 'referenceNames' | 'unreadable'> {
  try {
    const { config, collector, open, names } = resolveReferences(json, flowName, name, values)
    const state = collectorStateSchema.safeParse(collector)
    return { effective: config, collector: state.success ? state.data : {}, references: open, referenceNames: names }
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error)
    const written = memberOf(json, 'flows', flowName, 'destinations', name, 'config')
    return { effective: written as JsonValue, collector: {}, references: [], referenceNames: [], unreadable }
  }
}

function isKafka(step: Record<string, unknown>): boolean {
  if (typeof step['package'] === 'string') return step['package'].replace(/(?<=.)@[^@/]*$/, '') === kafkaPackage
  const config = step['config']
  return memberOf(config, 'settings', 'kafka') !== undefined
}

function syntaxError(text: string, error: ParseError): FlowError {
  const position = positionAt(text, error.offset)
  const where = `Line ${position.line}, column ${position.column}`
  return { code: 'flow-syntax', message: `${where}: ${describeParseError(error)}.`, place: [], ...position }
}

/** JSON would take the later of the two, and an edit could reach the other. */
function repeatedKey({ key, line, column }: RepeatedKey): FlowError {
  return {
    code: 'flow-repeated-key',
    message: `Line ${line}, column ${column}: the object has the key \`${key}\` twice, and walkerOS reads only this one.`,
    hint: 'Delete one of the two.',
    place: [],
    line,
    column,
  }
}

const tooDeep: FlowError = {
  code: 'flow-shape',
  place: [],
  message: `The flow is nested more than ${maxLevels} levels deep, which is not evaluated.`,
  hint: 'Flatten what is nested; walkerOS itself needs no more than a few levels.',
}

function shapeError(json: unknown): FlowError | undefined {
  if (isPlainObject(json) && !isPlainObject(json['flows']) && typeof json['version'] === 'string') return noFlow
  if (isPlainObject(json) && json['version'] === undefined) return noFlow
  if (isPlainObject(json) && json['version'] !== 4) {
    return {
      code: 'flow-version',
      place: ['version'],
      message: `This is a flow file of version ${JSON.stringify(json['version'])}; only version 4 can be opened.`,
      hint: 'Upgrade the file to version 4 of the walkerOS flow format, then open it again. Its text is kept.',
    }
  }
  const parsed = flowFileSchema.safeParse(json)
  const [issue] = parsed.success ? [] : describeIssues(parsed.error)
  return issue && { code: 'flow-shape', message: issue.sentence, place: issue.place }
}

const noFlow: FlowError = {
  code: 'flow-version',
  place: ['version'],
  message: 'This is no flow file, and no part of one that is known.',
  hint: 'A flow file begins with {"version": 4, "flows": {…}}; it may also be a destination, its config or its mapping.',
}
