import { type Place, tryJson } from '@mapping-designer/shared-types'
import { useId } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { CommitInput } from '../../ui/commit-input.tsx'
import { useReadingJson } from './use-reading-json.ts'

/** A part of the flow that is no form, as JSON on one line. */
export function JsonField({ label, place, hint }: { label: string; place: Place; hint: string }) {
  const { document } = useDesigner()
  const value = useReadingJson(place)
  const id = useId()
  const commit = (text: string) => {
    const next = tryJson(text)
    document.getState().actions.edit([{ place, value: next }], `change ${label}`)
  }
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <CommitInput
        id={id}
        value={value === undefined ? '' : JSON.stringify(value)}
        placeholder="none"
        isValid={isJson}
        onCommit={commit}
      />
      <span className="resolved faint">{hint}</span>
    </>
  )
}

const isJson = (text: string) => text.trim() === '' || tryJson(text) !== undefined
