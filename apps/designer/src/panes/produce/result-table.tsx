import { useState } from 'react'
import { eventName } from '../../document/sample.ts'
import { Sentence } from '../../ui/sentence.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { Evidence } from './evidence.tsx'
import { verdictOf } from './result-words.ts'
import type { Sent } from './use-produce.ts'

const titles = ['Sample', 'Topic', 'Partition@offset', 'Read back', 'Time']

/** One row for each record: where it is, whether it is what was shown, and the proof of that on demand. */
export function ResultTable({ sent }: { sent: readonly Sent[] }) {
  // The first one is open from the start.
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set())
  const isOpen = (at: number) => toggled.has(at) !== (at === 0)
  const toggle = (at: number) =>
    setToggled((before) => new Set([...before, at].filter((one) => one !== at || !before.has(at))))
  return (
    <table className="results sent" aria-label="Results">
      <TableHead titles={titles} />
      <tbody>
        {sent.map((one, at) => (
          <ResultRows
            // biome-ignore lint/suspicious/noArrayIndexKey: the results of one send keep their order, and an event may have several
            key={at}
            sent={one}
            isOpen={isOpen(at) || one.result.identical === false}
            onToggle={() => toggle(at)}
          />
        ))}
      </tbody>
    </table>
  )
}

function ResultRows({
  sent: { sample, record, result },
  isOpen,
  onToggle,
}: {
  sent: Sent
  isOpen: boolean
  onToggle: () => void
}) {
  const verdict = verdictOf(result)
  const isProduced = result.status === 'produced'
  const place = `${result.partition}@${result.offset}`
  return (
    <>
      <tr>
        <td>
          {eventName(sample.sample)} <span className="faint">{sample.sample.title}</span>
        </td>
        <td>
          <code>{result.topic}</code>
        </td>
        <td>
          {isProduced ? (
            <button type="button" className="link mono" aria-expanded={isOpen} onClick={onToggle}>
              {place}
            </button>
          ) : (
            <code>{result.status === 'unknown' ? 'not known' : 'not sent'}</code>
          )}
        </td>
        <td>
          <span className={`verdict tone-${verdict.tone}`}>
            <ToneIcon tone={verdict.tone} isSmall />
            {verdict.word}
          </span>
        </td>
        <td className="faint">{result.took === undefined ? '' : `${Math.max(1, Math.round(result.took))} ms`}</td>
      </tr>
      {result.reason !== undefined && (
        <tr className="detail">
          <td colSpan={titles.length}>
            <Sentence text={result.reason} />
          </td>
        </tr>
      )}
      {isProduced && isOpen && (
        <tr className="detail">
          <td colSpan={titles.length}>
            <Evidence shown={record} result={result} />
          </td>
        </tr>
      )}
    </>
  )
}
