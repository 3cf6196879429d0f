import { Code, CopyPlus, Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { GridList, GridListItem } from 'react-aria-components'
import { useDesigner, useDocument, useView } from '../../app/designer-context.tsx'
import { eventName, type Sample } from '../../document/sample.ts'
import { stateOf } from '../../preview/describe.ts'
import { testOf } from '../../preview/tests.ts'
import { useDestination, usePlan, useSamplePreview } from '../../preview/use-preview.ts'
import { TestMark } from '../../ui/test-mark.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { AddSampleBox } from './add-sample-box.tsx'
import { SampleTextBox } from './sample-text-box.tsx'

export function SamplesPane() {
  const { document, view } = useDesigner()
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const isAdding = useView((state) => state.isAddingSample)
  const isEditing = useView((state) => state.isEditingSample)
  const plan = usePlan()
  const title = useId()
  const { actions } = document.getState()
  const show = view.getState().set
  const current = samples.find(({ id }) => id === selected)

  return (
    <section className="pane" aria-labelledby={title} data-pane="samples">
      <div className="pane-head">
        <h2 id={title}>Samples</h2>
        <span className="count grow">{samples.length}</span>
        {current && (
          <>
            <button
              type="button"
              className="btn icon-only small"
              aria-label="Edit event as JSON"
              aria-pressed={isEditing}
              onClick={() => show({ isEditingSample: !isEditing, isAddingSample: false })}
            >
              <Code className="icon small" aria-hidden />
            </button>
            <button
              type="button"
              className="btn icon-only small"
              aria-label="Duplicate sample"
              onClick={() => actions.duplicateSample(current.id)}
            >
              <CopyPlus className="icon small" aria-hidden />
            </button>
            <button
              type="button"
              className="btn icon-only small"
              aria-label="Delete sample"
              onClick={() => actions.removeSample(current.id)}
            >
              <Trash2 className="icon small" aria-hidden />
            </button>
          </>
        )}
        <button
          type="button"
          className="btn icon-only small"
          aria-label="Add sample"
          aria-expanded={isAdding}
          onClick={() => show({ isAddingSample: !isAdding, isEditingSample: false })}
        >
          <Plus className="icon" aria-hidden />
        </button>
      </div>
      {isAdding && <AddSampleBox onClose={() => show({ isAddingSample: false })} />}
      {isEditing && current && (
        <SampleTextBox key={current.id} sample={current} onClose={() => show({ isEditingSample: false })} />
      )}
      {samples.length === 0 ? (
        <p className="empty-note">No samples yet. Add an event to see its record.</p>
      ) : (
        <GridList
          className="samples-list"
          aria-label="Samples"
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={selected === null ? [] : [selected]}
          onSelectionChange={(keys) => {
            const [id] = keys === 'all' ? [] : [...keys]
            if (id !== undefined) actions.selectSample(String(id))
          }}
          items={samples.map((sample) => ({ id: sample.id, sample }))}
          dependencies={[plan]}
        >
          {({ id, sample }) => (
            <GridListItem id={id} className="sample-row" textValue={`${eventName(sample)}, ${sample.title}`}>
              <SampleRow sample={sample} />
            </GridListItem>
          )}
        </GridList>
      )}
    </section>
  )
}

function SampleRow({ sample }: { sample: Sample }) {
  const preview = useSamplePreview(sample)
  const state = preview ? stateOf(preview) : null
  const destination = useDestination()
  const test = preview && testOf(preview, destination)
  const outcome = preview?.explanation?.outcome
  const topic = outcome && 'record' in outcome ? outcome.record.topic : ''
  return (
    <>
      {state ? <ToneIcon tone={state.tone} /> : <span />}
      <b className="truncate">{eventName(sample)}</b>
      <code className="truncate right faint" title={topic}>
        {topic}
      </code>
      <small className="truncate">
        {test && <TestMark test={test} />}
        {sample.title}
      </small>
      <small className="right">{state?.word}</small>
    </>
  )
}
