import type { ProfileSummary } from '@mapping-designer/shared-types'
import { chosenProfile } from '../../bridge/bridge-store.ts'
import { type DesignerParts, useBridge, useDesigner } from '../../designer/designer-context.tsx'
import { rulePlace } from '../../designer/go-to-problem.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { plural } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import type { PlannedRecord } from './use-planned.ts'

/** The topics that take no records from here, why, and one way out of that. */
export function BlockedTopics({ planned }: { planned: readonly PlannedRecord[] }) {
  const parts = useDesigner()
  const profile = useBridge(chosenProfile)
  if (profile === undefined) return null
  const missing = planned.filter(({ check }) => check === 'no-topic')
  const refused = planned.filter(({ check }) => check === 'not-allowed')
  const [first] = missing
  return (
    <>
      {first !== undefined && (
        <Notice
          tone="warn"
          text={`${factOf(missing, ['does not exist', 'do not exist'], profile)} Topics cannot be created from here.`}
        >
          <button type="button" className="btn small" onClick={() => goToTopic(parts, first)}>
            Choose another topic
          </button>
        </Notice>
      )}
      {refused.length > 0 && (
        <Notice
          tone="err"
          text={`${factOf(refused, ['is not allowed', 'are not allowed'], profile)} The bridge reads what is allowed when it starts.`}
        >
          <CopyButton text={allowlistLine(profile, topicsOf(refused))} label="Copy allowlist line" />
        </Notice>
      )}
    </>
  )
}

function topicsOf(planned: readonly PlannedRecord[]): string[] {
  return [...new Set(planned.map(({ record }) => record.topic))]
}

function factOf(planned: readonly PlannedRecord[], [one, many]: [string, string], { name }: ProfileSummary): string {
  const topics = topicsOf(planned)
  const names = topics.map((topic) => `\`${topic}\``).join(', ')
  const left = planned.filter(({ isSent }) => !isSent).length
  const rest = left === 0 ? '.' : `: ${plural(left, 'record')} ${left === 1 ? 'is' : 'are'} left out.`
  return `${names} ${topics.length === 1 ? one : many} on ${name}${rest}`
}

/** The setting with the topics added, in the form of the place that the profile comes from. */
function allowlistLine({ name, topics }: ProfileSummary, added: readonly string[]): string {
  const all = [...topics, ...added]
  return name === 'env' ? `PRODUCE_TOPICS='${all.join(',')}'` : `topics: ${JSON.stringify(all)}`
}

/** To the input that the topic of the record comes from. */
function goToTopic({ document, view }: DesignerParts, { preview }: PlannedRecord): void {
  const step = preview.explanation?.steps.find(({ kind }) => kind === 'record')
  if (step?.kind !== 'record') return
  const { selectSample, selectRule } = document.getState().actions
  const { closeProduce, showEditor, goTo } = view.getState().actions
  closeProduce()
  selectSample(preview.sample.id)
  selectRule(rulePlace(step.topic.place))
  showEditor('form')
  goTo(step.topic.place)
}
