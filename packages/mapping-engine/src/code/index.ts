export { createCodeRunner, loadSandbox, type SandboxLimits } from './quickjs-code.ts'
export { decodeValue, encodeValue } from './wire-value.ts'
