import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { Plus, Trash2 } from 'lucide-react'
import {
  matchOf,
  newCondition,
  type RouteCondition,
  type RouteGroup,
  type RouteMatch,
} from '../../mapping/route-shape.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ConditionMark } from './route-mark.tsx'

export type EditRoute = (place: Place, value: JsonValue | undefined, isInsertion?: boolean) => void

interface Common {
  /** What it is a condition of, in words. */
  of: string
  place: Place
  /** What a new condition looks at. */
  firstKey: string
  set: EditRoute
}

/** The operators of walkerOS in words, and `not` with them; `always` is no condition. */
const operators: Record<string, string> = {
  always: 'always',
  eq: 'is',
  'not eq': 'is not',
  contains: 'contains',
  'not contains': 'does not contain',
  prefix: 'begins with',
  suffix: 'ends with',
  regex: 'matches the pattern',
  gt: 'is over',
  lt: 'is under',
  exists: 'is there',
  'not exists': 'is not there',
}

const joined = { and: 'all of these', or: 'any of these' } as const

/** A condition of a route as a form: a comparison, or a group of conditions, which may hold groups. */
export function MatchField({
  match,
  group,
  mayBeNone = false,
  ...common
}: Common & {
  match: RouteMatch | null
  /** How the group joins that it stands in. */
  group?: RouteGroup['joins']
  mayBeNone?: boolean
}) {
  if (match !== null && 'joins' in match) return <Group {...common} group={match} />
  const { place, firstKey, set } = common
  return (
    <>
      <Condition {...common} match={match} mayBeNone={mayBeNone} />
      {match !== null &&
        (['and', 'or'] as const)
          .filter((joins) => joins !== group)
          .map((joins) => (
            <button
              key={joins}
              type="button"
              className="btn small dashed"
              aria-label={`${joins === 'and' ? 'And' : 'Or'} another condition in ${common.of}`}
              onClick={() => set(place, { [joins]: [matchOf(match), newCondition(firstKey)] })}
            >
              {joins}
            </button>
          ))}
    </>
  )
}

function Group({ of, place, group: { joins, parts }, firstKey, set }: Common & { group: RouteGroup }) {
  const list = [...place, joins]
  const remove = (index: number) => {
    const [other, ...more] = parts.toSpliced(index, 1)
    // A group of one is that one.
    if (other !== undefined && more.length === 0) set(place, matchOf(other))
    else set([...list, index], undefined)
  }
  return (
    <fieldset className="plain conditions" aria-label={`Conditions of ${of}`}>
      <select
        className="field small"
        aria-label={`How ${of} joins its conditions`}
        value={joins}
        onChange={({ target }) => set(place, { [target.value]: parts.map(matchOf) })}
      >
        {Object.entries(joined).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      <ConditionMark place={place} />
      <ul>
        {parts.map((part, index) => {
          const own = `${of}, condition ${index + 1}`
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place
            <li key={index}>
              <MatchField of={own} place={[...list, index]} match={part} group={joins} {...{ firstKey, set }} />
              <IconButton Icon={Trash2} label={`Remove ${own}`} isSmall onClick={() => remove(index)} />
            </li>
          )
        })}
        <li>
          <button
            type="button"
            className="btn small dashed"
            aria-label={`Add condition to ${of}`}
            onClick={() => set([...list, parts.length], newCondition(firstKey), true)}
          >
            <Plus className="icon small" aria-hidden />
            Add condition
          </button>
        </li>
      </ul>
    </fieldset>
  )
}

function Condition({
  of,
  match,
  place,
  firstKey,
  set,
  mayBeNone,
}: Common & { match: RouteCondition | null; mayBeNone: boolean }) {
  const operator = match === null ? 'always' : `${match.not ? 'not ' : ''}${match.operator}`
  const change = (chosen: string) => {
    const { key = firstKey, value = '' } = match ?? {}
    const isNot = chosen.startsWith('not ')
    const changed = { key, operator: chosen.replace('not ', ''), value, ...(isNot && { not: true }) }
    set(place, chosen === 'always' ? undefined : changed)
  }
  const input = (name: string, member: 'key' | 'value', value: string) => (
    <CommitInput
      className="field mono small"
      aria-label={`${name} of ${of}`}
      value={value}
      onCommit={(text) => set([...place, member], text)}
    />
  )
  return (
    <>
      {match && input('Path', 'key', match.key)}
      <select
        className="field small"
        aria-label={`Operator of ${of}`}
        value={operator}
        onChange={({ target }) => change(target.value)}
      >
        {operators[operator] === undefined && <option>{operator}</option>}
        {Object.entries(operators)
          .filter(([name]) => name !== 'always' || mayBeNone)
          .map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
      </select>
      {match && match.operator !== 'exists' && input('Value', 'value', match.value)}
      {match && <ConditionMark place={place} />}
    </>
  )
}
