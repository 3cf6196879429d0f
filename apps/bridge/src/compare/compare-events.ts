import {
  type AddedPortion,
  type ComparedSides,
  type Comparison,
  comparePortions,
  type EventPlace,
  type EventPortion,
  keepsMemory,
} from '@mapping-designer/mapping-engine'
import { withEventRunner } from '../code/event-runner.ts'
import { compareInThreads } from './compare-threads.ts'

/** Most files end before a thread would have started. */
const maxHere = 20_000

/**
 * What the events of some portions come to by two flows. Texts are read and compared side by side in threads, in memory that
 * does not grow with their number. `onAdded` is called with what was read of each portion.
 */
export async function compareEvents(
  sides: ComparedSides,
  portions: AsyncIterable<EventPortion>,
  onAdded: (added: AddedPortion) => void,
): Promise<Comparison> {
  // What a flow remembers of earlier events is known of one run alone.
  const isOneRun = [sides.before, sides.after].some(keepsMemory)
  return withEventRunner(async (runner) => {
    const here = comparePortions(sides, runner, isOneRun)
    let threads: ReturnType<typeof compareInThreads> | undefined
    let isFirst = true
    try {
      for await (const portion of isOneRun ? together(portions) : portions) {
        if (isFirst) await here.addProblems(portion)
        if (portion.texts === undefined || portion.index < maxHere) onAdded(await here.add(portion))
        else {
          threads ??= compareInThreads(sides, here.merge, onAdded)
          await threads.add(portion)
        }
        isFirst = false
      }
      await threads?.finish()
      return here.result()
    } finally {
      await threads?.close()
    }
  })
}

async function* together(portions: AsyncIterable<EventPortion>): AsyncGenerator<EventPortion> {
  const events: unknown[] = []
  const texts: string[] = []
  const places: EventPlace[] = []
  for await (const portion of portions) {
    for (const event of portion.events ?? []) events.push(event)
    for (const text of portion.texts ?? []) texts.push(text)
    for (const place of portion.places ?? []) places.push(place)
  }
  if (events.length > 0) yield { index: 0, events }
  if (texts.length > 0) yield { index: 0, texts, places }
}
