import { readPath, splitPath } from '../path/read-path.ts'
import { findPaths, sureOf } from './find-path.ts'
import { type Conversion, conversions, readerSource } from './functions.ts'
import { ranked } from './likeness.ts'
import { placesOf } from './places.ts'
import { type Choice, leastSure } from './proposal.ts'
import { type Input, inAll, isVaried, proven, type Search, textOf } from './search.ts'

/** What conversions make of an input: the conversions and paths by what they give, as JSON text. */
type Converted = Map<string, { path: string; by: Conversion }[]>

const known = new WeakMap<object, Converted>()

/** Small functions of one path, or of two texts that are joined; only where no plain path fits. */
export function findFunctions(search: Search): Choice[] {
  const choices = [...converted(search), ...joinedTexts(search), ...outside(search)]
  return proven(search, choices)
}

function converted(search: Search): Choice[] {
  const texts = search.wanted.map(textOf)
  const found = search.inputs.flatMap(({ value }, index) => conversionsOf(value).get(texts[index] ?? '') ?? [])
  const fitting = found.filter(({ path, by }) =>
    search.inputs.every(({ value }, index) => textOf(by.run(readPath(value, splitPath(path)))) === texts[index]),
  )
  const fits = ranked(
    search,
    fitting.map(({ path }) => path),
  )
  return fits.slice(0, 3).flatMap((fit, index) => {
    const by = fitting.find(({ path }) => path === fit.path)?.by
    if (by === undefined) return []
    const run = ({ value }: Input) => by.run(readPath(value, splitPath(fit.path)))
    const sure = index > 0 ? 'doubtful' : leastSure(['likely', sureOf(search, fit, fits[1])])
    return [functionChoice(search, by.of(readerSource(fit.path)), run, sure, `${fit.path} ${by.words}`)]
  })
}

function conversionsOf(input: unknown): Converted {
  const key = typeof input === 'object' && input !== null ? input : noInput
  const before = known.get(key)
  if (before !== undefined) return before
  const found: Converted = new Map()
  for (const [path, text] of placesOf(input).texts) {
    if (path.includes('*') || text.length > 500) continue
    const value: unknown = JSON.parse(text)
    for (const by of conversions) {
      const result = textOf(by.run(value))
      if (result === undefined || result === text || result === 'null') continue
      found.set(result, [...(found.get(result) ?? []), { path, by }])
    }
  }
  known.set(key, found)
  return found
}

const noInput = {}

function functionChoice(
  search: Search,
  source: string,
  run: (input: Input) => unknown,
  sure: Choice['sure'],
  words: string,
): Choice {
  const fn = search.functions.write(`(value) => ${source}`, (value, event) => run({ value, event }))
  return { value: { fn }, sure, why: `${words} ${inAll(search)}, by a function` }
}

/** A text with constants around one path, or two paths with a constant between them; pairs that differ tell the parts. */
function joinedTexts(search: Search): Choice[] {
  const [wanted] = search.wanted
  if (!isVaried(search) || typeof wanted !== 'string' || search.wanted.some((one) => typeof one !== 'string')) return []
  const [input] = search.inputs
  const parts = scalarsIn(input?.value, wanted)
  for (const { path, text } of parts) {
    const at = wanted.indexOf(text)
    const [before, after] = [wanted.slice(0, at), wanted.slice(at + text.length)]
    const second = parts.find((one) => one.path !== path && after.endsWith(one.text) && after.length > one.text.length)
    const templates = [{ paths: [path], glue: [before, after] }]
    if (second) templates.push({ paths: [path, second.path], glue: [before, after.slice(0, -second.text.length), ''] })
    const found = templates.map((template) => templateChoice(search, template.paths, template.glue))
    const [fitting] = proven(search, found)
    if (fitting !== undefined) return [fitting]
  }
  return []
}

function scalarsIn(input: unknown, wanted: string): { path: string; text: string }[] {
  return [...placesOf(input).texts].flatMap(([path, json]) => {
    const value: unknown = /^["\d-]/.test(json) ? JSON.parse(json) : undefined
    const text = String(value ?? '')
    return text.length > 1 && wanted.includes(text) && !path.includes('*') ? [{ path, text }] : []
  })
}

function templateChoice(search: Search, paths: readonly string[], glue: readonly string[]): Choice {
  const parts = glue.flatMap((constant, index) => {
    const path = paths[index]
    return [...(constant === '' ? [] : [JSON.stringify(constant)]), ...(path === undefined ? [] : [readerSource(path)])]
  })
  const source = `[${parts.join(', ')}].join('')`
  const run = ({ value }: Input) =>
    glue
      .map((constant, index) => constant + (paths[index] === undefined ? '' : readPath(value, splitPath(paths[index]))))
      .join('')
  return functionChoice(search, source, run, 'likely', `text of ${paths.join(' and ')}`)
}

/** Inside a list, what stands in the event around the item. */
function outside(search: Search): Choice[] {
  if (search.noun !== 'item') return []
  const around = { ...search, inputs: search.inputs.map(({ event }) => ({ value: event, event })) }
  const [best] = findPaths(around).filter(({ value }) => !String(value).includes('*'))
  if (best === undefined) return []
  const path = String(best.value)
  const source = `(value, context) => ${readerSource(path, 'context.event')}`
  const fn = search.functions.write(source, (_, event) => readPath(event, splitPath(path)))
  const why = `equals ${path} of the event around the ${search.noun}, by a function`
  return [{ value: { fn }, sure: leastSure([isVaried(search) ? 'likely' : 'doubtful', best.sure]), why }]
}
