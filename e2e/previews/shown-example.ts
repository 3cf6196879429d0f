import { readFlow } from '@mapping-designer/mapping-engine'
import { type ReadableExample, readExamples } from '@mapping-designer/mapping-engine/examples'
import type { Designer } from '../fixtures.ts'

/** A step example and where the designer shows it. */
export interface ShownExample {
  /** `default / kafka`, as the destination picker names it. */
  destination: string
  /** Its row among the samples. */
  row: number
  example: ReadableExample
}

interface ExpectedRecord {
  topic: string
  messages: [{ key: string; value: string; headers: Record<string, string>; timestamp: string }]
}

/** The examples of a flow text in the order of the sample list. Throws for a text that is no flow file. */
export function examplesOf(text: string): ShownExample[] {
  const reading = readFlow(text)
  if (!reading.isReadable) throw new Error(reading.error.message)
  const all = reading.destinations.flatMap((destination) =>
    readExamples(destination).flatMap((example) =>
      example.isReadable ? [{ destination: `${destination.flowName} / ${destination.name}`, example }] : [],
    ),
  )
  // An example with a rule of its own is for the check command; the designer shows its event under the flow's rules.
  return all
    .map((one, row) => ({ ...one, row }))
    .filter(({ example }) => example.rule === undefined && example.out !== null)
}

/** Selects an example in the designer and answers what the record pane shows of it that is not as expected. */
export async function differencesShown(
  { page, samples, record }: Designer,
  { destination, row, example }: ShownExample,
): Promise<string[]> {
  const picker = page.getByRole('button', { name: /^Destination:/ })
  if ((await picker.getAttribute('aria-label')) !== `Destination: ${destination}`) {
    await picker.click()
    await page.getByRole('menuitem', { name: destination }).click()
  }
  await samples.rows.nth(row).click()
  await samples.region.getByRole('row', { selected: true }).and(samples.rows.nth(row)).waitFor()
  await record.settled()
  const [call] = example.out ?? []
  if (call === undefined) {
    const isSilent = await record.region.getByText('No record:').isVisible()
    return isSilent ? [] : ['expected no record, but the pane shows one']
  }
  if (!(await record.topic.isVisible())) return ['expected a record, but the pane shows none']
  const { topic, messages } = call[1] as unknown as ExpectedRecord
  const [{ key, value, headers, timestamp }] = messages
  const shown = await record.read()
  const wanted = { topic, key, value, timestamp, headers: Object.entries(headers) }
  return (['topic', 'key', 'value', 'timestamp', 'headers'] as const).flatMap((field) => {
    const [expected, found] = [JSON.stringify(wanted[field]), JSON.stringify(shown[field])]
    return expected === found ? [] : [`${field}: expected ${expected}, shown ${found}`]
  })
}
