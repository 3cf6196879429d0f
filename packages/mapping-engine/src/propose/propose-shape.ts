import type { Value } from '@mapping-designer/shared-types'
import { readPath, splitPath } from '../path/read-path.ts'
import { codePrefix } from '../value/code-function.ts'
import { completeEvents } from './complete-events.ts'
import { conversions, readerSource } from './functions.ts'
import { likeness, ranked } from './likeness.ts'
import { listsIn, placesOf } from './places.ts'
import {
  addField,
  addFields,
  bestData,
  type Choice,
  type Fields,
  fieldName,
  leastSure,
  openIn,
  type Proposal,
} from './proposal.ts'
import { readShape, type ShapeField } from './read-shape.ts'

/**
 * Proposes rules by names and types alone, for the events that are given as samples. Nothing is certain then. The text is a JSON
 * Schema, a table, or a name and a type on each line; answers a sentence where it is none of them.
 */
export function proposeFromShape(text: string, events: readonly unknown[]): Proposal[] | { error: string } {
  const shape = readShape(text)
  if ('error' in shape) return shape
  const { byName, notes } = completeEvents(events)
  const found = [...byName].map(([event, own]): Proposal => {
    const inputs = own.map(({ complete }) => complete)
    return { event, settings: {}, notes: [], ...matchAll(shape.fields, inputs, event.split(' ')[0] ?? '', []) }
  })
  return found.map((proposal, index) => (index === 0 ? { ...proposal, notes } : proposal))
}

function matchAll(shape: readonly ShapeField[], inputs: readonly unknown[], around: string, path: string[]): Fields {
  const found: Fields = { fields: [], open: [] }
  for (const field of shape) {
    const place = [...path, field.name]
    if (field.type === 'object' && field.fields !== undefined) {
      addFields(found, matchAll(field.fields, inputs, around, place))
      continue
    }
    const choices =
      field.type === 'array' && field.fields
        ? matchList(field, inputs)
        : matchLeaf({ ...field, name: fieldName(place) }, inputs, around)
    addField(found, { path: place, why: 'no path of the events has a name and type like it' }, choices)
  }
  return found
}

/** Names that have less in common than this are no proposal. */
const leastLike = 0.6

function matchLeaf(field: ShapeField, inputs: readonly unknown[], around: string): Choice[] {
  if (field.only !== undefined)
    return [{ value: { value: field.only }, sure: 'likely', why: 'the only value that the schema allows' }]
  const paths = inputs.flatMap((input) => [...placesOf(input).texts.keys()].filter((path) => !/\*|\d/.test(path)))
  return ranked({ name: field.name, around }, paths)
    .filter(({ like }) => like >= (field.time ? 0.4 : leastLike))
    .flatMap(({ path, like }) => typed(field, path, like, inputs))
    .slice(0, 4)
    .map((choice, index) => (index === 0 ? choice : { ...choice, sure: 'doubtful' }))
}

function typed(field: ShapeField, path: string, like: number, inputs: readonly unknown[]): Choice[] {
  const values = inputs.map((input) => readPath(input, splitPath(path))).filter((value) => value !== undefined)
  const types = new Set(values.map((value) => (Array.isArray(value) ? 'array' : typeof value)))
  const [type] = types
  const count = values.length === inputs.length ? '' : `; it is in ${values.length} of ${inputs.length} events`
  const sure = like >= 0.95 && types.size === 1 ? 'likely' : 'doubtful'
  if (types.size === 1 && (field.type === undefined || type === field.type)) {
    return [{ value: path, sure, why: `name and type are like those of ${path}${count}` }]
  }
  const words = field.time
    ? `as ${field.time === 'date' ? 'date' : 'ISO time'}`
    : `as ${field.type === 'string' ? 'text' : field.type}`
  const by = conversions.find((one) => one.words === words)
  if (by === undefined || values.some((value) => by.run(value) === undefined || Number.isNaN(by.run(value)))) return []
  const fn = `${codePrefix}(value) => ${by.of(readerSource(path))}`
  return [
    {
      value: { fn },
      sure: leastSure([sure, 'likely']),
      why: `the name is like that of ${path}, ${by.words} by a function${count}`,
    },
  ]
}

function matchList(field: ShapeField, inputs: readonly unknown[]): Choice[] {
  const choices = listsIn(inputs).flatMap((scope): (Choice & { like: number })[] => {
    const items = inputs.flatMap((input) => readPath(input, splitPath(scope))).filter((item) => item !== undefined)
    const inside = matchAll(field.fields ?? [], items, scope, [])
    if (inside.fields.length === 0) return []
    const value: Value = { loop: [scope, bestData(inside.fields)], value: [] }
    const sure = leastSure(['likely', ...inside.fields.map(({ choices: [{ sure }] }) => sure)])
    const why = `${inside.fields.length} of ${inside.fields.length + inside.open.length} fields are like those of the items of ${scope}`
    return [{ value, sure, why, inside, like: likeness(field.name, scope, '') }]
  })
  return choices
    .toSorted((a, b) => openIn(a) - openIn(b) || b.like - a.like)
    .slice(0, 3)
    .map(({ like: _, ...choice }) => choice)
}
