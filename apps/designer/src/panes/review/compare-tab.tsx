import { isLineFile } from '@mapping-designer/mapping-engine'
import { ArrowLeftRight, ArrowRight, FileUp } from 'lucide-react'
import { useMemo } from 'react'
import { chooseEvents, chooseFile, takeFile } from '../../designer/choose-file.ts'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { ReviewBar } from '../../designer/review-bar.tsx'
import type { FlowAt } from '../../designer/use-flow-at.ts'
import { VersionLinks } from '../../designer/version-links.tsx'
import type { Compared, ComparedSide } from '../../designer/view-state.ts'
import { withoutBom } from '../../document/byte-order-mark.ts'
import { Empty } from '../../ui/empty.tsx'
import { fileDrop } from '../../ui/file-drop.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { CompareFileResult, CompareResult } from './compare-result.tsx'
import { SidePicker } from './side-picker.tsx'
import { type Runnable, revisionOf, useSide } from './use-comparison.ts'

/** What one flow does to the records of the samples beside another one. */
export default function CompareTab() {
  const parts = useDesigner()
  const compared = useView((state) => state.compared)
  const { compare } = parts.view.getState().actions
  const takeEvents = (events: File) => compare({ events, over: 'events' })
  const takeText = ({ name, text }: { name: string; text: string }) => {
    const sides = Object.values(compared).includes('file') ? {} : { before: 'file' as const }
    compare({ ...sides, file: { name, text: withoutBom(text) } })
  }
  const take = async (file: File) => {
    if (isLineFile(file.name) || (await file.slice(0, 100).text()).trimStart().startsWith('[')) takeEvents(file)
    else await takeFile(parts, file, takeText)
  }
  const before = useSide(compared.before, compared.file)
  const after = useSide(compared.after, compared.file)
  const samples = useDocument((state) => state.samples.length)
  const sides = useMemo(() => {
    const [old, now] = [runnable(before), runnable(after)]
    return old && now ? { before: old, after: now } : null
  }, [before, after])
  const events = compared.over === 'events' ? compared.events : null
  const names = { before: nameOf(compared.before, compared), after: nameOf(compared.after, compared) }
  return (
    <section
      className="pane"
      aria-label="Compare"
      data-pane="review"
      {...fileDrop(([file]) => file && void take(file))}
      onPaste={(event) => {
        const text = event.clipboardData.getData('text/plain')
        if (text.trimStart().startsWith('{')) takeText({ name: 'pasted flow', text })
      }}
    >
      <ReviewBar>
        <SidePicker label="Before" side={compared.before} onChange={(side) => compare({ before: side })} />
        <ArrowRight className="icon small faint" aria-hidden />
        <SidePicker label="After" side={compared.after} onChange={(side) => compare({ after: side })} />
        <IconButton
          Icon={ArrowLeftRight}
          label="Swap before and after"
          isSmall
          onClick={() => compare({ before: compared.after, after: compared.before })}
        />
        <button type="button" className="btn small" onClick={() => chooseFile(parts, takeText)}>
          <FileUp className="icon small" aria-hidden />
          Flow file…
        </button>
        <OverPicker samples={samples} compared={compared} />
        <button type="button" className="btn small" onClick={() => chooseEvents(takeEvents)}>
          <FileUp className="icon small" aria-hidden />
          Events file…
        </button>
      </ReviewBar>
      {sides !== null && events !== null && <CompareFileResult {...sides} names={names} file={events} />}
      {sides !== null && events === null && samples > 0 && <CompareResult {...sides} names={names} />}
      {(sides === null || (events === null && samples === 0)) && (
        <Refusal compared={compared} before={before} after={after} hasEvents={events !== null || samples > 0} />
      )}
    </section>
  )
}

function runnable(side: FlowAt | 'reading' | null): Runnable | null {
  if (
    side === null ||
    side === 'reading' ||
    side.fault !== null ||
    side.destination === undefined ||
    side.plan === undefined
  )
    return null
  const { file, destination, plan } = side
  return { file, destination, plan }
}

function nameOf(side: ComparedSide, { file }: Pick<Compared, 'file'>): string {
  const revision = revisionOf(side)
  if (revision !== null) return `the flow at ${revision}`
  if (side === 'saved') return 'the saved flow'
  if (side === 'draft') return 'this draft'
  return side === 'file' ? (file?.name ?? 'the file') : side
}

function OverPicker({ samples, compared: { events, over } }: { samples: number; compared: Compared }) {
  const { view } = useDesigner()
  const { compare } = view.getState().actions
  return (
    <label className="side-picker">
      <span className="faint">Over</span>
      <select
        className="field small"
        value={over}
        onChange={({ target }) => compare({ over: target.value === 'events' ? 'events' : 'samples' })}
      >
        <option value="samples">{plural(samples, 'sample')}</option>
        {events !== null && <option value="events">{events.name}</option>}
      </select>
    </label>
  )
}

/** Why there is nothing to compare, and what would give something. */
function Refusal({
  compared,
  before,
  after,
  hasEvents,
}: {
  compared: Compared
  before: FlowAt | 'reading' | null
  after: FlowAt | 'reading' | null
  hasEvents: boolean
}) {
  const { view } = useDesigner()
  const { openSampleBox } = view.getState().actions
  if (!hasEvents) {
    return (
      <Empty sentence="Records are compared over the samples, a file of events or records of a topic, and there is none yet.">
        <button type="button" className="btn small" onClick={() => openSampleBox('add')}>
          Add samples
        </button>
      </Empty>
    )
  }
  const which = runnable(before) === null ? 'before' : 'after'
  const [side, at] = which === 'before' ? [compared.before, before] : [compared.after, after]
  if (at === null) {
    return (
      <Empty sentence="There is no saved flow yet: save or download it, compare with a flow file, or look at another version.">
        <VersionLinks />
      </Empty>
    )
  }
  if (at === 'reading') {
    return (
      <p className="empty-note" role="status">
        Reading {nameOf(side, compared)}…
      </p>
    )
  }
  const cause = at.fault ?? 'it has no Kafka destination'
  // What git says names the revision.
  const name = revisionOf(side) === null ? nameOf(side, compared) : `the revision ${which}`
  return (
    <div className="notice tone-err" role="alert">
      <ToneIcon tone="err" />
      <span>
        <b>Cannot compare {name}:</b> {cause}
      </span>
    </div>
  )
}
