import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import { applyFlowEdits } from '../../document/flow-edit.ts'
import type { Sample } from '../../document/sample.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { canExpect, exampleOf, renamedTest, type TestState, testOf, writeTest } from '../../preview/tests.ts'

/** Whether there is something that a test could expect and does not yet. */
export function canSaveTest(
  preview: SamplePreview | undefined,
  destination: FlowDestination | undefined,
): preview is SamplePreview {
  if (preview === undefined || !canExpect(preview, destination)) return false
  const status = testOf(preview, destination)?.status
  return status !== 'passed' && status !== 'unreadable'
}

/** Saves a preview as a step example of the flow, or makes its example expect it. */
export function saveTest({ document, derived }: DesignerParts, preview: SamplePreview): void {
  const { destination } = derived.getState()
  const { now, actions } = document.getState()
  const test = destination && writeTest(preview, destination, now)
  if (!test) return
  const isNew = preview.sample.example === undefined
  const change = { text: test.text, example: test.link }
  actions.saveTest(preview.sample.id, test.edits, change, isNew ? 'save as test' : 'accept the new output')
}

/** Gives the step example of samples another name, where the flow has no test of that name. */
export function renameTest({ document, derived, view }: DesignerParts, { example }: TestState, name: string): void {
  const { destination } = derived.getState()
  const renamed = destination && renamedTest(example, destination, name)
  if (!renamed) return
  const { text, samples, actions } = document.getState()
  const follows = (sample: Sample) => destination !== undefined && exampleOf(sample, destination) === example
  actions.replace(
    {
      text: applyFlowEdits(text, [renamed.edit]),
      samples: samples.map((sample) => (follows(sample) ? { ...sample, example: renamed.link } : sample)),
    },
    `rename the test to ${name}`,
  )
  view.getState().actions.focusOn('record')
}

/** Takes the step example of a sample out of the flow; the sample stays. */
export function deleteTest({ document, view }: DesignerParts, { example: { name, place } }: TestState): void {
  document.getState().actions.edit([{ place, value: undefined }], `delete the test ${name}`)
  view.getState().actions.focusOn('record')
}
