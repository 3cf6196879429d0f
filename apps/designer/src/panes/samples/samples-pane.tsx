import { Code, CopyPlus, ListChecks, Plus, Search, Trash2 } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { SelectedSamplesBar } from '../../designer/selected-samples-bar.tsx'
import { useDestination } from '../../designer/use-preview.ts'
import { useSamplePreview } from '../../designer/use-sample-preview.ts'
import { eventName, type Sample } from '../../document/sample.ts'
import { stateOf } from '../../preview/describe.ts'
import { testOf } from '../../preview/tests.ts'
import { FilterInput } from '../../ui/filter-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { TestMark } from '../../ui/test-mark.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { AddSampleBox } from './add-sample-box.tsx'

export function SamplesPane() {
  const { document, view } = useDesigner()
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const box = useView((state) => state.sampleBox)
  const marked = useView((state) => state.selectedSamples)
  const isSelecting = useView((state) => state.selecting === 'samples')
  const [search, setSearch] = useState<string | null>(null)
  const wanted = useDeferredValue(search?.trim() ?? '')
  const shown = useMemo(() => filterSamples(samples, wanted), [samples, wanted])
  const title = useId()
  const { actions } = document.getState()
  const close = () => {
    const { openSampleBox, focusOn } = view.getState().actions
    openSampleBox(null)
    if (document.getState().samples.length > 0) focusOn('samples')
  }
  const current = samples.find(({ id }) => id === selected)
  const counts = [shown, samples].map(({ length }) => length.toLocaleString('en-US'))
  const count = shown.length === samples.length ? `${counts[0]}` : counts.join(' of ')
  return (
    <section className="pane" aria-labelledby={title} data-pane="samples">
      <PaneHead id={title} title="Samples">
        <span className={`count grow${count.length > 3 ? ' long' : ''}`}>{count}</span>
        {samples.length > 1 && (
          <IconButton
            Icon={ListChecks}
            className={count.length > 10 ? 'beyond' : undefined}
            label="Select several samples"
            isSmall
            aria-pressed={isSelecting}
            onClick={() => view.getState().actions.setSelecting(isSelecting ? null : 'samples')}
          />
        )}
        {samples.length > 1 && (
          <IconButton
            Icon={Search}
            label="Filter samples"
            isSmall
            aria-expanded={search !== null}
            onClick={() => setSearch(search === null ? '' : null)}
          />
        )}
        <SampleButtons current={current} />
      </PaneHead>
      {search !== null && <SampleFilter value={search} onChange={setSearch} />}
      {box === 'add' && <AddSampleBox onClose={close} />}
      {samples.length === 0 ? (
        <p className="empty-note">No samples yet. Add an event to see its record.</p>
      ) : shown.length === 0 ? (
        <p className="empty-note">No sample matches the filter.</p>
      ) : (
        <VirtualList
          label="Samples"
          className="samples-list"
          items={shown}
          selected={selected}
          rowHeight={40}
          onSelect={actions.selectSample}
          onMove={shown.length === samples.length ? actions.moveSample : undefined}
          onDelete={actions.removeSamples}
          marked={marked}
          onMark={view.getState().actions.selectSamples}
          isSelecting={isSelecting}
          onEnd={() => view.getState().actions.setSelecting(null)}
        >
          {(sample) => <SampleRow sample={sample} />}
        </VirtualList>
      )}
      <SelectedSamplesBar />
    </section>
  )
}

/** What can be done with the selected sample, and how another one comes in. */
function SampleButtons({ current }: { current: Sample | undefined }) {
  const { document, view } = useDesigner()
  const box = useView((state) => state.sampleBox)
  const { actions } = document.getState()
  const { open, openSampleBox } = view.getState().actions
  return (
    <>
      {current && (
        <>
          <IconButton Icon={Code} label="Edit event as JSON" isSmall onClick={() => open('event')} />
          <IconButton
            Icon={CopyPlus}
            className="beyond"
            label="Duplicate sample"
            isSmall
            onClick={() => actions.duplicateSample(current.id)}
          />
          <IconButton
            Icon={Trash2}
            className="beyond"
            label="Delete sample"
            isSmall
            onClick={() => actions.removeSamples([current.id])}
          />
        </>
      )}
      <IconButton
        Icon={Plus}
        label="Add sample"
        isSmall
        hasSmallIcon={false}
        aria-expanded={box === 'add'}
        onClick={() => openSampleBox(box === 'add' ? null : 'add')}
      />
    </>
  )
}

function SampleFilter({ value, onChange }: { value: string; onChange: (search: string | null) => void }) {
  return (
    <div className="filter">
      <FilterInput
        label="Filter by event, title or content"
        placeholder="Event, title or content"
        autoFocus
        value={value}
        onChange={onChange}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange(null)
        }}
      />
    </div>
  )
}

function filterSamples(samples: readonly Sample[], wanted: string): readonly Sample[] {
  if (wanted === '') return samples
  const pattern = new RegExp(wanted.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i')
  return samples.filter(({ title, text }) => pattern.test(title) || pattern.test(text))
}

function SampleRow({ sample }: { sample: Sample }) {
  const preview = useSamplePreview(sample)
  const state = preview ? stateOf(preview) : null
  const destination = useDestination()
  const test = preview && testOf(preview, destination)
  const outcome = preview?.explanation?.outcome
  const topic = outcome && 'record' in outcome ? outcome.record.topic : ''
  return (
    <div className="sample-row">
      {state ? <ToneIcon tone={state.tone} /> : <span />}
      <span>
        <b className="truncate">{eventName(sample)}</b>
        <code className="truncate faint" title={topic}>
          {topic}
        </code>
      </span>
      <span>
        <small className="truncate">
          {test && <TestMark test={test} />}
          {sample.title}
        </small>
        <small>{state?.word}</small>
      </span>
    </div>
  )
}
