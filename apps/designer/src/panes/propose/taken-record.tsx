import { reasonOf } from '@mapping-designer/mapping-engine'
import { jsonOrText, type Outcome } from '@mapping-designer/shared-types'
import { countAsWanted, type ProposalRow, type RecordParts } from '../../mapping/proposal-rows.ts'
import { JsonDiff } from '../../ui/json-diff.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { prettyJson } from '../../ui/pretty-json.ts'
import { Sentence } from '../../ui/sentence.tsx'
import type { WantedSample } from './use-proposal.ts'
import type { Taken } from './use-taken.ts'

/** The record of an outcome with its value as JSON; null where there is none. */
export function recordOf(outcome: Outcome | null | undefined): RecordParts | null {
  if (!outcome || !('record' in outcome)) return null
  const { topic, key, value } = outcome.record
  return { topic, key, value: jsonOrText(value) }
}

/** The record that the first sample would make with the checked rows, held against what is wanted of it. */
export function TakenRecord({
  rows,
  pairs,
  taken,
  count,
}: {
  rows: readonly ProposalRow[]
  pairs: readonly WantedSample[]
  taken: Taken | null
  /** How many rows are checked. */
  count: number
}) {
  return (
    <section aria-label="Record with this mapping">
      <div className="pane-head">
        <h3 className="grow">Record with this mapping</h3>
        {count > 0 && taken !== null && (
          <span className="faint" role="status">
            {pairs.map((pair, at) => asWanted(rows, pair, recordOf(taken.outcomes[at]), at, pairs.length)).join(' ')}
          </span>
        )}
      </div>
      {count === 0 ? (
        <p className="empty-note">Check a field to see the record with it.</p>
      ) : taken === null ? (
        <p className="notice tone-err" role="alert">
          The mapping of this flow has another shape than rules by entity and action, so it can take no fields: mend it
          in the code editor.
        </p>
      ) : (
        <Made taken={taken} wanted={pairs[0]?.wanted ?? null} />
      )}
    </section>
  )
}

/** `Pair 2: 3 of 4 as wanted.`; nothing where no value is wanted. */
function asWanted(
  rows: readonly ProposalRow[],
  { wanted }: WantedSample,
  record: RecordParts | null,
  at: number,
  pairs: number,
): string {
  if (wanted === null || record === null) return ''
  const { same, of } = countAsWanted(rows, wanted, record)
  return `${pairs > 1 ? `Pair ${at + 1}: ` : ''}${same} of ${of} as wanted.`
}

function Made({ taken: { outcomes, rule }, wanted }: { taken: Taken; wanted: RecordParts | null }) {
  const [outcome] = outcomes
  if (!outcome) return <p className="empty-note">Evaluating the event…</p>
  const record = recordOf(outcome)
  return (
    <>
      {outcome.kind !== 'message' && (
        <p className="notice tone-warn">
          <b>{record === null ? 'No record:' : 'Kafka must refuse this record:'}</b>{' '}
          <Sentence text={reasonOf(outcome)} />
        </p>
      )}
      {record !== null && outcome.rule !== rule && (
        <p className="notice tone-warn">
          The event {outcome.rule === null ? 'follows no rule' : `follows ${outcome.rule}`}, so its record has none of
          the fields of {rule}.
        </p>
      )}
      {record !== null && (
        <p className="empty-note">
          Topic <code>{record.topic}</code>, key <code>{record.key}</code>
        </p>
      )}
      {record === null ? null : wanted === null ? (
        <JsonView text={prettyJson(JSON.stringify(record.value))} label="Value with this mapping" />
      ) : (
        <JsonDiff before={wanted.value} after={record.value} label="Value with this mapping" isWhole />
      )}
    </>
  )
}
