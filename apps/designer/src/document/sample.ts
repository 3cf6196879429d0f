import { parseSamples } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'

/** An event that a person keeps to look at; the text is what they pasted or edited, valid or not. */
export interface Sample {
  id: string
  title: string
  text: string
  /** The step example of the flow that it stands for. */
  example?: ExampleLink | undefined
}

export interface ExampleLink {
  flowName: string
  destination: string
  name: string
}

export type SampleReading = { isReadable: true; event: JsonObject } | { isReadable: false; message: string }

const readings = new WeakMap<Sample, SampleReading>()

/** The event of a sample, or what is wrong with its text. */
export function readSample(sample: Sample): SampleReading {
  const known = readings.get(sample)
  if (known !== undefined) return known
  const { events, errors } = parseSamples(sample.text)
  const [first] = events
  const reading: SampleReading =
    first !== undefined && events.length === 1 && errors.length === 0
      ? { isReadable: true, event: first.event }
      : {
          isReadable: false,
          message: errors[0]?.message ?? 'A sample is one event; add the others as samples of their own.',
        }
  readings.set(sample, reading)
  return reading
}

export function eventName(sample: Sample): string {
  const reading = readSample(sample)
  const name = reading.isReadable ? reading.event['name'] : undefined
  return typeof name === 'string' && name !== '' ? name : 'no name'
}
