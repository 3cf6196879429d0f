// Evaluates samples of a flow with functions, apart from the page, so that it can be ended when one never returns.
import { compileDestination } from '@mapping-designer/mapping-engine'
import { createSandboxedPlan, encodeExplanation, loadSandbox } from '@mapping-designer/mapping-engine/code'
import type { CodeTask } from './code-previews.ts'

addEventListener('message', async ({ data }: MessageEvent<CodeTask>) => {
  const { run, samples, config, ...options } = data
  const sandboxed = createSandboxedPlan(options, (code) => compileDestination(config, { ...options, code }))
  for (const { id, event } of samples) {
    const plan = await sandboxed.next()
    postMessage({ run, id, explanation: encodeExplanation(plan.explain(event)) })
  }
  sandboxed.end()
  postMessage({ run, isDone: true })
})
await loadSandbox()
postMessage({ isReady: true })
