import variant from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core'

/**
 * What all functions of a process or worker have together, in pages of 64 KiB: 64 MiB. QuickJS' own limit counts the
 * number of allocations and not their size in WebAssembly, so the memory itself is bounded.
 */
const memoryPages = { initial: 256, maximum: 1024 }

let loading: Promise<QuickJSWASMModule> | undefined
let memory: WebAssembly.Memory | undefined

/** Loads the sandbox once, and again after one was spent; afterwards createCodeRunner is synchronous. */
export function loadSandbox(): Promise<QuickJSWASMModule> {
  memory ??= new WebAssembly.Memory(memoryPages)
  loading ??= newQuickJSWASMModuleFromVariant(
    newVariant(variant as unknown as QuickJSSyncVariant, { wasmMemory: memory }),
  )
  return loading
}

/** QuickJS does not survive running out of memory in WebAssembly, because its own bookkeeping breaks: the next load is a new one. */
export function abandonSandbox(): void {
  loading = undefined
  memory = undefined
}

/** One step of growth may fail well before the maximum, when what is asked for is large. */
export function isMemoryLarge(): boolean {
  return memory !== undefined && memory.buffer.byteLength >= memoryPages.maximum * 32_768
}
