import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { Pause, Play } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useBridge, useDesigner, useView } from '../../designer/designer-context.tsx'
import { type Query, type RecordSearch, usualQuery } from '../../designer/record-searches.ts'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { plural } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { toggled } from '../../ui/toggled.ts'
import { useEscape } from '../../ui/use-escape.ts'
import { useMarked } from '../../ui/use-marked.ts'
import { CompareStretch } from './compare-stretch.tsx'
import { RecordPanel } from './record-panel.tsx'
import { RecordTable } from './record-table.tsx'
import { QueryInputs, TopicSelect, useShownTopic } from './records-query.tsx'
import { SearchMenu } from './search-menu.tsx'
import { searchedText, searchRecords } from './search-records.ts'
import { storedCommands } from './stored-commands.ts'
import { compareOver, eventLine, eventText, placeOf, takeTexts } from './take-samples.ts'
import { useFollowed, usePage } from './use-records.ts'

/** Records of a topic: the newest, from a place on, or as they are written; searched, looked at and added as samples. */
export function RecordsTab({ profile }: { profile: string }) {
  const topic = useShownTopic()
  const hasNoTopic = useBridge(({ topics }) => topics?.length === 0)
  const linked = useView((state) => state.clusterRecord)
  const wanted = useView((state) => state.recordSearch)
  const [asked, setAsked] = useState({ linked, wanted, ...searchFor(linked, wanted) })
  // Another record that is linked, or another search that is chosen, is another question.
  const isAsked = asked.linked === linked && asked.wanted === wanted
  const { query, search } = isAsked ? asked : searchFor(linked, wanted)
  const ask = (change: { query?: Query; search?: string }) => setAsked({ linked, wanted, query, search, ...change })
  const [isFollowing, setIsFollowing] = useState(false)
  const page = usePage(profile, topic, query)
  const live = useFollowed(profile, isFollowing ? topic : null)
  const read = isFollowing ? live.records : page.records
  const found = useMemo(() => searchRecords(read, search), [read, search])
  const error = isFollowing ? live.error : page.error
  const { bridge } = useDesigner()
  // A cluster that answers no more is unreachable on the rest of the screen as well.
  useEffect(() => {
    if (error !== null) void bridge.getState().actions.refreshTopics()
  }, [bridge, error])
  const goesOn = !isFollowing && query.from !== 'latest' && page.isFull
  if (hasNoTopic) return <NoTopic />
  return (
    <>
      <div className="cluster-bar">
        <TopicSelect topic={topic} />
        <QueryInputs topic={topic} query={query} onChange={(next) => ask({ query: next })} isOff={isFollowing} />
        <FilterInput
          className="field grow"
          label="Search records"
          placeholder="Search key, value and headers, or value.total > 100"
          value={search}
          onChange={(next) => ask({ search: next })}
        />
        <button type="button" className="btn" disabled={isFollowing} onClick={page.again}>
          Read again
        </button>
        <button type="button" className="btn" aria-pressed={isFollowing} onClick={() => setIsFollowing(!isFollowing)}>
          {isFollowing ? <Pause className="icon small" aria-hidden /> : <Play className="icon small" aria-hidden />}
          Follow
        </button>
      </div>
      {error !== null && <Notice tone="err" text={error} />}
      {linked !== null && page.isEmpty && (
        <Notice
          tone="warn"
          text={`The record ${linked.partition}@${linked.offset} is not there any more, or not yet: the topic keeps records for a time.`}
        />
      )}
      <FoundRecords
        key={`${topic} ${linked?.partition}@${linked?.offset}`}
        profile={profile}
        topic={topic}
        found={found}
        searched={searchedText(search)}
        read={read.length}
        state={isFollowing ? 'following' : page.isAsking ? 'reading' : error === null ? 'read' : 'failed'}
        others={
          <>
            {goesOn && (
              <CompareStretch key={JSON.stringify([topic, query])} profile={profile} topic={topic} query={query} />
            )}
            <SearchMenu shown={{ topic, query, search }} />
          </>
        }
      />
    </>
  )
}

/** A cluster without topics has nothing to search in. */
function NoTopic() {
  const { view } = useDesigner()
  return (
    <Empty sentence="The cluster has no topic yet, or this user may not see one.">
      <button type="button" className="btn small" onClick={() => view.getState().actions.showCluster('topics')}>
        What the rules need
      </button>
    </Empty>
  )
}

/** A record that is linked is read from its place on; else what was chosen, or the newest. */
function searchFor(
  linked: { partition: string; offset: string } | null,
  wanted: RecordSearch | null,
): Pick<RecordSearch, 'query' | 'search'> {
  if (linked === null) return { query: wanted?.query ?? usualQuery, search: wanted?.search ?? '' }
  const { partition, offset } = linked
  return { query: { ...usualQuery, from: 'offset', at: offset, partition }, search: '' }
}

type State = 'following' | 'reading' | 'read' | 'failed'

/** The list of what was found, one record beside it, and what can be done with those that are ticked. */
function FoundRecords({
  profile,
  topic,
  found,
  searched,
  read,
  state,
  others,
}: {
  profile: string
  topic: string
  found: readonly BrowsedRecord[]
  /** The text to mark. */
  searched: string
  read: number
  state: State
  /** What else can be done with the search. */
  others: ReactNode
}) {
  const parts = useDesigner()
  const linked = useView(({ clusterRecord }) => clusterRecord)
  const [open, setOpen] = useState(linked && `${linked.partition}@${linked.offset}`)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const body = useRef<HTMLDivElement>(null)
  useMarked(body, searched, 'td, div.json')
  const at = found.findIndex((record) => placeOf(record) === open)
  const record = found[at]
  const focusOpen = () => body.current?.querySelector<HTMLElement>('[aria-current=true] button')?.focus()
  const toggle = (place: string) => setSelected((before) => toggled(before, place))
  const close = () => {
    focusOpen()
    setOpen(null)
  }
  useEscape(body, record === undefined ? null : close)
  return (
    <>
      <AddRecords topic={topic} found={found} read={read} selected={selected} state={state} others={others} />
      {found.length === 0 ? (
        <Empty sentence={emptyNote(topic, read, state)} />
      ) : (
        <div ref={body} className="records-body">
          <div className="scroll">
            <RecordTable
              records={found}
              open={open}
              selected={selected}
              onOpen={setOpen}
              onSelect={toggle}
              commands={(one) => storedCommands(parts, profile, one)}
            />
          </div>
          {record !== undefined && (
            <RecordPanel
              profile={profile}
              record={record}
              onStep={(step) => setOpen(placeOf(found[at + step] ?? record))}
              onClose={close}
            />
          )}
        </div>
      )}
    </>
  )
}

function emptyNote(topic: string, read: number, state: State): string {
  if (state === 'failed') return ''
  if (read > 0) return `None of the ${plural(read, 'record')} that were read matches the search.`
  if (state === 'following') return `Waiting for the next record of ${topic}…`
  return state === 'reading'
    ? `Reading ${topic}…`
    : `${topic} has no record there. Produce one, or read from the oldest.`
}

/** How many were found, and a button that makes samples of those that hold an event. */
function AddRecords({
  topic,
  found,
  read,
  selected,
  state,
  others,
}: {
  topic: string
  found: readonly BrowsedRecord[]
  read: number
  selected: ReadonlySet<string>
  state: State
  /** What else can be done with the search. */
  others: ReactNode
}) {
  const parts = useDesigner()
  // Until the answer is there, the records may be those of the topic before.
  const isStale = state === 'reading'
  const chosen = useMemo(
    () =>
      found
        .filter((record) => selected.size === 0 || selected.has(placeOf(record)))
        .filter((record) => eventText(record) !== undefined),
    [found, selected],
  )
  const take = () =>
    takeTexts(
      parts,
      chosen.flatMap((record) => eventText(record) ?? []),
      topic,
    )
  const compare = () =>
    compareOver(
      parts,
      chosen.map((record) => `${eventLine(record)}\n`),
      topic,
    )
  return (
    <div className="cluster-bar">
      <span className="faint" role="status">
        {state === 'following' && 'New records appear as they are written. '}
        {/* What could not be read is not known to be nothing. */}
        {(state !== 'failed' || read > 0) &&
          (found.length === read ? plural(read, 'record') : `${found.length} of ${plural(read, 'record')} match`)}
      </span>
      {chosen.length > 0 ? (
        <>
          <button type="button" className="btn small" disabled={isStale} onClick={take}>
            Add {plural(chosen.length, 'record')} as sample{chosen.length === 1 ? '' : 's'}
          </button>
          <button type="button" className="btn small" disabled={isStale} onClick={compare}>
            Compare flows over {chosen.length === 1 ? 'it' : 'them'}
          </button>
        </>
      ) : (
        found.length > 0 && <span className="faint">None holds a walkerOS event to add as a sample.</span>
      )}
      {others}
    </div>
  )
}
