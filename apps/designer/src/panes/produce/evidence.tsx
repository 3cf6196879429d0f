import { byteLength, headerPairs, sha256 } from '@mapping-designer/mapping-engine'
import type { Difference, KafkaRecord, ProduceResult, StoredRecord } from '@mapping-designer/shared-types'
import { useEffect, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { formatBytes } from '../../ui/format.ts'
import { TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

/** The record that was shown and the one that Kafka holds, side by side, and the way to it in the cluster. */
export function Evidence({ shown, result }: { shown: KafkaRecord | undefined; result: ProduceResult }) {
  const { view } = useDesigner()
  const { topic, partition, offset, stored, differences = [] } = result
  if (topic === undefined || partition === undefined || offset === undefined) return null
  const open = () => {
    const { closeProduce, showCluster, focusOn } = view.getState().actions
    closeProduce()
    showCluster('records', topic, { partition: String(partition), offset })
    focusOn('open record')
  }
  return (
    <>
      {shown !== undefined && stored !== undefined && (
        <table className="evidence" aria-label={`${topic} ${partition}@${offset} compared`}>
          <TableHead titles={[{ title: 'Part', isHidden: true }, 'Preview', 'Read back', 'Result']} />
          <tbody>
            <Sides name="Key" field="key" shown={shown.key} stored={stored.key} differences={differences} />
            <ValueSides shown={shown} stored={stored} differences={differences} />
            <Sides
              name="Headers"
              field="headers"
              shown={headersInWords(headerPairs(shown.headers))}
              stored={headersInWords(stored.headers)}
              differences={differences}
            />
            <Sides
              name="Timestamp"
              field="timestamp"
              shown={shown.timestamp}
              stored={stored.timestamp}
              differences={differences}
            />
            <Sides
              name="Partition"
              field="partition"
              shown={differences.find(({ field }) => field === 'partition')?.sent ?? String(partition)}
              stored={String(partition)}
              differences={differences}
            />
          </tbody>
        </table>
      )}
      <button type="button" className="btn small" onClick={open}>
        Open the record<span className="sr-only"> {`${topic} ${partition}@${offset}`}</span>
      </button>
    </>
  )
}

const headersInWords = (pairs: StoredRecord['headers']) =>
  pairs.length === 0 ? 'none' : `${pairs.length}: ${pairs.map(([name]) => name).join(', ')}`

interface SidesProps {
  name: string
  field: Difference['field']
  shown: string
  stored: string | null
  differences: readonly Difference[]
}

/** One part of the record on both sides; where they differ, from shortly before the first other byte on. */
function Sides({ name, field, shown, stored, differences }: SidesProps) {
  const difference = differences.find((one) => one.field === field)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <code>{difference ? around(difference.sent, difference.at) : shown}</code>
      </td>
      <td>
        <code>{difference ? around(difference.stored, difference.at) : (stored ?? 'null')}</code>
      </td>
      <td>
        <span className={`verdict tone-${difference ? 'err' : 'ok'}`}>
          <ToneIcon tone={difference ? 'err' : 'ok'} isSmall />
          {difference ? 'Differs' : 'Equal'}
        </span>
      </td>
    </tr>
  )
}

function ValueSides({
  shown,
  stored,
  differences,
}: {
  shown: KafkaRecord
  stored: StoredRecord
  differences: readonly Difference[]
}) {
  const [before, after] = [useHashInWords(shown.value), useHashInWords(stored.value ?? '')]
  return <Sides name="Value" field="value" shown={before} stored={after} differences={differences} />
}

/** Size and SHA-256 of a text, in short. */
function useHashInWords(text: string): string {
  const [hash, setHash] = useState('')
  useEffect(() => {
    let isLate = false
    void sha256(text).then((found) => !isLate && setHash(`, SHA-256 ${found.slice(0, 8)}…${found.slice(-4)}`))
    return () => {
      isLate = true
    }
  }, [text])
  return `${formatBytes(byteLength(text))}${hash}`
}

function around(text: string, at = 0): string {
  const from = Math.max(0, at - 20)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 60)}`
}
