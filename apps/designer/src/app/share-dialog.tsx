import { personalKind } from '@mapping-designer/mapping-engine'
import type { JsonValue } from '@mapping-designer/shared-types'
import { useMemo, useState } from 'react'
import { Heading } from 'react-aria-components'
import { useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { readSample } from '../document/sample.ts'
import { fieldsToShare, linkLimit, packShared, redactEvent, type Shared, writeSharedFile } from '../document/share.ts'
import { download } from '../ui/download.ts'
import { plural } from '../ui/format.ts'
import { Segmented } from '../ui/segmented.tsx'
import { OverlayDialog } from './overlay-dialog.tsx'

/** Makes a link that holds the rules and some samples, and shows what it will hold before there is one. */
export default function ShareDialog() {
  const isOpen = useView((state) => state.overlay === 'share')
  return (
    <OverlayDialog name="share" label="Share a link" isWide>
      {isOpen && <ShareForm />}
    </OverlayDialog>
  )
}

type Scope = 'none' | 'selected' | 'all'

function ShareForm() {
  const { view } = useDesigner()
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const text = useDocument((state) => state.text)
  const [scope, setScope] = useState<Scope>(selected === null ? 'none' : 'selected')
  const chosen = samples.filter(({ id }) => scope === 'all' || (scope === 'selected' && id === selected))
  const events = useMemo(
    () =>
      chosen.flatMap((sample) => {
        const reading = readSample(sample)
        return reading.isReadable ? [{ title: sample.title, event: reading.event }] : []
      }),
    [chosen],
  )
  const fields = useMemo(
    () =>
      fieldsToShare(
        events.map(({ event }) => event),
        personalKind,
      ),
    [events],
  )
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set())
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const isRedacted = ({ path, why }: (typeof fields)[number]) => (why === null ? taken.has(path) : !kept.has(path))
  const redacted = new Set(fields.filter(isRedacted).map(({ path }) => path))
  const shared: Shared = {
    text,
    samples: events.map(({ title, event }) => ({
      title,
      text: JSON.stringify(redactEvent(event as JsonValue, redacted), null, 2),
    })),
  }
  const fragment = packShared(shared)
  const link = `${location.origin}${location.pathname}#${fragment}`
  const isLong = fragment.length > linkLimit
  const toggle = (field: (typeof fields)[number]) => {
    const [set, change] = field.why === null ? [taken, setTaken] : [kept, setKept]
    const next = new Set(set)
    if (!next.delete(field.path)) next.add(field.path)
    change(next)
  }
  const done = (notice: string) => {
    const { closeOverlay, say } = view.getState().actions
    closeOverlay()
    say(notice)
  }

  return (
    <>
      <Heading slot="title">Share a link</Heading>
      <p className="lead">
        The link holds the whole flow file and the samples below. It is not sent anywhere: whoever has the link can read
        it. Values typed in for <code>$env</code> references stay here.
      </p>
      <div className="share-scope">
        <span>Samples</span>
        <Segmented
          label="Samples in the link"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'none', label: 'None' },
            ...(selected === null ? [] : [{ value: 'selected' as const, label: 'The selected one' }]),
            { value: 'all', label: `All ${samples.length}` },
          ]}
        />
      </div>
      {fields.length > 0 && (
        <div className="share-fields">
          <table className="pairs" aria-label="Values in the link">
            <thead>
              <tr>
                <th>Field</th>
                <th>Value</th>
                <th>Leave out</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field.path}>
                  <td>
                    <code>{field.path}</code>
                    {field.why !== null && <small className="tone-warn"> {field.why}</small>}
                  </td>
                  <td>
                    <code className="cut">{redacted.has(field.path) ? 'redacted' : field.example}</code>
                  </td>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Leave out ${field.path}`}
                      checked={redacted.has(field.path)}
                      onChange={() => toggle(field)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="faint" role="status">
        {plural(shared.samples.length, 'sample')}, {plural(redacted.size, 'field')} left out,{' '}
        {plural(link.length, 'character')}.{' '}
        {isLong && 'Chats and mail programs cut links of this length: share it as a file, or fewer samples.'}
      </p>
      <div className="actions">
        <button
          type="button"
          className={`btn${isLong ? '' : ' primary'}`}
          disabled={isLong}
          onClick={() => void navigator.clipboard.writeText(link).then(() => done('Copied the link.'))}
        >
          Copy link
        </button>
        <button
          type="button"
          className={`btn${isLong ? ' primary' : ''}`}
          onClick={() => {
            download('shared-flow.json', writeSharedFile(shared))
            done('Downloaded shared-flow.json; it is opened like a flow file.')
          }}
        >
          Download as file
        </button>
      </div>
    </>
  )
}
