import { readFrame } from '@mapping-designer/mapping-engine'
import type { Bytes } from '@mapping-designer/shared-types'
import { useState } from 'react'
import { prettyJson } from '../../ui/pretty-json.ts'
import { textOf } from './take-samples.ts'

/** A value as it is stored, or with each member on a line of its own; the frame of a schema registry is named. */
export function StoredValue({ value }: { value: Bytes }) {
  const [isRaw, setIsRaw] = useState(false)
  const text = textOf(value)
  const framed = readFrame(value)
  const pretty = prettyJson(framed?.json ?? text)
  return (
    <>
      {framed !== undefined && (
        <p className="faint">
          Framed for schema {framed.schemaId} of a registry
          {framed.json === undefined ? '; the value is Avro or Protobuf, which is shown as it is stored.' : '.'}
        </p>
      )}
      {pretty !== text && (
        <button type="button" className="btn small" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)}>
          Raw
        </button>
      )}
      <pre>{isRaw ? text : pretty}</pre>
    </>
  )
}
