import { useState } from 'react'
import { useView } from '../../designer/designer-context.tsx'
import { useDestination } from '../../designer/use-preview.ts'
import type { ComparedSide } from '../../designer/view-state.ts'
import { previewVersions } from '../../preview/versions.ts'
import { SuggestInput } from '../../ui/suggest-input.tsx'
import { revisionOf } from './use-comparison.ts'
import { useRevisions } from './use-revision.ts'

interface SideProps {
  label: string
  side: ComparedSide
  onChange: (side: ComparedSide) => void
}

/** Chooses one of the two flows that are compared. */
export function SidePicker(props: SideProps) {
  const { label, side, onChange } = props
  const file = useView((state) => state.compared.file)
  const own = useDestination()?.runtime.collector
  const revision = revisionOf(side)
  return (
    <>
      <label className="side-picker">
        <span className="faint">{label}</span>
        <select
          className="field small"
          value={revision === null ? side : newestRevision}
          onChange={({ target }) => onChange(target.value as ComparedSide)}
        >
          <option value="saved">Saved flow</option>
          <option value="draft">This draft</option>
          {file !== null && <option value="file">{file.name}</option>}
          <option value={newestRevision}>Git revision…</option>
          <optgroup label="This draft, run by">
            {previewVersions.map((version) => (
              <option key={version} value={`walkerOS ${version}`}>
                walkerOS {version}
                {version === own && ' (as now)'}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      {revision !== null && <RevisionInput key={revision} {...props} revision={revision} />}
    </>
  )
}

const newestRevision = 'git HEAD' satisfies ComparedSide

/** A commit of the open file: one of the newest, or any that git knows by this name; Enter takes what was typed. */
function RevisionInput({ label, revision, onChange }: SideProps & { revision: string }) {
  const [typed, setTyped] = useState(revision)
  const { value } = useRevisions()
  const commits = (value ?? []).map(({ hash, date, subject }) => ({
    value: hash,
    hint: `${date.slice(0, 10)} ${subject}`,
  }))
  const take = (name: string) => {
    if (!['', revision].includes(name.trim())) onChange(`git ${name.trim()}`)
  }
  const suggest = () => {
    const words = typed === revision ? '' : typed.toLowerCase()
    return commits.filter(({ value, hint }) => `${value} ${hint}`.toLowerCase().includes(words))
  }
  return (
    <form
      className="revision-input"
      onSubmit={(event) => {
        event.preventDefault()
        take(typed)
      }}
      onBlur={() => take(typed)}
      onKeyDown={({ key }) => key === 'Escape' && setTyped(revision)}
    >
      <SuggestInput
        label={`Git revision ${label.toLowerCase()}`}
        className="field small mono"
        title={commits.find(({ value }) => value === revision)?.hint}
        value={typed}
        suggest={suggest}
        onChange={(name) => (commits.some(({ value }) => value === name) ? take(name) : setTyped(name))}
      />
    </form>
  )
}
