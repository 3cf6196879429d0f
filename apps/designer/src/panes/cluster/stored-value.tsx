import { useState } from 'react'
import { prettyJson } from '../../ui/pretty-json.ts'

/** A value as it is stored, or with each member on a line of its own. */
export function StoredValue({ text }: { text: string }) {
  const [isRaw, setIsRaw] = useState(false)
  const pretty = prettyJson(text)
  return (
    <>
      {pretty !== text && (
        <button type="button" className="btn small" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)}>
          Raw
        </button>
      )}
      <pre>{isRaw ? text : pretty}</pre>
    </>
  )
}
