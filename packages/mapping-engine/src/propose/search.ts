import type { JsonValue, Value } from '@mapping-designer/shared-types'
import { memberOf } from '../path/member-of.ts'
import { reviveCode } from '../value/code-function.ts'
import { compileValue } from '../value/compile-value.ts'
import { newFrame } from '../value/frame.ts'
import type { Functions } from './functions.ts'
import { type Choice, openIn } from './proposal.ts'

/** What a value is made of: an event, or an item of a list in it. */
export interface Input {
  value: unknown
  event: unknown
}

/** A value that is wanted of some inputs; undefined where there is to be none. */
export interface Search {
  /** The name of the field. */
  name: string
  /** What the input is: the entity of the event, or the list that it is an item of. */
  around: string
  noun: 'pair' | 'item'
  inputs: readonly Input[]
  wanted: readonly (JsonValue | undefined)[]
  functions: Functions
  /** A key is a path alone: nothing can stand in for it. */
  isKey?: boolean
}

/** JSON text is what values are compared by: it knows types and the order of keys. */
export const textOf = (value: unknown): string | undefined => JSON.stringify(value)

export const isVaried = ({ wanted }: Search): boolean =>
  new Set(wanted.filter((one) => one !== undefined).map(textOf)).size > 1

export const isWhole = ({ wanted }: Search): boolean => wanted.every((one) => one !== undefined)

/** `in all 3 pairs` */
export function inAll({ inputs, noun }: Search): string {
  if (inputs.length === 1) return `in the only ${noun}`
  return inputs.length === 2 ? `in both ${noun}s` : `in all ${inputs.length} ${noun}s`
}

/** The same search over some of the inputs, by their index. */
export function only(search: Search, keep: (index: number) => boolean): Search {
  return {
    ...search,
    inputs: search.inputs.filter((_, index) => keep(index)),
    wanted: search.wanted.filter((_, index) => keep(index)),
  }
}

/** The choices that really give what is wanted, as the engine runs them, but for fields of items that are named as open. */
export function proven(search: Search, choices: readonly Choice[]): Choice[] {
  return choices.filter(
    (choice) =>
      openIn(choice) > 0 || gives(search, choice.value).every((text, index) => text === textOf(search.wanted[index])),
  )
}

/** What a value of a mapping gives of each input, as JSON text. */
export function gives(
  { inputs, functions }: Pick<Search, 'inputs' | 'functions'>,
  value: Value,
): (string | undefined)[] {
  const run = compileValue(reviveCode(value, functions.runner))
  return inputs.map((input) => {
    const frame = { ...newFrame({}), event: input.event }
    return textOf(run(input.value, memberOf(input.event, 'consent'), frame))
  })
}
