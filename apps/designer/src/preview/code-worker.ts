// Evaluates samples of a flow with functions or steps, apart from the page, so that it can be ended when one never returns.
import {
  type CodeRunner,
  compileFollow,
  type FollowedEvent,
  loadPorts,
  planDestination,
} from '@mapping-designer/mapping-engine'
import { encodeExplanation, loadSandbox, withPlans } from '@mapping-designer/mapping-engine/code'
import type { CodeTask, PreviewedEvent } from './code-previews.ts'

addEventListener('message', async ({ data }: MessageEvent<CodeTask>) => {
  const { run, samples, destination, now, runsCode } = data
  const { collector, whole } = destination
  const ports = await loadPorts(whole?.file)
  if (runsCode) await loadSandbox()
  // From here on the page counts the time of each event.
  postMessage({ run, isReady: true })
  const compile = (code: CodeRunner | undefined) => compileEvaluate(data, { code, ports })
  for await (const [{ id, event }, evaluate] of withPlans(samples, { now, collector, runsCode, compile })) {
    postMessage({ run, id, explanation: encodeExplanation(evaluate(event)) })
  }
  postMessage({ run, isDone: true })
})

type Evaluate = (event: unknown) => PreviewedEvent
type Means = Pick<NonNullable<Parameters<typeof planDestination>[1]>, 'code' | 'ports'>

function compileEvaluate(task: CodeTask, means: Means): Evaluate {
  const { destination, now, maxMessageBytes, isFollowed, hasSnapshots } = task
  const options = { now, maxMessageBytes, ...means }
  if (!isFollowed) return planDestination(destination, options).plan.explain
  const plan = compileFollow(destination, options)
  return (event) => shortened(plan.follow(event, hasSnapshots), task)
}

/** What other destinations get is sent where somebody looks at the whole way, not with each of thousands of samples. */
function shortened(followed: FollowedEvent, { hasSnapshots }: CodeTask): PreviewedEvent {
  return hasSnapshots ? followed : { ...followed, journey: { ...followed.journey, deliveries: [] } }
}
