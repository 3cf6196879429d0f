import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { merge } from '../path/merge.ts'

/** What the collector knows from the commands before an event. */
interface Known {
  consent: JsonObject
  user: JsonObject
  globals: JsonObject
}

/** Applies `walker …` commands to the events after them, as one collector would. */
export interface WalkerCommands {
  /** Takes a command, and says in a sentence where it changes no record. */
  take(name: string, argument: unknown): string | undefined
  /** The event with what the collector adds to it: consent, user and globals that it does not bring itself. */
  complete(event: JsonObject): JsonObject
}

/** Whether the first argument of an `elb` call is a command of the collector, such as `walker consent`. */
export function isWalkerCommand(name: unknown): name is `walker ${string}` {
  return typeof name === 'string' && name.startsWith('walker ')
}

const commandNames =
  /^walker (?:actions?|config|consent|context|custom|destination|elb|globals|hook|init|link|on|ready|run|session|shutdown|user)$/

/** A command that is written as an event, with what it says as its data or under its own name: the arguments of the call. */
export function commandAsEvent(value: unknown): [`walker ${string}`, JsonValue | undefined] | undefined {
  if (!isPlainObject(value)) return undefined
  const { name, event, data } = value as JsonObject
  const given = name ?? event
  if (!isWalkerCommand(given) || !commandNames.test(given)) return undefined
  return [given, data ?? (value as JsonObject)[given.slice('walker '.length)]]
}

/** Whether a command changes what the collector adds to the events after it. */
export function hasEffect(name: string): boolean {
  return /^walker (?:consent|user|globals|run)$/.test(name)
}

/** Mirrors `collector/handle.ts commonHandleCommand`: consent, user, globals and the state of `run` reach later events. */
export function walkerCommands(): WalkerCommands {
  const known: Known = { consent: {}, user: {}, globals: {} }
  const add = (part: keyof Known, argument: unknown) => {
    if (!isPlainObject(argument)) return `needs an object, so it changes nothing`
    const given = argument as JsonObject
    known[part] = merge(known[part], part === 'consent' ? asStates(given) : given) as JsonObject
    return undefined
  }
  const run = (state: unknown) => {
    if (!isPlainObject(state)) return undefined
    if (isPlainObject(state['globals'])) known.globals = {}
    for (const part of ['consent', 'user', 'globals'] as const) if (part in state) add(part, state[part])
    return undefined
  }
  return {
    take(name, argument) {
      const command = name.slice('walker '.length)
      switch (command) {
        case 'consent':
        case 'user':
        case 'globals':
          return sentence(name, add(command, argument))
        case 'run':
          return run(argument)
        case 'custom':
          return sentence(name, 'is kept by the collector and reaches no record')
        default:
          return sentence(name, 'changes no record here')
      }
    },
    complete: (event) => {
      if (Object.values(known).every((part) => Object.keys(part).length === 0)) return event
      const { consent, user, globals } = event
      return {
        ...event,
        ...added('consent', consent === undefined ? known.consent : undefined),
        ...added('user', together(known.user, user)),
        ...added('globals', together(known.globals, globals)),
      }
    },
  }
}

function sentence(name: string, effect: string | undefined): string | undefined {
  return effect === undefined ? undefined : `elb('${name}') ${effect}.`
}

/** Consent is granted or not: the collector keeps no other values. */
function asStates(given: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(given).map(([name, state]) => [name, Boolean(state)]))
}

function together(known: JsonObject, own: JsonValue | undefined): JsonValue | undefined {
  if (Object.keys(known).length === 0) return undefined
  if (own === undefined) return known
  return isPlainObject(own) ? (merge(known, own) as JsonObject) : undefined
}

function added(key: string, value: JsonValue | undefined): JsonObject {
  const isEmpty = value === undefined || (isPlainObject(value) && Object.keys(value).length === 0)
  return isEmpty ? {} : { [key]: value }
}
