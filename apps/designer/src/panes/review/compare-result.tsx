import {
  type ChangeGroup,
  type Comparison,
  causesOf,
  comparisonAsMarkdown,
  type FlowChange,
} from '@mapping-designer/mapping-engine'
import { useState } from 'react'
import { VersionLinks } from '../../designer/version-links.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatBytes, formatCount, plural } from '../../ui/format.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { ChangeDetail } from './change-detail.tsx'
import { ChangeTable } from './change-table.tsx'
import { changesInWords } from './change-words.ts'
import { FlowChangeList, ProblemChanges } from './flow-change-list.tsx'
import { type CompareWork, type Runnable, useComparison } from './use-comparison.ts'
import { type FileWork, useFileComparison } from './use-file-comparison.ts'

export interface SideNames {
  before: string
  after: string
}

/** Two flows over the samples: what readers see, what was changed in the flow, and why one changed the other. */
export function CompareResult(sides: { before: Runnable; after: Runnable; names: SideNames }) {
  const work = useComparison(sides.before, sides.after)
  const { comparison } = work
  if (comparison === null) {
    return (
      <p className="empty-note" role="status">
        Running both flows…
      </p>
    )
  }
  return <Compared {...sides} work={work} comparison={comparison} />
}

/** The same over the events of a file: how far it is, what cannot be read, and what is known so far. */
export function CompareFileResult({
  file,
  ...sides
}: {
  file: File
  before: Runnable
  after: Runnable
  names: SideNames
}) {
  const work = useFileComparison(sides.before, sides.after, file)
  const { comparison, state, faults } = work
  return (
    <>
      {state !== 'done' && <FileProgress work={work} />}
      {faults.length > 0 && (
        <div className="notice tone-err" role="alert">
          <ToneIcon tone="err" />
          <ul>
            {faults.map((fault) => (
              <li key={fault}>
                <b>{file.name}:</b> {fault}
              </li>
            ))}
          </ul>
        </div>
      )}
      {comparison !== null && comparison.events > 0 && <Compared {...sides} work={work} comparison={comparison} />}
      {state === 'done' && comparison?.events === 0 && faults.length === 0 && (
        <Empty sentence={`${file.name} holds no event.`} />
      )}
    </>
  )
}

function FileProgress({ work: { comparison, state, read, stop } }: { work: FileWork }) {
  const count = plural(comparison?.events ?? 0, 'event')
  if (state === 'stopped') {
    return (
      <p className="notice tone-warn" role="status">
        <ToneIcon tone="warn" />
        <span>
          {comparison
            ? `Stopped after ${count}: what follows is about these.`
            : 'Stopped before an event was compared.'}
        </span>
      </p>
    )
  }
  return (
    <div className="compare-progress">
      <span>Comparing: {count}</span>
      <progress aria-label="Events compared" max={1} value={read} />
      <button type="button" className="btn small" onClick={stop}>
        Stop
      </button>
    </div>
  )
}

interface Shown {
  before: Runnable
  after: Runnable
  names: SideNames
  work: CompareWork
  comparison: Comparison
}

function Compared(shown: Shown) {
  const { comparison, work, names, after } = shown
  const [chosen, setChosen] = useState<string | null>(null)
  const causes = new Map(
    comparison.groups.map((group) => [group, causesOf(group, work.changes, after.destination.place)]),
  )
  const group = comparison.groups.find((one) => idOf(one) === chosen) ?? comparison.groups[0]
  const isSame = comparison.changed === 0
  return (
    <>
      <Verdict comparison={comparison} work={work} />
      <Figures comparison={comparison} />
      <div className="review-split">
        <div className="pane">
          <div className="scroll">
            {isSame ? (
              <Empty
                sentence={`Every record of ${names.after} is the same to the last byte as that of ${names.before}.`}
              >
                <VersionLinks />
              </Empty>
            ) : (
              <ChangeTable comparison={comparison} chosen={group ?? null} onChoose={(one) => setChosen(idOf(one))} />
            )}
            <ProblemChanges problems={comparison.problems} />
            <FlowChangeList changes={work.changes} eventsOf={(change) => eventsOf(change, causes)} shown={shown} />
          </div>
        </div>
        {group && <ChangeDetail key={idOf(group)} group={group} causes={causes.get(group) ?? []} shown={shown} />}
      </div>
    </>
  )
}

const idOf = ({ rule, kind, what, path }: ChangeGroup) => JSON.stringify([rule, kind, what, path])

/** The most events of one group that a change of the flow explains. */
function eventsOf(change: FlowChange, causes: ReadonlyMap<ChangeGroup, FlowChange[]>): number {
  return Math.max(0, ...[...causes].flatMap(([group, found]) => (found.includes(change) ? [group.events] : [])))
}

function Verdict({ comparison, work }: { comparison: Comparison; work: CompareWork }) {
  const { isBreaking, changed } = comparison
  const tone = isBreaking ? 'err' : changed > 0 ? 'warn' : 'ok'
  return (
    <div className={`notice verdict-line tone-${tone}`} role="note" aria-label="Verdict">
      <ToneIcon tone={tone} />
      <span>
        {changed === 0 ? (
          <b>Nothing that readers see has changed.</b>
        ) : (
          <>
            <b>{isBreaking ? 'Breaking for readers.' : 'Nothing breaks.'}</b> {changesInWords(comparison)}
          </>
        )}
      </span>
      <span className="muted">Over {work.over}</span>
      <CopyButton text={comparisonAsMarkdown(comparison)} label="Copy report" />
    </div>
  )
}

function Figures({ comparison }: { comparison: Comparison }) {
  const { records, same, changed, bytes, groups } = comparison
  const eventsIn = (kind: ChangeGroup['kind']) =>
    groups.filter((group) => group.kind === kind).reduce((sum, { events }) => sum + events, 0)
  const rules = new Set(groups.map(({ rule }) => rule)).size
  const share = bytes.before === 0 ? 0 : (bytes.after / bytes.before - 1) * 100
  const figures: [name: string, value: string, more: string][] = [
    ['Records before', formatCount(records.before), `${formatCount(records.after)} after`],
    ['Same', formatCount(same), 'byte for byte'],
    ['Changed', formatCount(changed), plural(rules, 'rule')],
    ['New', formatCount(eventsIn('appears')), ''],
    ['Gone', formatCount(eventsIn('vanishes')), ''],
    [
      'Bytes of values',
      `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(share).toFixed(1)} %`,
      `${formatCount(bytes.before)} → ${formatBytes(bytes.after)}`,
    ],
  ]
  return (
    <dl className="figures">
      {figures.map(([name, value, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b> <span className="faint">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
