// Evaluates samples of a flow with functions or steps, apart from the page, so that it can be ended when one never returns.
import {
  type CodeRunner,
  compileFollow,
  type FollowedEvent,
  loadPorts,
  planDestination,
} from '@mapping-designer/mapping-engine'
import {
  createSandboxedPlan,
  encodeExplanation,
  loadSandbox,
  type SandboxedPlan,
} from '@mapping-designer/mapping-engine/code'
import type { CodeTask, PreviewedEvent } from './code-previews.ts'

addEventListener('message', async ({ data }: MessageEvent<CodeTask>) => {
  const { run, samples } = data
  const plans = await plansFor(data)
  for (const { id, event } of samples) {
    const evaluate = await plans.next()
    postMessage({ run, id, explanation: encodeExplanation(evaluate(event)) })
  }
  plans.end()
  postMessage({ run, isDone: true })
})

type Evaluate = (event: unknown) => PreviewedEvent

async function plansFor(task: CodeTask): Promise<SandboxedPlan<Evaluate>> {
  const { destination, now, maxMessageBytes, runsCode } = task
  const options = { now, maxMessageBytes, ports: await loadPorts(destination.whole?.file) }
  const compile = (code: CodeRunner | undefined): Evaluate => {
    if (!task.isFollowed) return planDestination(destination, { ...options, code }).plan.explain
    const plan = compileFollow(destination, { ...options, code })
    return (event) => shortened(plan.follow(event, task.hasSnapshots), task)
  }
  if (runsCode) return createSandboxedPlan({ now, collector: destination.collector }, compile)
  const plan = compile(undefined)
  return { next: () => Promise.resolve(plan), end() {} }
}

/** What other destinations get is sent where somebody looks at the whole way, not with each of thousands of samples. */
function shortened(followed: FollowedEvent, { hasSnapshots }: CodeTask): PreviewedEvent {
  return hasSnapshots ? followed : { ...followed, journey: { ...followed.journey, deliveries: [] } }
}

await loadSandbox()
postMessage({ isReady: true })
