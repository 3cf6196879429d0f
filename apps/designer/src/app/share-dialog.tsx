import { personalKind } from '@mapping-designer/mapping-engine'
import { useMemo, useState } from 'react'
import { Heading } from 'react-aria-components'
import { copyText } from '../designer/copy-text.ts'
import { useDesigner, useDocument } from '../designer/designer-context.tsx'
import { browserStorage } from '../document/browser-storage.ts'
import { fieldsToShare, redactShared, type SharedField, testsOfFlow } from '../document/redact-shared.ts'
import { readSample } from '../document/sample.ts'
import { linkLimit, packShared, type Shared, writeSharedFile } from '../document/share.ts'
import { download } from '../ui/download.ts'
import { plural } from '../ui/format.ts'
import { Segmented } from '../ui/segmented.tsx'
import { TableHead } from '../ui/table-head.tsx'
import { OverlayDialog } from './overlay-dialog.tsx'

/** Makes a link that holds the rules and some samples, and shows what it will hold before there is one. */
export default function ShareDialog() {
  return (
    <OverlayDialog name="share" label="Share a link" isWide>
      <ShareForm />
    </OverlayDialog>
  )
}

type Scope = 'none' | 'selected' | 'all'

function ShareForm() {
  const { scope, setScope, count, fields, redacted, toggle, shared } = useShared()
  return (
    <>
      <Heading slot="title">Share a link</Heading>
      <p className="lead">
        The link holds the whole flow file with its tests, and the samples below. It is not sent anywhere: everybody
        with the link can read it. Values typed in for <code>$env</code> references stay here.
      </p>
      <div className="share-scope">
        <span>Samples</span>
        <Segmented
          label="Samples in the link"
          value={scope}
          onChange={setScope}
          options={{
            none: 'None',
            ...(count.selected > 0 && { selected: 'The selected one' }),
            all: `All ${count.all}`,
          }}
        />
      </div>
      {fields.length > 0 && <FieldTable fields={fields} redacted={redacted} onToggle={toggle} />}
      <SendShared shared={shared} redacted={redacted.size} />
    </>
  )
}

/** What the link is to hold: the flow, the chosen samples, and of both only what is not left out. */
function useShared() {
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const text = useDocument((state) => state.text)
  const [scope, setScope] = useState<Scope>(selected === null ? 'none' : 'selected')
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set())
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const chosen = useMemo(
    () =>
      samples
        .filter(({ id }) => scope === 'all' || (scope === 'selected' && id === selected))
        .flatMap((sample) => {
          const reading = readSample(sample)
          return reading.isReadable ? [{ title: sample.title, text: JSON.stringify(reading.event) }] : []
        }),
    [samples, selected, scope],
  )
  const fields = useMemo(() => {
    const events = chosen.map(({ text: event }): unknown => JSON.parse(event))
    return fieldsToShare([...events, ...testsOfFlow(text).map(({ test }) => test['in'])], personalKind)
  }, [chosen, text])
  const redacted = useMemo(() => {
    const isRedacted = ({ path, why }: SharedField) => (why === null ? taken.has(path) : !kept.has(path))
    return new Set(fields.filter(isRedacted).map(({ path }) => path))
  }, [fields, kept, taken])
  const toggle = ({ path, why }: SharedField) => {
    const change = why === null ? setTaken : setKept
    change((paths) => new Set(paths.has(path) ? [...paths].filter((one) => one !== path) : [...paths, path]))
  }
  const shared = useMemo(() => redactShared({ text, samples: chosen }, redacted), [text, chosen, redacted])
  const count = { all: samples.length, selected: selected === null ? 0 : 1 }
  return { scope, setScope, count, fields, redacted, toggle, shared }
}

function FieldTable({
  fields,
  redacted,
  onToggle,
}: {
  fields: readonly SharedField[]
  redacted: ReadonlySet<string>
  onToggle: (field: SharedField) => void
}) {
  return (
    <div className="share-fields">
      <table className="pairs" aria-label="Values in the link">
        <TableHead titles={['Field', 'Value', 'Leave out']} />
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
                  onChange={() => onToggle(field)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Hands out what is shared, as a link to a designer that the other person can open, or as a file. */
function SendShared({ shared, redacted }: { shared: Shared; redacted: number }) {
  const { view } = useDesigner()
  const [designer, setDesigner] = useState(() => browserStorage.getItem(designerKey) ?? ownAddress())
  const fragment = useMemo(() => packShared(shared), [shared])
  const link = `${designer.trim().replace(/#.*$/, '')}#${fragment}`
  const isLong = fragment.length > linkLimit
  const done = (notice: string) => {
    const { closeOverlay, say } = view.getState().actions
    closeOverlay()
    say(notice)
  }
  const copy = async () => {
    if (designer === ownAddress()) browserStorage.removeItem(designerKey)
    else browserStorage.setItem(designerKey, designer)
    if (await copyText({ view }, link, 'the link')) view.getState().actions.closeOverlay()
  }
  const save = () => {
    download('shared-flow.json', writeSharedFile(shared))
    done('Downloaded shared-flow.json; it is opened like a flow file.')
  }
  return (
    <>
      <label className="share-scope">
        Designer
        <input
          className="field mono grow"
          spellCheck={false}
          value={designer}
          onChange={({ target }) => setDesigner(target.value)}
        />
      </label>
      {isOnlyHere(designer) && (
        <p className="lead tone-warn">
          This address is on your computer alone. Put in the designer that the other person uses, or share the file.
        </p>
      )}
      <p className="faint" role="status">
        {plural(shared.samples.length, 'sample')}, {plural(redacted, 'field')} left out,{' '}
        {plural(link.length, 'character')}.{' '}
        {isLong && 'Chats and mail programs cut links of this length: share it as a file, or fewer samples.'}
      </p>
      <div className="actions">
        <button
          type="button"
          className={`btn${isLong ? '' : ' primary'}`}
          disabled={isLong}
          onClick={() => void copy()}
        >
          Copy link
        </button>
        <button type="button" className={`btn${isLong ? ' primary' : ''}`} onClick={save}>
          Download as file
        </button>
      </div>
    </>
  )
}

const designerKey = 'kafka-mapping-designer.shared-designer'

function ownAddress(): string {
  return `${location.origin}${location.pathname}`
}

function isOnlyHere(address: string): boolean {
  return /^https?:\/\/(localhost|127\.|\[::1\])/.test(address)
}
