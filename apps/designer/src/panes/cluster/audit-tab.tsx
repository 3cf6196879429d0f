import { maxAuditEntries } from '@mapping-designer/shared-types'
import { useCallback, useMemo, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useAnswer } from '../../designer/use-answer.ts'
import { FilterInput } from '../../ui/filter-input.tsx'
import { formatCount, plural } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { type AuditRow, auditRow, searchAudit } from './audit-entries.ts'

/** Who produced, replayed and changed what and when, and what was denied. */
export function AuditTab() {
  const { client } = useDesigner()
  const { value, error, isAsking, again } = useAnswer(useCallback(() => client.audit(), [client]))
  const [search, setSearch] = useState('')
  const rows = useMemo(() => (value ?? []).map(auditRow), [value])
  const found = useMemo(() => searchAudit(rows, search), [rows, search])
  return (
    <>
      <div className="cluster-bar">
        <FilterInput
          className="field grow"
          label="Search the audit"
          placeholder="Search who, action, target, result and hash"
          value={search}
          onChange={setSearch}
        />
        <button type="button" className="btn" onClick={again}>
          Read again
        </button>
      </div>
      {error !== null && <Notice tone="err" text={error} isAlert />}
      {error === null && (
        <p className="faint audit-note" role="status">
          {isAsking && value === null ? 'Reading the audit…' : noteOf(rows.length, found.length)}
        </p>
      )}
      {found.length > 0 && (
        <div className="scroll" role="region" aria-label="Entries of the audit" tabIndex={0}>
          <table className="pairs cluster-table audit-table" aria-label="Audit">
            <TableHead titles={['Time, UTC', 'Who', 'Action', 'Target', 'Result', 'SHA-256']} />
            <tbody>
              {found.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no other name
                <AuditLine key={index} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function noteOf(count: number, found: number): string {
  if (count === 0) return 'The bridge has written nothing into its audit yet: nothing was produced, changed or denied.'
  const which = count < maxAuditEntries ? plural(count, 'entry', 'entries') : `the last ${formatCount(count)} entries`
  if (found === 0) return `None of ${which} matches the search.`
  const shown = found === count ? which : `${formatCount(found)} of ${which}`
  return `${shown[0]?.toUpperCase()}${shown.slice(1)}. Keys and values are never in the audit.`
}

function AuditLine({ row: { at, who, action, target, result, digest, isBad } }: { row: AuditRow }) {
  const time = new Date(at)
  return (
    <tr>
      <td>
        <time dateTime={at} title={at}>
          {Number.isNaN(time.getTime()) ? at : time.toISOString().slice(0, 19).replace('T', ' ')}
        </time>
      </td>
      <td>{who}</td>
      <td>{action}</td>
      <td>
        <code>{target}</code>
      </td>
      <td>
        {isBad && <ToneIcon tone="err" isSmall />} {result}
      </td>
      <td>
        {digest !== '' && (
          <code title={digest}>
            {digest.slice(0, 8)}…{digest.slice(-4)}
          </code>
        )}
      </td>
    </tr>
  )
}
