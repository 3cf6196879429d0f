import { previewVersions } from '../preview/versions.ts'
import { useDesigner, useView } from './designer-context.tsx'
import { useDestination } from './use-preview.ts'

/** What the newest versions of walkerOS would change: one click each. */
export function VersionLinks({ count = 3 }: { count?: number }) {
  const { view } = useDesigner()
  const own = useDestination()?.runtime.collector
  const compared = useView((state) => state.compared.after)
  return previewVersions
    .filter((version) => version !== own && compared !== `walkerOS ${version}`)
    .slice(0, count)
    .map((version) => (
      <button
        key={version}
        type="button"
        className="btn small"
        onClick={() => view.getState().actions.compare({ before: 'draft', after: `walkerOS ${version}` })}
      >
        What would {version} change?
      </button>
    ))
}
