// Evaluates samples of a flow with functions, apart from the page, so that it can be ended when one never returns.
import { compileDestination } from '@mapping-designer/mapping-engine'
import { createCodeRunner, encodeValue, loadSandbox } from '@mapping-designer/mapping-engine/code'
import type { CodeTask } from './code-previews.ts'

const loaded = loadSandbox()

addEventListener('message', async ({ data }: MessageEvent<CodeTask>) => {
  const { run, config, collector, runtime, now, samples } = data
  const code = createCodeRunner(await loaded, { now, collector: { consent: {}, ...collector } })
  const plan = compileDestination(config, { collector, runtime, now, code })
  for (const { id, event } of samples) {
    const { errors, ...explanation } = plan.explain(event)
    // Only what can cross: errors become their sentences, functions inside values are marked.
    const said = errors.map(({ message, error }) => ({ message, error: String(error) }))
    postMessage({ run, id, explanation: encodeValue({ ...explanation, errors: said }) })
  }
  code.dispose()
  postMessage({ run, isDone: true })
})
postMessage({ isReady: true })
