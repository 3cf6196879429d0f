import { readFrame } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { useState } from 'react'
import { useView } from '../../designer/designer-context.tsx'
import { ValueFormatChoice } from '../../designer/value-format-choice.tsx'
import { FoldableJson, FoldButtons } from '../../ui/foldable-json.tsx'
import { noFolds } from '../../ui/json-folds.ts'
import { JsonView } from '../../ui/json-view.tsx'
import { prettyJson } from '../../ui/pretty-json.ts'
import { textOf, unframed } from './take-samples.ts'

/** A value as it is stored, or with each member on a line of its own; the frame of a schema registry is named. */
export function StoredValue({ record }: { record: BrowsedRecord }) {
  const isRaw = useView((state) => state.valueFormat === 'raw')
  const [folds, setFolds] = useState(noFolds)
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
        <div className="toolbar">
          <ValueFormatChoice />
          <span className="push" />
          {!isRaw && <FoldButtons onFold={setFolds} />}
        </div>
      )}
      {isRaw || pretty === text ? (
        <JsonView text={text} label="Value" />
      ) : (
        <FoldableJson text={pretty} label="Value" folds={folds} onFold={setFolds} />
      )}
    </>
  )
}

const noRegistry =
  'Values of Avro and Protobuf are read by the schemaRegistry of the profile, which this one does not have.'
