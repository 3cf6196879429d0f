import { valueAt } from '@mapping-designer/mapping-engine'
import { useId } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useDestination, useReading } from '../../designer/use-preview.ts'
import { readScope } from '../../preview/way-of.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { Segmented } from '../../ui/segmented.tsx'

/** Where events come in: at the collector, as `walkeros push` hands them over, or from a source with its mapping and chain. */
export function EntryChoice() {
  const { document } = useDesigner()
  const { setSettings } = document.getState().actions
  const { into, scope } = useDocument((state) => state.settings)
  const { json } = useReading()
  const flowName = useDestination()?.flowName ?? ''
  const sources = Object.keys((valueAt(json, ['flows', flowName, 'sources']) as object | undefined) ?? {})
  const id = useId()
  const request = readScope(scope)
  if (sources.length === 0 && into === 'collector') return <span className="faint">Enters at the collector</span>
  const options = {
    ...Object.fromEntries(sources.map((name) => [`source.${name}`, name])),
    collector: 'Collector',
  }
  return (
    <>
      <span className="faint hide-narrow">Enters at</span>
      <Segmented label="Enters at" value={into} options={options} onChange={(next) => setSettings({ into: next })} />
      {into !== 'collector' && (
        <span className="scope-field">
          <label htmlFor={id}>Request</label>
          <CommitInput
            id={id}
            className="field mono small"
            value={scope}
            placeholder='{"headers": {…}, "ip": "…"}'
            onCommit={(text) => setSettings({ scope: text })}
          />
          {'error' in request && (
            <span className="tone-err" role="alert">
              {request.error}
            </span>
          )}
        </span>
      )}
    </>
  )
}
