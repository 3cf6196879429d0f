import { readFrame } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { useState } from 'react'
import { prettyJson } from '../../ui/pretty-json.ts'
import { textOf, unframed } from './take-samples.ts'

/** A value as it is stored, or with each member on a line of its own; the frame of a schema registry is named. */
export function StoredValue({ record }: { record: BrowsedRecord }) {
  const [isRaw, setIsRaw] = useState(false)
  const { value, decoded } = record
  const text = textOf(value)
  const framed = readFrame(value)
  const json = unframed(record)
  const pretty = prettyJson(json ?? text)
  return (
    <>
      {framed !== undefined && (
        <p className="faint">
          Framed for schema {framed.schemaId} of a registry
          {json !== undefined ? '.' : ', and shown as it is stored. '}
          {json === undefined && (decoded !== undefined && 'fault' in decoded ? decoded.fault : noRegistry)}
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

const noRegistry =
  'Values of Avro and Protobuf are read by the schemaRegistry of the profile, which this one does not have.'
