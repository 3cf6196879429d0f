import type { Difference, ProduceResult } from '@mapping-designer/shared-types'
import { Fragment } from 'react'
import { eventName, type Sample } from '../../document/sample.ts'
import { TableHead } from '../../ui/table-head.tsx'
import type { Tone } from '../../ui/tone-icon.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

/** One row for each record: where it is, and whether it is what was shown. */
export function ResultTable({ rows }: { rows: readonly { sample: Sample; result: ProduceResult }[] }) {
  return (
    <table className="results" aria-label="Results">
      <TableHead titles={['Sample', 'Topic', 'Partition@offset', 'Read back', 'Time']} />
      <tbody>
        {rows.map(({ sample, result }) => {
          const verdict = verdictOf(result)
          return (
            <Fragment key={sample.id}>
              <tr>
                <td>
                  {eventName(sample)} <span className="faint">{sample.title}</span>
                </td>
                <td>
                  <code>{result.topic}</code>
                </td>
                <td>
                  <code>
                    {result.status === 'produced'
                      ? `${result.partition}@${result.offset}`
                      : result.status === 'unknown'
                        ? 'not known'
                        : 'not sent'}
                  </code>
                </td>
                <td>
                  <span className={`verdict tone-${verdict.tone}`}>
                    <ToneIcon tone={verdict.tone} isSmall />
                    {verdict.word}
                  </span>
                </td>
                <td className="faint">{result.took === undefined ? '' : `${result.took} ms`}</td>
              </tr>
              {result.reason !== undefined && (
                <tr className="detail">
                  <td colSpan={5}>{result.reason}</td>
                </tr>
              )}
              {result.differences?.map((difference) => (
                <DifferenceRow key={difference.field} difference={difference} />
              ))}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function verdictOf({ status, identical }: ProduceResult): { word: string; tone: Tone } {
  if (status === 'refused') return { word: 'Refused', tone: 'err' }
  if (status === 'failed') return { word: 'Failed', tone: 'err' }
  if (status === 'unknown') return { word: 'Not known', tone: 'warn' }
  if (status === 'skipped') return { word: 'Skipped', tone: 'quiet' }
  if (identical === undefined) return { word: 'Not read back', tone: 'warn' }
  return identical ? { word: 'Byte-identical', tone: 'ok' } : { word: 'Differs', tone: 'err' }
}

function DifferenceRow({ difference: { field, sent, stored, at } }: { difference: Difference }) {
  return (
    <tr className="detail">
      <td>{field}</td>
      <td colSpan={2}>
        shown <code>{around(sent, at)}</code>
      </td>
      <td colSpan={2}>
        read <code>{around(stored, at)}</code>
      </td>
    </tr>
  )
}

function around(text: string, at = 0): string {
  const from = Math.max(0, at - 20)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 60)}`
}
