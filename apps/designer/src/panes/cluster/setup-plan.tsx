import { isPlainObject } from '@mapping-designer/mapping-engine'
import type {
  JsonObject,
  SetupPlan as Plan,
  SchemaStep,
  SetupRequest,
  SetupStep,
  TopicChange,
} from '@mapping-designer/shared-types'
import { useCallback, useMemo, useState } from 'react'
import { chosenProfile, sentenceOf } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner } from '../../designer/designer-context.tsx'
import { useAnswer } from '../../designer/use-answer.ts'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { useDestination, usePreviews } from '../../designer/use-preview.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { plural } from '../../ui/format.ts'
import { TypedButton } from '../../ui/typed-button.tsx'
import { wantedSchema, wantedTopics } from './wanted-topics.ts'

const nothing: Plan = { steps: [], schemas: [] }

/** What the samples' records and the setup of the destination need, compared with cluster and registry; applied step by step. */
export function SetupPlan({ profile, onChanged }: { profile: string; onChanged: () => void }) {
  const { client } = useDesigner()
  const may = useBridge(chosenProfile)
  const { wanted, config } = useWanted()
  const [error, setError] = useState<string | null>(null)
  const plan = usePlanned(profile, wanted)
  const { steps, schemas } = plan.value ?? nothing
  const setups = steps.map(({ setup }) => setup)
  const missing = steps.filter(({ state }) => state === 'missing')
  const apply: Apply = async (works) => {
    setError(null)
    try {
      for (const work of works) await work()
    } catch (failure) {
      setError(sentenceOf(failure))
    }
    plan.again()
    onChanged()
  }
  const createAll = () =>
    apply(
      missing.map(
        ({ setup }) =>
          () =>
            client.setUp(profile, setup),
      ),
    )
  if (wanted === JSON.stringify({ topics: [] })) return null
  return (
    <section className="cluster-part" aria-label="What the rules need">
      <div className="cluster-bar">
        <h3>What the rules need</h3>
        <span className="faint" role="status">
          {plan.isAsking ? 'Comparing…' : plan.value === null ? '' : verdictOf(steps, schemas)}
        </span>
        {may?.mayCreateTopics && !may.mustConfirm && missing.length > 1 && (
          <button type="button" className="btn small" onClick={() => void createAll()}>
            Create all {missing.length}
          </button>
        )}
        <CopyButton text={JSON.stringify(setups, null, 2)} label="Copy as setup" />
      </div>
      {(error ?? plan.error) !== null && <div className="notice tone-err">{error ?? plan.error}</div>}
      <ul className="cluster-steps">
        {steps.map((step) => (
          <li key={step.topic}>
            <code>{step.topic}</code>
            <span className={step.state === 'ok' ? 'faint' : 'tone-warn'}>{step.detail}</span>
            <TopicActions profile={profile} step={step} onApply={apply} />
            <KeepInFlow step={step} config={config} />
          </li>
        ))}
        {schemas.map((step) => (
          <SchemaLine key={`schema ${step.subject}`} profile={profile} step={step} onApply={apply} />
        ))}
      </ul>
    </section>
  )
}

/** Applies some changes to the cluster, one after the other. */
type Apply = (works: readonly (() => Promise<unknown>)[]) => Promise<void>

/** What may be done about a topic that is missing or differs. */
function TopicActions({ profile, step, onApply }: { profile: string; step: SetupStep; onApply: Apply }) {
  const { client } = useDesigner()
  const may = useBridge(chosenProfile)
  if (!may?.mayCreateTopics) return null
  return (
    <>
      {step.state === 'missing' && (
        <StepButton
          verb="Create"
          name={step.topic}
          mustType={may.mustConfirm}
          onClick={() => void onApply([() => client.setUp(profile, step.setup)])}
        />
      )}
      {may.environment !== 'production' && (
        <ChangeButton
          step={step}
          onChange={(change) => void onApply([() => client.changeTopic(profile, step.topic, change)])}
        />
      )}
    </>
  )
}

interface StepButtonProps {
  verb: 'Create' | 'Register'
  name: string
  mustType: boolean
  onClick: () => void
}

function StepButton({ verb, name, mustType, onClick }: StepButtonProps) {
  const purpose = `${verb.toLowerCase()} it`
  return (
    <TypedButton name={mustType ? name : null} purpose={purpose} className="btn small" onClick={onClick}>
      {verb}
      <span className="sr-only"> {name}</span>
    </TypedButton>
  )
}

function SchemaLine({ profile, step, onApply }: { profile: string; step: SchemaStep; onApply: Apply }) {
  const { client } = useDesigner()
  const may = useBridge(chosenProfile)
  return (
    <li>
      <span className="tag">schema</span>
      <code>{step.subject}</code>
      <span className={step.state === 'ok' ? 'faint' : 'tone-warn'}>{step.detail}</span>
      {may?.mayRegisterSchemas && isToRegister(step) && (
        <StepButton
          verb="Register"
          name={step.subject}
          mustType={may.mustConfirm}
          onClick={() => void onApply([() => client.registerSchema(profile, step.wanted)])}
        />
      )}
    </li>
  )
}

function ChangeButton({ step, onChange }: { step: SetupStep; onChange: (change: TopicChange) => void }) {
  const { topic, change, found = 0 } = step
  if (change === undefined) return null
  const { partitions, config } = change
  const more = partitions === undefined ? '' : `Add ${plural(partitions - found, 'partition')}`
  const label = config === undefined ? more : more === '' ? 'Change settings' : `${more}, change settings`
  return (
    <button type="button" className="btn small" onClick={() => onChange(change)}>
      {label}
      <span className="sr-only"> of {topic}</span>
    </button>
  )
}

/** What the cluster lacks of what is wanted. */
function usePlanned(profile: string, wanted: string) {
  const { client } = useDesigner()
  const ask = useCallback(async () => {
    const request: SetupRequest = JSON.parse(wanted)
    return request.topics.length === 0 && request.schema === undefined ? nothing : client.planSetup(profile, request)
  }, [client, profile, wanted])
  return useAnswer(ask)
}

/** The question for the bridge as a text, so that it is asked again only where something else is wanted. */
function useWanted(): { wanted: string; config: unknown } {
  const previews = usePreviews()
  const destination = useDestination()
  return useMemo(() => {
    const outcomes = previews.map(({ explanation }) => explanation?.outcome)
    const names = outcomes.flatMap((outcome) => (outcome?.kind === 'message' ? outcome.record.topic : []))
    const config = destination?.effective
    const request: SetupRequest = { topics: wantedTopics(names, config), schema: wantedSchema(config) }
    return { wanted: JSON.stringify(request), config }
  }, [previews, destination])
}

function verdictOf(steps: readonly SetupStep[], schemas: readonly SchemaStep[]): string {
  const missing = steps.filter(({ state }) => state === 'missing').length
  const others = [...steps, ...schemas].filter(({ state }) => state !== 'ok').length - missing
  const parts = [
    ...(missing > 0 ? [`${plural(missing, 'topic')} missing`] : []),
    ...(others > 0 ? [`${plural(others, 'thing')} to look at`] : []),
  ]
  return parts.length === 0 ? 'Every topic is there.' : `${parts.join(', ')}.`
}

function isToRegister(step: SchemaStep): step is SchemaStep & { wanted: NonNullable<SchemaStep['wanted']> } {
  return step.wanted !== undefined && (step.state === 'missing' || step.state === 'differs')
}

/** Writes the topic as `setup` of the destination, which `walkeros setup` creates; what stands there beside it is kept. */
function KeepInFlow({ step, config }: { step: SetupStep; config: unknown }) {
  const edit = useFlowEdit()
  const own = isPlainObject(config) && isPlainObject(config['setup']) ? config['setup'] : undefined
  // A destination sets up one topic. Another one that a person chose is not replaced without being asked.
  if (own !== undefined) return null
  const { topic, numPartitions, replicationFactor, configEntries } = step.setup
  // `walkeros setup` needs it, and of a topic that is missing only its owner knows it.
  if (replicationFactor === undefined) return null
  const value: JsonObject = {
    topic,
    numPartitions: step.found ?? numPartitions,
    replicationFactor,
    ...(configEntries !== undefined && { configEntries }),
  }
  return (
    <button
      type="button"
      className="btn small"
      onClick={() => edit([{ place: ['setup'], value }], `set up ${step.topic}`)}
    >
      Write into the flow<span className="sr-only"> {step.topic}</span>
    </button>
  )
}
