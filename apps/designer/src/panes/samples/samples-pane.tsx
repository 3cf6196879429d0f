import { Code, CopyPlus, Plus, Search, Trash2 } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { useDestination, useSamplePreview } from '../../designer/use-preview.ts'
import { eventName, type Sample } from '../../document/sample.ts'
import { stateOf } from '../../preview/describe.ts'
import { testOf } from '../../preview/tests.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { TestMark } from '../../ui/test-mark.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { AddSampleBox } from './add-sample-box.tsx'
import { SampleTextBox } from './sample-text-box.tsx'

export function SamplesPane() {
  const { document, view } = useDesigner()
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const box = useView((state) => state.sampleBox)
  const isAdding = box === 'add'
  const isEditing = box === 'edit'
  const [isSearching, setIsSearching] = useState(false)
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(isSearching ? search.trim() : '')
  const shown = useMemo(() => filterSamples(samples, wanted), [samples, wanted])
  const title = useId()
  const { actions } = document.getState()
  const { openSampleBox } = view.getState().actions
  const current = samples.find(({ id }) => id === selected)

  return (
    <section className="pane" aria-labelledby={title} data-pane="samples">
      <PaneHead id={title} title="Samples">
        <span className="count grow">
          {shown.length === samples.length
            ? samples.length.toLocaleString('en-US')
            : `${shown.length.toLocaleString('en-US')} of ${samples.length.toLocaleString('en-US')}`}
        </span>
        {samples.length > 1 && (
          <IconButton
            Icon={Search}
            label="Filter samples"
            isSmall
            aria-expanded={isSearching}
            onClick={() => setIsSearching(!isSearching)}
          />
        )}
        {current && (
          <>
            <IconButton
              Icon={Code}
              label="Edit event as JSON"
              isSmall
              aria-pressed={isEditing}
              onClick={() => openSampleBox(isEditing ? null : 'edit')}
            />
            <IconButton
              Icon={CopyPlus}
              label="Duplicate sample"
              isSmall
              onClick={() => actions.duplicateSample(current.id)}
            />
            <IconButton Icon={Trash2} label="Delete sample" isSmall onClick={() => actions.removeSample(current.id)} />
          </>
        )}
        <IconButton
          Icon={Plus}
          label="Add sample"
          isSmall
          hasSmallIcon={false}
          aria-expanded={isAdding}
          onClick={() => openSampleBox(isAdding ? null : 'add')}
        />
      </PaneHead>
      {isSearching && (
        <div className="filter">
          <input
            className="field small"
            type="search"
            aria-label="Filter by event, title or content"
            placeholder="Event, title or content"
            autoFocus
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setIsSearching(false)
            }}
          />
        </div>
      )}
      {isAdding && <AddSampleBox onClose={() => openSampleBox(null)} />}
      {isEditing && current && <SampleTextBox key={current.id} sample={current} onClose={() => openSampleBox(null)} />}
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
          onDelete={actions.removeSample}
        >
          {(sample) => <SampleRow sample={sample} />}
        </VirtualList>
      )}
    </section>
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
      <b className="truncate">{eventName(sample)}</b>
      <code className="truncate right faint" title={topic}>
        {topic}
      </code>
      <small className="truncate">
        {test && <TestMark test={test} />}
        {sample.title}
      </small>
      <small className="right">{state?.word}</small>
    </div>
  )
}
