import { ChevronRight, CircleCheck, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useDerived, useDocument } from '../../designer/designer-context.tsx'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import { useRuleCounts } from '../../designer/use-preview.ts'
import { deleteRule, renameRule } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

/** Which events a rule is for, and how many samples it matches. */
export function RuleTitle({ entry }: { entry: RuleEntry }) {
  const change = useRuleEdit()
  const [isRenamed, setRenamed] = useState(false)
  const { entity, action, alternative, alternatives } = entry
  return (
    <div className="rule-title" data-place={JSON.stringify(entry.place)}>
      <h3>
        {isRenamed ? (
          <MatchInputs entry={entry} />
        ) : (
          <>
            <span className="truncate">{entity}</span>
            <ChevronRight className="icon small faint" aria-hidden />
            <span className="truncate">{action}</span>
          </>
        )}
      </h3>
      {alternative !== null && (
        <span className="tag">
          {alternative} of {alternatives}
        </span>
      )}
      <IconButton
        Icon={Pencil}
        label={`Change what ${entity} ${action} matches`}
        isSmall
        aria-expanded={isRenamed}
        onClick={() => setRenamed(!isRenamed)}
      />
      <IconButton
        Icon={Trash2}
        className="hide-phone"
        label={`Delete rule ${entity} ${action}`}
        isSmall
        onClick={() => change((config) => deleteRule(config, entry))}
      />
      <Matches entry={entry} />
    </div>
  )
}

function MatchInputs({ entry }: { entry: RuleEntry }) {
  const { entity, action } = entry
  const change = useRuleEdit()
  const rename = (...to: [string, string]) => change((config) => renameRule(config, entry, to))
  return (
    <>
      <CommitInput aria-label="Entity" value={entity} onCommit={(typed) => rename(typed.trim(), action)} />
      <ChevronRight className="icon small faint" aria-hidden />
      <CommitInput aria-label="Action" value={action} onCommit={(typed) => rename(entity, typed.trim())} />
    </>
  )
}

function Matches({ entry: { name } }: { entry: RuleEntry }) {
  const isMatching = useDerived(({ preview }) => preview?.explanation?.outcome.rule === name)
  const matches = useRuleCounts().get(name) ?? 0
  const samples = useDocument((state) => state.samples.length)
  return (
    <span className={`push matches ${isMatching ? 'tone-ok' : 'faint'}`}>
      {isMatching && <CircleCheck className="icon small" aria-hidden />}
      {isMatching && <span className="sr-only">Matches this sample. </span>}
      <span className="hide-narrow">Matches </span>
      {matches} of {samples}
    </span>
  )
}
