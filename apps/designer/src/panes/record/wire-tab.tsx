import { type ByteRangeName, recordBytes } from '@mapping-designer/mapping-engine'
import type { KafkaRecord } from '@mapping-designer/shared-types'
import { useMemo } from 'react'
import { formatBytes } from '../../ui/format.ts'

// Eight bytes a row fit the pane at its narrowest and a phone.
const rowLength = 8
const shownBytes = 4_096

/** Which of the four marks a range has; lengths and counts share one. */
function markOf(name: ByteRangeName): 'key' | 'value' | 'header' | 'frame' {
  if (name === 'key' || name === 'value') return name
  return name === 'header name' || name === 'header value' ? 'header' : 'frame'
}

const legend = [
  { mark: 'frame', label: 'lengths and counts' },
  { mark: 'key', label: 'key' },
  { mark: 'value', label: 'value' },
  { mark: 'header', label: 'headers' },
] as const

/** The bytes of the record as they stand in an uncompressed batch. */
export function WireTab({ record }: { record: KafkaRecord }) {
  const { bytes, marks } = useMemo(() => {
    const { bytes: all, ranges } = recordBytes(record)
    const marked = ranges.flatMap(({ name, from, to }) =>
      Array.from({ length: Math.min(to, shownBytes) - Math.min(from, shownBytes) }, () => markOf(name)),
    )
    return { bytes: all, marks: marked }
  }, [record])
  const shown = bytes.slice(0, shownBytes)
  const rows = Array.from({ length: Math.ceil(shown.length / rowLength) }, (_, index) => index * rowLength)
  return (
    <>
      <div className="toolbar">
        <span className="faint">{formatBytes(bytes.length)}, message format 2, before compression</span>
      </div>
      <table className="hex" aria-label="Bytes of the record">
        <tbody>
          {rows.map((from) => (
            <tr key={from}>
              <th scope="row">{from.toString(16).padStart(4, '0')}</th>
              <td>
                {[...shown.slice(from, from + rowLength)].map((byte, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a byte has nothing but its place
                  <span key={index} className={`mark-${marks[from + index]}`}>
                    {byte.toString(16).padStart(2, '0')}
                  </span>
                ))}
              </td>
              <td className="ascii">{[...shown.slice(from, from + rowLength)].map(printable).join('')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {bytes.length > shownBytes && <p className="empty-note">{formatBytes(bytes.length - shownBytes)} more.</p>}
      <ul className="hex-legend" aria-label="Legend">
        {legend.map(({ mark, label }) => (
          <li key={mark}>
            <span className={`mark-${mark}`}>00</span> {label}
          </li>
        ))}
      </ul>
    </>
  )
}

function printable(byte: number): string {
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·'
}
