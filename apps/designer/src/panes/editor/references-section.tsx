import { Fragment, useId } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useDestination } from '../../designer/use-preview.ts'

/** Values for the `$env` and `$secret` references of the flow; kept while the tab is open, never in the flow file. */
export function References() {
  const { document } = useDesigner()
  const destination = useDestination()
  const env = useDocument((state) => state.env)
  const title = useId()
  if (destination === undefined || destination.referenceNames.length === 0) return null
  return (
    <section aria-labelledby={title}>
      <div className="section-head">
        <h4 id={title}>References</h4>
        <span className="faint">values for the preview, kept while this tab is open and never exported</span>
      </div>
      <div className="form">
        {destination.referenceNames.map((name) => (
          <Fragment key={name}>
            <label htmlFor={`${title}${name}`}>
              <code>{name}</code>
            </label>
            <input
              id={`${title}${name}`}
              className="field mono"
              spellCheck={false}
              autoComplete="off"
              value={env[name] ?? ''}
              onChange={(event) => document.getState().actions.setEnv(name, event.target.value)}
            />
            <div className="resolved" />
          </Fragment>
        ))}
      </div>
    </section>
  )
}
