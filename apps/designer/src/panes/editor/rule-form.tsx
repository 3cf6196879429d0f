import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonValue } from '@mapping-designer/shared-types'
import { ChevronRight, CircleCheck, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { Switch } from 'react-aria-components'
import { useDesigner } from '../../app/designer-context.tsx'
import { plural } from '../../preview/format.ts'
import { useDestination, usePreview, usePreviews } from '../../preview/use-preview.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { conditionText, type RuleEntry } from '../rules/rule-list.ts'
import { DataMapping } from './data-mapping.tsx'
import { PathInput } from './path-input.tsx'
import { ProblemHints, useHasProblem } from './problem-hints.tsx'
import { useFlowEdit } from './use-flow-edit.ts'

/** One rule as a form; what the form does not know stays in the text and is listed at the end. */
export function RuleForm({ entry }: { entry: RuleEntry }) {
  const { place, rule } = entry
  const preview = usePreview()
  const isMatching = preview?.explanation?.outcome.rule === entry.name
  return (
    <>
      <RuleTitle entry={entry} isMatching={isMatching} />
      <RuleFields entry={entry} isMatching={isMatching} />
      {rule['ignore'] !== true && (
        <DataMapping place={[...place, 'data']} data={rule['data']} isMatching={isMatching} />
      )}
      <OtherParts rule={rule} />
    </>
  )
}

function RuleTitle({ entry, isMatching }: { entry: RuleEntry; isMatching: boolean }) {
  const { document } = useDesigner()
  const edit = useFlowEdit()
  const { entity, action, alternative, alternatives } = entry
  return (
    <div className="rule-title">
      <h3>
        {entity}
        <ChevronRight className="icon small faint" aria-hidden />
        {action}
      </h3>
      {alternative !== null && (
        <span className="tag">
          condition {alternative} of {alternatives}
        </span>
      )}
      {isMatching && (
        <span className="push tone-ok" style={{ display: 'inline-flex', gap: 5, alignItems: 'center', fontSize: 12 }}>
          <CircleCheck className="icon small" aria-hidden />
          Matches this sample
        </span>
      )}
      <button
        type="button"
        className={`btn icon-only small${isMatching ? '' : ' push'}`}
        aria-label={`Delete rule ${entity} ${action}`}
        onClick={() => {
          edit([{ place: entry.place, value: undefined }], `delete rule ${entity} ${action}`)
          document.getState().actions.selectRule(null)
        }}
      >
        <Trash2 className="icon small" aria-hidden />
      </button>
    </div>
  )
}

function RuleFields({ entry, isMatching }: { entry: RuleEntry; isMatching: boolean }) {
  const { document } = useDesigner()
  const { place, rule } = entry
  const id = useId()
  const edit = useFlowEdit()
  const destination = useDestination()
  const matches = usePreviews().filter(({ explanation }) => explanation?.outcome.rule === entry.name).length
  const samples = usePreviews().length
  const settings = isPlainObject(rule['settings']) ? rule['settings'] : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const set = (steps: string[], value: JsonValue | undefined, label: string) =>
    edit([{ place: [...place, ...steps], value }], label, `${entry.name} ${steps.join('.')}`)
  const rename = (entity: string, action: string) => {
    if (entity.trim() === '' || action.trim() === '') return
    if (move(entity.trim(), action.trim()))
      document.getState().actions.selectRule(['mapping', entity.trim(), action.trim()])
  }
  // A rule is renamed by moving all alternatives of its action; a place that is taken is left alone.
  const move = (entity: string, action: string): boolean => {
    const mapping = (destination?.config as { mapping?: Record<string, Record<string, JsonValue>> } | undefined)
      ?.mapping
    const moved = mapping?.[entry.entity]?.[entry.action]
    if (moved === undefined || mapping?.[entity]?.[action] !== undefined) return false
    const isLast = Object.keys(mapping?.[entry.entity] ?? {}).length === 1
    const old = isLast && entity !== entry.entity ? ['mapping', entry.entity] : ['mapping', entry.entity, entry.action]
    edit(
      [
        { place: ['mapping', entity, action], value: moved },
        { place: old, value: undefined },
      ],
      'rename rule',
    )
    return true
  }
  const condition = conditionText(rule)

  return (
    <div className="form">
      <span className="label">Match</span>
      <div className="pair">
        <CommitInput aria-label="Entity" value={entry.entity} onCommit={(value) => rename(value, entry.action)} />
        <ChevronRight className="icon small" aria-hidden />
        <CommitInput aria-label="Action" value={entry.action} onCommit={(value) => rename(entry.entity, value)} />
      </div>
      <div className="resolved faint">
        {matches} of {plural(samples, 'sample')}
      </div>

      {condition !== '' && (
        <>
          <span className="label">Condition</span>
          <code className="truncate" title={condition}>
            {condition}
          </code>
          <div className="resolved faint">edit it in Code</div>
        </>
      )}

      <label htmlFor={`${id}topic`}>Topic</label>
      <input
        id={`${id}topic`}
        className="field mono"
        spellCheck={false}
        value={text(settings['topic'])}
        placeholder={topicOf(destination?.config)}
        onChange={(event) =>
          set(['settings', 'topic'], event.target.value === '' ? undefined : event.target.value, 'change topic')
        }
      />
      <Resolved field="topic" isMatching={isMatching} />
      <ProblemHints place={[...place, 'settings', 'topic']} />

      <span className="label">Key</span>
      <PathInput
        label="Key"
        value={text(settings['key'])}
        placeholder="the key of the destination"
        hasProblem={useHasProblem([...place, 'settings', 'key'])}
        onChange={(path) => set(['settings', 'key'], path === '' ? undefined : path, 'change key path')}
      />
      <Resolved field="key" isMatching={isMatching} />
      <ProblemHints place={[...place, 'settings', 'key']} />

      <label htmlFor={`${id}name`}>Name</label>
      <input
        id={`${id}name`}
        className="field mono"
        spellCheck={false}
        value={text(rule['name'])}
        placeholder="unchanged"
        onChange={(event) =>
          set(['name'], event.target.value === '' ? undefined : event.target.value, 'change event name')
        }
      />
      <div className="resolved faint">new event name</div>

      <span className="label">Ignore</span>
      <Switch
        className="switch"
        aria-label="Ignore"
        isSelected={rule['ignore'] === true}
        onChange={(on) => set(['ignore'], on ? true : undefined, 'change ignore')}
      >
        <span className="knob" />
        {rule['ignore'] === true ? 'On: matching events are not sent' : 'Off: matching events are sent'}
      </Switch>
      <div className="resolved" />
    </div>
  )
}

/** What topic or key resolve to for the selected sample, and where from. */
function Resolved({ field, isMatching }: { field: 'topic' | 'key'; isMatching: boolean }) {
  const explanation = usePreview()?.explanation
  const record = explanation?.steps.find((step) => step.kind === 'record')
  if (
    !isMatching ||
    record === undefined ||
    explanation === undefined ||
    explanation === null ||
    !('record' in explanation.outcome)
  ) {
    return <div className="resolved" />
  }
  const { origin } = record[field]
  return (
    <div className="resolved">
      <code className="truncate">{explanation.outcome.record[field]}</code>
      <span className={`tag${origin === 'fallback' ? ' tone-warn' : ''}`}>{origin}</span>
    </div>
  )
}

function topicOf(config: unknown): string {
  const settings = isPlainObject(config) && isPlainObject(config['settings']) ? config['settings'] : {}
  const kafka = isPlainObject(settings['kafka']) ? settings['kafka'] : {}
  return typeof kafka['topic'] === 'string' ? kafka['topic'] : ''
}

const formParts = new Set(['settings', 'name', 'ignore', 'data', 'condition'])

function OtherParts({ rule }: { rule: Record<string, unknown> }) {
  const others = Object.entries(rule).filter(([name]) => !formParts.has(name))
  if (others.length === 0) return null
  return (
    <section aria-label="Advanced">
      <div className="section-head">
        <h4>Advanced</h4>
        <span className="faint">kept as written, edit in Code</span>
      </div>
      <table className="pairs">
        <tbody>
          {others.map(([name, value]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>
                <code>{JSON.stringify(value)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
