import type { BridgeStore } from '../bridge/bridge-store.ts'
import type { Analysis } from './analysis.ts'

/** Asks the bridge what large records come to when they are packed, where a problem depends on it. */
export function learnSizes({ analysis, bridge }: { analysis: Analysis; bridge: BridgeStore }): void {
  analysis.subscribe(({ previews }) => {
    const { status, actions } = bridge.getState()
    if (status !== 'connected') return
    for (const { explanation } of previews) {
      if (explanation?.outcome.kind !== 'message') continue
      const { record, send } = explanation.outcome
      const isAsked = send.compression !== 0 && explanation.problems.some(({ code }) => code === 'record-size-near')
      if (isAsked) void actions.learnSize(record, send.compression)
    }
  })
}
