import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import type { AnyNode, CallExpression } from 'acorn'
import type { Tracker } from '../foreign/tracker.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { codePrefix } from '../value/code-function.ts'
import { eventOfCall } from './call-event.ts'
import { type Call, callsIn } from './calls.ts'
import { writeEvent } from './exact-texts.ts'
import { findLosses } from './losses.ts'
import { findRoundedNumbers, withWrittenDigits } from './number-precision.ts'
import { notAnEvent, type ParsedSamples } from './parse-samples.ts'
import { expressionAt, SourceProblem, toJson } from './parse-source.ts'
import { anyQuoted, comments } from './quoted-source.ts'
import { trackerCall } from './tracker-call.ts'
import { commandAsEvent, hasEffect, isWalkerCommand, type WalkerCommands, walkerCommands } from './walker-commands.ts'

const noEvent = 'There is no event in this text; commands reach the events after them.'

/**
 * The events of the `elb(…)` calls in a JavaScript or TypeScript source, whatever stands around them: name, data, trigger, context,
 * nested, custom, or one event object. `walker …` commands reach the events after them as the collector would apply
 * them. What other trackers are called with is taken as they send it. Nothing is run; a call whose arguments are no
 * literals is named, and the others are taken.
 */
export function readCalls(source: string, called: Parameters<typeof callsIn>[1]): ParsedSamples {
  const read: ParsedSamples = { events: [], errors: [], notes: [], losses: findLosses(source) }
  const commands = walkerCommands()
  for (const { offset, line, column, callee } of callsIn(source, called)) {
    try {
      for (const given of argumentsAt(source, offset)) {
        if (called === 'elb') takeCall(given, { line, source }, commands, read)
        else takeTrackerCall(given, { line, source, callee }, read)
      }
    } catch (error) {
      if (!(error instanceof SourceProblem)) throw error
      const message = error.message.startsWith('Line ') ? error.message : `Line ${line}: ${error.message}.`
      read.errors.push({ line, column, message })
    }
  }
  if (read.events.length + read.errors.length + read.notes.length === 0) read.notes.push(noEvent)
  return read
}

interface Place {
  line: number
  source: string
}

function takeTrackerCall(
  given: AnyNode[],
  { line, source, callee }: Place & Pick<Call, 'callee'>,
  read: ParsedSamples,
) {
  const isCommand = callee === 'gtag' && !(given[0]?.type === 'Literal' && given[0].value === 'event')
  const values = given.map((argument, index) =>
    isCommand && index > 0 ? null : plainArgument(withoutCallbacks(argument), source),
  )
  const hasCallbacks = given.some((argument) => withoutCallbacks(argument) !== argument)
  if (hasCallbacks) read.notes.push(`Line ${line}: the functions in this call of ${callee} are left out.`)
  const sent = trackerCall(callee, values)
  if (sent.length === 0) read.notes.push(`Line ${line}: this call of ${callee} sends no event.`)
  for (const { event, tracker } of sent) {
    if (isPlainObject(event)) keep(event as JsonObject, given, { line, source }, read, tracker)
    else read.errors.push({ line, column: 1, message: notAnEvent(event, `Line ${line}: what ${callee} gets`) })
  }
}

/** An event as a sample, with the digits that its arguments have in the source. */
function keep(
  event: JsonObject,
  given: AnyNode[],
  { line, source }: Place,
  read: ParsedSamples,
  tracker?: Tracker,
): void {
  const rounded = given.flatMap(({ start, end }) => findRoundedNumbers(source.slice(start, end)))
  read.events.push({ event, line, text: withWrittenDigits(writeEvent(event), rounded), ...(tracker && { tracker }) })
}

function takeCall(given: AnyNode[], place: Place, commands: WalkerCommands, read: ParsedSamples): void {
  const { line, source } = place
  const name = given[0]?.type === 'Literal' ? given[0].value : undefined
  const isCommand = isWalkerCommand(name)
  const event = isCommand ? undefined : eventOfCall(given.map((argument) => jsonOf(argument, source)))
  const command = isCommand ? ([name, commandArgument(given[1], name, source)] as const) : commandAsEvent(event)
  if (command !== undefined) {
    const note = commands.take(...command)
    if (note !== undefined) read.notes.push(`Line ${line}: ${note}`)
    return
  }
  if (!isPlainObject(event)) {
    read.errors.push({ line, column: 1, message: notAnEvent(event, `Line ${line}: the first argument of elb`) })
    return
  }
  keep(commands.complete(event as JsonObject), given, place, read)
}

/** Commands such as `walker on` take functions, which change no record. */
function plainArgument(node: AnyNode | undefined, source: string): JsonValue | undefined {
  return node === undefined || node.type.includes('Function') ? undefined : jsonOf(node, source)
}

/** What a command without effect gets is of no interest. */
function commandArgument(node: AnyNode | undefined, name: string, source: string): JsonValue | undefined {
  return hasEffect(name) ? plainArgument(node, source) : undefined
}

function jsonOf(node: AnyNode, source: string): JsonValue | undefined {
  if (node.type === 'Identifier' && node.name === 'undefined') return undefined
  const value = toJson(node, source)
  if (holdsCode(value)) throw new SourceProblem('the call gets a function, which no event can hold')
  return value
}

function holdsCode(value: JsonValue): boolean {
  if (typeof value === 'string') return value.startsWith(codePrefix)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsCode)
}

/** An argument of another tracker without the functions that it calls when it has sent the event. */
function withoutCallbacks(node: AnyNode): AnyNode {
  if (node.type !== 'ObjectExpression') return node
  const properties = node.properties.filter((one) => one.type !== 'Property' || !one.value.type.includes('Function'))
  return properties.length === node.properties.length ? node : { ...node, properties }
}

/** The arguments of the calls at an offset: of one, or of each that the layer gets. */
function argumentsAt(source: string, offset: number): AnyNode[][] {
  let node: AnyNode = expressionAt(source.slice(0, callEnd(source, offset)), offset)
  // `elb(…).then(…)`: the call itself is the innermost one.
  for (let inner = calleeCall(node); inner !== undefined; inner = calleeCall(node)) node = inner
  const call = callOf(node)
  if (call === undefined) throw new SourceProblem('this is no call')
  // `elbLayer.push(['order complete', {…}])`
  const isLayer = source.startsWith('elbLayer', offset) && call.arguments.length > 0
  const layered = call.arguments.map((entry) =>
    isLayer && entry.type === 'ArrayExpression' ? entry.elements.flatMap((one) => one ?? []) : [],
  )
  return layered.length > 0 && layered.every((entry) => entry.length > 0) ? layered : [call.arguments]
}

const skipped = new RegExp(`${anyQuoted}|${comments}|([()])`, 'g')

/** Where the brackets of a call are closed: what follows it need not be JavaScript. */
function callEnd(source: string, offset: number): number {
  let open = 0
  skipped.lastIndex = offset
  for (let found = skipped.exec(source); found !== null; found = skipped.exec(source)) {
    if (found[1] === '(') open++
    else if (found[1] === ')' && --open === 0) return found.index + 1
  }
  return source.length
}

function callOf(node: AnyNode): CallExpression | undefined {
  if (node.type === 'ChainExpression') return callOf(node.expression)
  return node.type === 'CallExpression' ? node : undefined
}

function calleeCall(node: AnyNode): CallExpression | undefined {
  const callee = callOf(node)?.callee
  return callee?.type === 'MemberExpression' ? callOf(callee.object) : undefined
}
