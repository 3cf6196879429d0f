import type { Explanation, FieldNote, Step } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'

type Explain = (event: JsonObject) => Explanation
type DataStep = Extract<Step, { kind: 'data' }>

/** Different ones that are kept to be shared; samples that have little in common share nothing. */
const maxShared = 200

/**
 * Keeps the explanations of many samples small: what is alike in them is one object, and the notes on their fields are taken
 * again when somebody asks for them. The browser stops the page to copy what is kept whenever it collects garbage.
 */
export function keepSmall(explain: Explain): Explain {
  const known = new Map<string, object>()
  const shared = <T extends object>(one: T): T => {
    const text = JSON.stringify(one)
    const first = known.get(text)
    if (first !== undefined) return first as T
    if (known.size < maxShared) known.set(text, one)
    return one
  }
  const smallStep = (step: Step, event: JsonObject): Step => {
    switch (step.kind) {
      case 'completed':
      case 'consent':
      case 'rules':
        return shared(step)
      case 'record':
        return { ...step, topic: shared(step.topic), value: shared(step.value), timestamp: shared(step.timestamp) }
      case 'data':
        return new LaterNotes(step, event, explain)
      // They hold values of the event, which JSON does not tell apart in full.
      case 'policy':
      case 'renamed':
        return step
    }
  }
  return (event) => {
    const { steps, problems, ...others } = explain(event)
    return { ...others, steps: steps.map((step) => smallStep(step, event)), problems: shared(problems) }
  }
}

/** A step whose notes and value are worked out when somebody looks at them. */
class LaterNotes implements DataStep {
  readonly kind = 'data'
  readonly place
  readonly event
  readonly include
  readonly removed
  readonly #sample
  readonly #explain
  #found: DataStep | undefined

  constructor({ place, event, include, removed }: DataStep, sample: JsonObject, explain: Explain) {
    this.place = place
    this.event = event
    this.include = include
    this.removed = removed
    this.#sample = sample
    this.#explain = explain
  }

  get fields(): FieldNote[] {
    return this.#again()?.fields ?? []
  }

  get value(): unknown {
    return this.#again()?.value
  }

  #again(): DataStep | undefined {
    this.#found ??= this.#explain(this.#sample).steps.find((step) => step.kind === 'data')
    return this.#found
  }
}
