import { type Place, tryJson } from '@mapping-designer/shared-types'
import { Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import {
  asKind,
  newBranch,
  type RouteBranch,
  type RouteShape,
  readRoute,
  routeOf,
  stepsIn,
} from '../../mapping/route-shape.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { type EditRoute, MatchField } from './match-field.tsx'
import { BranchMark, RouteMark } from './route-mark.tsx'
import { useReadingJson } from './use-reading-json.ts'

/** Where an event goes before or after a step: names of steps, branches with a condition each, or JSON for the rest. */
export function RouteField({
  label,
  place,
  names,
  firstKey,
}: {
  label: string
  place: Place
  /** The transformers of the flow. */
  names: readonly string[]
  /** What a new condition looks at. */
  firstKey: string
}) {
  const { document } = useDesigner()
  const route = useReadingJson(place)
  const id = useId()
  const shape = readRoute(route, place)
  const unknown = stepsIn(route).filter((name) => !names.includes(name))
  const set: EditRoute = (at, value, isInsertion) =>
    document.getState().actions.edit([{ place: at, value, ...(isInsertion && { isInsertion }) }], `change ${label}`)
  return (
    <>
      <label htmlFor={id}>{label}</label>
      {shape.kind === 'names' ? (
        <NamesInput id={id} names={shape.names} onChange={(next) => set(place, routeOf(next))} />
      ) : shape.kind === 'json' ? (
        <CommitInput
          id={id}
          value={JSON.stringify(route)}
          isValid={(text) => text.trim() === '' || tryJson(text) !== undefined}
          onCommit={(text) => set(place, tryJson(text))}
        />
      ) : (
        <Branches id={id} label={label} shape={shape} firstKey={firstKey} set={set} />
      )}
      <span className="resolved faint">
        <select
          className="field small"
          aria-label={`Kind of ${label}`}
          value={shape.kind}
          onChange={({ target }) => set(place, asKind(route, target.value as 'names', firstKey))}
        >
          {Object.entries(kinds).map(([kind, title]) => (
            <option key={kind} value={kind} disabled={kind === 'json'}>
              {title}
            </option>
          ))}
        </select>
        <RouteMark route={place} isShown={'branches' in shape} />
        {unknown.length > 0 && <span className="tone-warn">not in the flow: {unknown.join(', ')}</span>}
      </span>
    </>
  )
}

const kinds: Record<RouteShape['kind'], string> = {
  names: 'In order',
  one: 'First match',
  many: 'All matches',
  json: 'JSON',
}

function NamesInput({
  names,
  onChange,
  ...rest
}: {
  names: readonly string[]
  onChange: (names: string[]) => void
  id?: string
  'aria-label'?: string
}) {
  return (
    <CommitInput
      {...rest}
      value={names.join(', ')}
      placeholder="none"
      onCommit={(text) => onChange(text.split(',').flatMap((name) => name.trim() || []))}
    />
  )
}

function Branches({
  id,
  label,
  shape: { list, branches },
  firstKey,
  set,
}: {
  id: string
  label: string
  shape: Extract<RouteShape, { list: unknown }>
  firstKey: string
  set: EditRoute
}) {
  const { document } = useDesigner()
  return (
    <ul id={id} className="branches" aria-label={label}>
      {branches.map(({ place, match, next }, index) => (
        <li key={JSON.stringify(place)}>
          <Branch
            of={`${label}, branch ${index + 1}`}
            branch={{ place, match, next }}
            firstKey={firstKey}
            set={set}
            onRemove={() =>
              document.getState().actions.edit([{ place, value: undefined }], `remove a branch of ${label}`)
            }
          />
        </li>
      ))}
      {list !== null && (
        <li>
          <button
            type="button"
            className="btn small dashed"
            onClick={() => set([...list, branches.length], newBranch(undefined, firstKey), true)}
          >
            <Plus className="icon small" aria-hidden />
            Add branch
          </button>
        </li>
      )}
    </ul>
  )
}

function Branch({
  of,
  branch: { place, match, next },
  firstKey,
  set,
  onRemove,
}: {
  of: string
  branch: RouteBranch
  firstKey: string
  set: EditRoute
  onRemove: () => void
}) {
  return (
    <>
      <MatchField of={of} match={match} place={[...place, 'match']} firstKey={firstKey} set={set} mayBeNone />
      <span className="faint" aria-hidden>
        →
      </span>
      <NamesInput
        aria-label={`Steps of ${of}`}
        names={next}
        onChange={(names) => set([...place, 'next'], routeOf(names))}
      />
      <BranchMark place={place} />
      <IconButton Icon={Trash2} label={`Remove ${of}`} isSmall onClick={onRemove} />
    </>
  )
}
