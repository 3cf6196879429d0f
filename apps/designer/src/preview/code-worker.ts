// Evaluates samples of a flow with functions, apart from the page, so that it can be ended when one never returns.
import { compileDestination } from '@mapping-designer/mapping-engine'
import { createCodeRunner, encodeValue, loadSandbox } from '@mapping-designer/mapping-engine/code'
import type { CodeTask } from './code-previews.ts'

addEventListener('message', async ({ data }: MessageEvent<CodeTask>) => {
  const { run, config, collector, runtime, now, maxMessageBytes, samples } = data
  const open = async () => {
    const code = createCodeRunner(await loadSandbox(), { now, collector: { consent: {}, ...collector } })
    return { code, plan: compileDestination(config, { collector, runtime, now, maxMessageBytes, code }) }
  }
  let sandbox = await open()
  for (const { id, event } of samples) {
    if (sandbox.code.isSpent) sandbox = await open()
    const { errors, ...explanation } = sandbox.plan.explain(event)
    // Only what can cross: errors become their sentences, functions inside values are marked.
    const said = errors.map(({ message, error }) => ({ message, error: String(error) }))
    postMessage({ run, id, explanation: encodeValue({ ...explanation, errors: said }) })
  }
  sandbox.code.dispose()
  postMessage({ run, isDone: true })
})
await loadSandbox()
postMessage({ isReady: true })
