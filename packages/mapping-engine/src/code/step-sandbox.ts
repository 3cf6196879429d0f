import type { Place } from '@mapping-designer/shared-types'
import { CodeFault } from '../value/code-function.ts'
import type { StepAnswer, StepSandbox } from '../value/step-function.ts'
import { isMemoryLarge } from './load-sandbox.ts'
import { type Sandbox, tooDeep } from './open-sandbox.ts'
import type { StepReply } from './sandbox-protocol.ts'
import { createStepGraph } from './step-graph.ts'
import { encodeValue } from './wire-value.ts'

/** Functions of transformers and sources, in the sandbox of the mapping's functions. */
export function createStepSandbox(sandbox: Sandbox & { readonly isOpen: boolean }): StepSandbox {
  const graph = createStepGraph(1)

  const read = (reply: StepReply, place: Place): StepAnswer => {
    switch (reply.kind) {
      case 'done': {
        const [, , result, pushed] = graph.decode(reply.graph)
        return { threw: false, result, pushed: Array.isArray(pushed) ? pushed : [] }
      }
      case 'threw':
        graph.decode(reply.graph)
        return { threw: true, message: reply.message }
      case 'null-thrown':
        if (isMemoryLarge()) throw sandbox.spend(place)
        return { threw: true, message: 'null' }
      case 'out-of-memory':
        throw sandbox.spend(place)
      case 'lacking':
        throw new CodeFault('unavailable', place, `${reply.name} is not available in the preview`)
      default:
        throw new CodeFault('timeout', place, 'The promise of the function never settles')
    }
  }

  const run = (index: number, part: 'init' | 'push', roots: unknown[], place: Place): StepAnswer => {
    const text = encodeRoots(graph, roots, place)
    let reply: StepReply = JSON.parse(sandbox.call('runStep', [index, part, text], place))
    if (reply.kind === 'promise') {
      sandbox.runJobs(place)
      reply = JSON.parse(sandbox.call('settleStep', [], place))
    }
    return read(reply, place)
  }

  return {
    open({ place, config, env, ...source }) {
      const spec = { ...source, config: encodeValue(config ?? {}), env: encodeValue(env ?? {}) }
      const reply = openOrFault(sandbox, JSON.stringify(spec), place)
      if (reply.kind !== 'opened') {
        read(reply, place)
        throw new CodeFault('syntax', place, 'The step could not be opened')
      }
      const { index } = reply
      return {
        init: () => run(index, 'init', [null, null], place),
        push: (event, ingest) => run(index, 'push', [event, ingest], place),
      }
    },
    begin() {
      graph.reset()
      if (sandbox.isOpen && !sandbox.isSpent) sandbox.call('resetSteps', [], [])
    },
  }
}

function encodeRoots(graph: ReturnType<typeof createStepGraph>, roots: unknown[], place: Place): string {
  try {
    return graph.encode(roots)
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(place) : error
  }
}

function openOrFault(sandbox: Sandbox, spec: string, place: Place): StepReply {
  try {
    return JSON.parse(sandbox.call('openStep', [spec], place))
  } catch (error) {
    if (error instanceof CodeFault) throw error
    throw new CodeFault('syntax', place, error instanceof Error ? error.message : String(error))
  }
}
