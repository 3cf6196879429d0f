import { useDesigner } from '../../designer/designer-context.tsx'
import { useDestination, usePreviews } from '../../designer/use-preview.ts'
import { applyFlowEdits } from '../../document/flow-edit.ts'
import { chosenDestination, noReading, readText } from '../../preview/derive.ts'
import { canExpect, testOf, writeTest } from '../../preview/tests.ts'

/** Beyond this the flow file would hold more tests than flow. */
const most = 200

/** Saves every sample that is no test yet as one, in a single step; null where there is none, or too many. */
export function useSaveAllTests(): { count: number; run: () => void } | null {
  const { document } = useDesigner()
  const destination = useDestination()
  const missing = usePreviews().filter(
    (preview) => testOf(preview, destination) === undefined && canExpect(preview, destination),
  )
  if (missing.length === 0 || missing.length > most || destination === undefined) return null
  const run = () => {
    const { text, env, now, samples, selectedDestination, actions } = document.getState()
    const tests = new Map<string, Pick<(typeof samples)[number], 'text' | 'example'>>()
    let next = text
    for (const preview of missing) {
      // Each test takes a free name, so the ones before have to be in the flow already.
      const current = chosenDestination(readText(next, env, noReading), selectedDestination)
      const test = current && writeTest(preview, current, now)
      if (!test) continue
      next = applyFlowEdits(next, test.edits)
      tests.set(preview.sample.id, { text: test.text, example: test.link })
    }
    actions.replace(
      { text: next, samples: samples.map((sample) => ({ ...sample, ...tests.get(sample.id) })) },
      `save ${tests.size} tests`,
    )
  }
  return { count: missing.length, run }
}
