import { isPlainObject, type WrittenField, type WrittenList } from '@mapping-designer/mapping-engine'
import { lossless, patternOf, unchanged } from './form-pattern.ts'

/** Lists of any length whose items are all objects of one form. */
export interface ListForm {
  /** In its first group it matches a list that `JSON.stringify` writes again in the same way, in its second one any other. */
  pattern: string
  /** The list of a text that one of the groups has matched. */
  written(own: string | undefined, other: string | undefined): WrittenList
}

/** The form of a list; null for one whose items differ in form, or hold what no mapping takes for a property. */
export function listForm(list: readonly unknown[]): ListForm | null {
  const [item] = list
  const own = patternOf(item, unchanged)
  const any = patternOf(item, lossless)
  if (!isPlainObject(item) || own === null) return null
  if (list.some((other) => patternOf(other, lossless) !== any)) return null
  const rewrites = new Map<readonly WrittenField[], Rewrite | null>()
  const rewriteFor = (fields: readonly WrittenField[]) => {
    const known = rewrites.get(fields)
    if (known !== undefined) return known
    const made = rewriteOf(item, fields)
    rewrites.set(fields, made)
    return made
  }
  return {
    pattern: `(?:(${listOf(own)})|(${listOf(any ?? own)}))`,
    written: (ownText, otherText) => ({
      size: (ownText ?? otherText ?? '').length,
      mapped(fields) {
        const rewrite = ownText === undefined ? null : rewriteFor(fields)
        return rewrite === null || ownText === undefined ? null : ownText.replaceAll(rewrite.item, rewrite.mapped)
      },
      read: () => JSON.parse(ownText ?? otherText ?? ''),
    }),
  }
}

const listOf = (item: string) => `\\[${item}(?:,${item})*\\]`

/** How the text of an item becomes that of its map. */
interface Rewrite {
  item: RegExp
  /** The replacement of `String.replace`: it copies parts of the text as they are. */
  mapped: string
}

/** Fields that are copied together: members that follow each other under their own names, or one value under another. */
interface Run {
  holder: object
  from: string
  to: string
  /** Where it is not that of the member. */
  name?: string
}

/** Null where a path leads to nothing that stands in the text. */
function rewriteOf(item: object, fields: readonly WrittenField[]): Rewrite | null {
  const runs = runsOf(item, fields)?.map((run, at) => ({ ...run, group: `r${at}` }))
  const pattern = patternOf(item, unchanged, (holder, key, written, value) => {
    const here = runs?.filter((run) => run.holder === holder) ?? []
    const renamed = here.filter(({ name, from }) => name !== undefined && from === key)
    const kept = here.filter(({ name }) => name === undefined)
    const first = kept.find(({ from }) => from === key)
    const inner = renamed.reduce((pattern, { group }) => `(?<${group}>${pattern})`, value)
    return `${first ? `(?<${first.group}>` : ''}${written}:${inner}${kept.some(({ to }) => to === key) ? ')' : ''}`
  })
  if (runs === undefined || pattern === null) return null
  const labelOf = (name: string) => `${JSON.stringify(name).replaceAll('$', '$$$$')}:`
  const mapped = runs.map(({ name, group }) => `${name === undefined ? '' : labelOf(name)}$<${group}>`)
  return { item: new RegExp(pattern, 'g'), mapped: `{${mapped.join(',')}}` }
}

function runsOf(item: object, fields: readonly WrittenField[]): Run[] | null {
  const runs: Run[] = []
  for (const { name, path } of fields) {
    const holder = path.slice(0, -1).reduce<unknown>(ownMember, item)
    const key = path.at(-1) ?? ''
    if (!isPlainObject(holder) || ownMember(holder, key) === undefined) return null
    const last = runs.at(-1)
    const keys = Object.keys(holder)
    const follows = last?.holder === holder && last.name === undefined && keys[keys.indexOf(last.to) + 1] === key
    if (name !== key) runs.push({ holder, from: key, to: key, name })
    else if (last !== undefined && follows) last.to = key
    else runs.push({ holder, from: key, to: key })
  }
  return runs
}

function ownMember(holder: unknown, key: string): unknown {
  return isPlainObject(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined
}
