import { Check, Info, TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import { useDestination, usePreviews, useRuleCounts, useRules } from '../../designer/use-preview.ts'
import { eventName } from '../../document/sample.ts'
import { addRule, ignoreUnmatched } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { plural } from '../../ui/format.ts'

const maxEvents = 20

/** Which rules have samples, which have none, and which events no rule takes. */
export function RuleCoverage() {
  const counts = useRuleCounts()
  const title = useId()
  const rules = useRules()
  const max = Math.max(1, ...counts.values())
  const covered = rules.filter(({ name }) => counts.has(name)).length
  return (
    <section aria-labelledby={title} className="coverage">
      <div className="section-head">
        <h3 id={title}>Rule coverage</h3>
        <span className="faint push">
          {covered} of {plural(rules.length, 'rule')} {covered === 1 ? 'has' : 'have'} a sample
        </span>
      </div>
      <table className="pairs" aria-label="Samples by rule">
        <tbody>
          {rules.map((entry) => (
            <RuleLine key={entry.name} entry={entry} count={counts.get(entry.name) ?? 0} max={max} />
          ))}
        </tbody>
      </table>
      {rules.length === 0 && <p className="empty-note">No rules: every event is sent whole.</p>}
      <UnmatchedEvents />
    </section>
  )
}

/** A rule with the number of its samples, out of the largest number of all rules. */
function RuleLine({ entry, count, max }: { entry: RuleEntry; count: number; max: number }) {
  const { document, view } = useDesigner()
  const { name, place, rule, entity, action } = entry
  const goToRule = () => {
    document.getState().actions.selectRule(place)
    view.getState().actions.show('rules')
  }
  return (
    <tr>
      <th scope="row">
        {count > 0 ? (
          <Check className="icon small tone-ok" aria-hidden />
        ) : (
          <Info className="icon small faint" aria-hidden />
        )}
        <button type="button" className="link" onClick={goToRule}>
          {name}
        </button>
        {rule['ignore'] === true && <small className="faint"> ignore</small>}
      </th>
      <td>
        <span className="bar" style={{ width: `${(count / max) * 100}%` }} aria-hidden />
      </td>
      <td className="number">
        {count > 0 ? (
          plural(count, 'sample')
        ) : (
          <button
            type="button"
            className="link"
            onClick={() => view.getState().actions.openSampleBox('add')}
            aria-label={`Add a sample for ${entity} ${action}`}
          >
            Add a sample
          </button>
        )}
      </td>
    </tr>
  )
}

/** The events that no rule takes, each with the offer to make one. */
function UnmatchedEvents() {
  const config = useDestination()?.config
  const change = useRuleEdit()
  const unmatched = countUnmatched(usePreviews())
  const ignore = ignoreUnmatched(config)
  if (unmatched.size === 0) return null
  return (
    <>
      <div className="section-head">
        <h3>No rule</h3>
        <span className="faint grow">these events are sent whole</span>
        {ignore !== null && (
          <button type="button" className="btn small" onClick={() => change(ignoreUnmatched)}>
            Ignore unmatched events
          </button>
        )}
      </div>
      <table className="pairs" aria-label="Events without a rule">
        <tbody>
          {[...unmatched].slice(0, maxEvents).map(([name, count]) => {
            const [entity = '', action = ''] = name.split(' ')
            return (
              <tr key={name}>
                <th scope="row">
                  <TriangleAlert className="icon small tone-warn" aria-hidden /> {name}
                </th>
                <td className="number">{plural(count, 'sample')}</td>
                <td className="number">
                  <button
                    type="button"
                    className="link"
                    aria-label={`Make a rule for ${name}`}
                    onClick={() => change((now) => addRule(now, entity, action))}
                  >
                    Make a rule
                  </button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}

function countUnmatched(previews: readonly SamplePreview[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { sample, explanation } of previews) {
    if (explanation?.outcome.kind !== 'message' || explanation.outcome.rule !== null) continue
    const name = eventName(sample)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
