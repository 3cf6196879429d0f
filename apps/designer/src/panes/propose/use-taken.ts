import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { useMemo } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { useFlowAt } from '../../designer/use-flow-at.ts'
import { useDestination } from '../../designer/use-preview.ts'
import { useVariants } from '../../designer/use-variants.ts'
import { applyFlowEdits, fromRoot } from '../../document/flow-edit.ts'
import type { Sample } from '../../document/sample.ts'
import { proposalEdit, type TakenRow } from '../../mapping/proposal-rows.ts'

/** What samples come to once rows of a proposal are in the flow. */
export interface Taken {
  /** An outcome for each sample; null while it is evaluated. */
  outcomes: readonly (Outcome | null)[]
  /** The rule that has the rows, as outcomes name it. */
  rule: string
}

/** Runs samples under the flow with some rows in it; null where the mapping can take none. Both lists have to be stable. */
export function useTaken(event: string, rows: readonly TakenRow[], samples: readonly Sample[]): Taken | null {
  const now = useDocument((state) => state.now)
  const text = useDocument((state) => state.text)
  const selected = useDocument((state) => state.selectedRule)
  const previewAs = useDocument((state) => state.settings.previewAs)
  const to = useDestination()
  const taken = useMemo(
    () => to && takeInto(text, to, () => proposalEdit(to.config, selected, event, rows)),
    [text, to, selected, event, rows],
  )
  const { destination, plan } = useFlowAt(taken?.text ?? null, previewAs) ?? {}
  const variants = useMemo(
    () => (destination && plan ? [{ destination, plan, samples }] : []),
    [destination, plan, samples],
  )
  const [outcomes] = useVariants(variants, now)
  return taken && outcomes ? { outcomes, rule: taken.rule } : null
}

/** The text with an edit of the rules in it, and the name of the rule; undefined where the mapping has another shape. */
function takeInto(text: string, { place }: FlowDestination, edit: () => ReturnType<typeof proposalEdit>) {
  try {
    const { edits, select } = edit()
    const [, entity, action, alternative] = select ?? []
    const rule = `${entity}.${action}${alternative === undefined ? '' : `[${alternative}]`}`
    return { text: applyFlowEdits(text, fromRoot(place, edits)), rule }
  } catch {
    return undefined
  }
}
