import { type JsonValue, type Place, tryJson } from '@mapping-designer/shared-types'
import { useId } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { CommitInput } from '../../ui/commit-input.tsx'
import { useReadingJson } from './use-reading-json.ts'

/** Where an event goes before or after a step: names of steps, or a route with conditions as JSON. */
export function RouteField({ label, place, names }: { label: string; place: Place; names: readonly string[] }) {
  const { document } = useDesigner()
  const route = useReadingJson(place)
  const id = useId()
  const unknown = stepsIn(route).filter((name) => !names.includes(name))
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <CommitInput
        id={id}
        value={routeText(route)}
        placeholder="none"
        isValid={(text) => readRoute(text) !== null}
        onCommit={(text) => {
          const read = readRoute(text)
          if (read !== null) document.getState().actions.edit([{ place, value: read.route }], `change ${label}`)
        }}
      />
      <span className="resolved faint">
        {unknown.length > 0 ? (
          <span className="tone-warn">not in the flow: {unknown.join(', ')}</span>
        ) : (
          'names, or JSON with conditions'
        )}
      </span>
    </>
  )
}

function routeText(route: unknown): string {
  if (route === undefined) return ''
  if (typeof route === 'string') return route
  const isList = Array.isArray(route) && route.length > 1 && route.every((one) => typeof one === 'string')
  return isList ? route.join(', ') : JSON.stringify(route)
}

/** One name is a walk, several are a list; null where it is neither that nor JSON. */
function readRoute(text: string): { route: JsonValue | undefined } | null {
  const trimmed = text.trim()
  if (trimmed === '') return { route: undefined }
  if (/^[[{"]/.test(trimmed)) {
    const route = tryJson(trimmed)
    return route === undefined ? null : { route }
  }
  const names = trimmed.split(/\s*,\s*/)
  return { route: names.length === 1 ? trimmed : names }
}

function stepsIn(route: unknown): string[] {
  if (typeof route === 'string') return [route]
  if (Array.isArray(route)) return route.flatMap(stepsIn)
  if (typeof route !== 'object' || route === null) return []
  const { next, one, many } = route as Record<string, unknown>
  return [next, one, many].flatMap((inner) => (inner === undefined ? [] : stepsIn(inner)))
}
