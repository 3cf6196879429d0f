export { createCodeRunner } from './code-runner.ts'
export { loadSandbox } from './load-sandbox.ts'
export { encodeExplanation, withPlans } from './sandboxed-plan.ts'
export { decodeValue, encodeValue } from './wire-value.ts'
