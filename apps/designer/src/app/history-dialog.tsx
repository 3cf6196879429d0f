import { lazy, Suspense, useEffect, useState } from 'react'
import { Heading } from 'react-aria-components'
import { useDesigner, useDocument } from '../designer/designer-context.tsx'
import type { Version } from '../document/history.ts'
import { plural } from '../ui/format.ts'
import { OverlayDialog } from './overlay-dialog.tsx'

const TextDiff = lazy(() => import('../monaco/text-diff.tsx'))

/** Earlier versions of this flow and of others in this browser, each against what is on screen. */
export default function HistoryDialog() {
  return (
    <OverlayDialog name="history" label="Local history" isWide>
      <Versions />
    </OverlayDialog>
  )
}

function Versions() {
  const { history, document, view } = useDesigner()
  const text = useDocument((state) => state.text)
  const [versions, setVersions] = useState<readonly Version[] | null>(null)
  const [at, setAt] = useState<number | null>(null)
  useEffect(() => {
    void history.list().then(setVersions)
  }, [history])
  const chosen = versions?.find((version) => version.at === at)
  const restore = (version: Version) => {
    const { samples, actions } = document.getState()
    actions.open({ text: version.text, samples: version.samples ?? samples })
    const { closeOverlay, say } = view.getState().actions
    closeOverlay()
    say(`Restored the version of ${when(version.at)}.`, document.getState().past.at(-1))
  }
  return (
    <>
      <Heading slot="title">Local history</Heading>
      <p className="lead">Versions are kept in this browser only, the last 60 of all flows.</p>
      {versions?.length === 0 && <p className="empty-note">No earlier version yet: one is kept when you pause.</p>}
      <ul className="versions" aria-label="Versions">
        {versions?.map((version) => (
          <li key={version.at}>
            <button
              type="button"
              className="btn ghost small"
              aria-expanded={version.at === at}
              onClick={() => setAt(version.at === at ? null : version.at)}
            >
              {when(version.at)}
            </button>
            <span className="truncate">{version.label}</span>
            <small className="faint">
              {version.text === text ? 'as it is now' : plural(version.text.split('\n').length, 'line')}
              {version.samples === null ? ', without samples' : `, ${plural(version.samples.length, 'sample')}`}
            </small>
            <button
              type="button"
              className="btn small"
              disabled={version.text === text}
              onClick={() => restore(version)}
            >
              Restore
            </button>
          </li>
        ))}
      </ul>
      {chosen !== undefined && chosen.text !== text && (
        <Suspense fallback={<p className="empty-note">Loading the comparison…</p>}>
          <TextDiff before={chosen.text} after={text} />
        </Suspense>
      )}
    </>
  )
}

function when(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}
