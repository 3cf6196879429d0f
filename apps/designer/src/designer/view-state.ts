import type { Place } from '@mapping-designer/shared-types'
import type { HistoryEntry } from '../document/history-entry.ts'
import type { Folds } from '../ui/json-folds.ts'
import type { Command } from './command.ts'
import type { RecordSearch, SavedSearch } from './record-searches.ts'
import type { Wanted } from './wanted.ts'

export type Theme = 'system' | 'light' | 'dark'
export type EditorTab = 'form' | 'code'
/** What of the flow file the code editor shows. */
export type CodeScope = 'file' | 'rule'
export type Pane = 'samples' | 'rules' | 'record' | 'problems'

/** A dialog over the page. */
export type Overlay = 'palette' | 'shortcuts' | 'share' | 'history' | 'event' | 'propose'
export type Screen = 'design' | 'journey' | 'review' | 'cluster'
export const screens: readonly { name: Screen; label: string }[] = [
  { name: 'design', label: 'Design' },
  { name: 'journey', label: 'Journey' },
  { name: 'review', label: 'Review' },
  { name: 'cluster', label: 'Cluster' },
]

/** What is judged over all samples. */
export const reviewTabs = { matrix: 'Matrix', consent: 'Consent', contract: 'Contract', compare: 'Compare' }
export type ReviewTab = keyof typeof reviewTabs
/** How the contract of a topic is written. */
export const contractFormats = {
  schema: 'JSON Schema',
  types: 'TypeScript',
  asyncapi: 'AsyncAPI',
  flink: 'Flink SQL',
  ksqldb: 'ksqlDB',
}
export type ContractFormat = keyof typeof contractFormats
/** Which contract is shown: of which topic, where somebody chose one, how it is written, and what it is held against. */
export interface ShownContract {
  topic: string | null
  format: ContractFormat
  against: 'none' | 'saved' | 'file' | 'registry'
}
export type ClusterTab = 'topics' | 'records' | 'replay' | 'live' | 'audit' | 'connection'
/** With each member on a line of its own, or as it is sent and stored. */
export type ValueFormat = 'pretty' | 'raw'

export type RecordTab = 'value' | 'key' | 'headers' | 'why' | 'wire' | 'diff'

/** One of the two that are compared: a version is that of the draft under another walkerOS, a revision that of the open file. */
export type ComparedSide = 'saved' | 'draft' | 'file' | `walkerOS ${string}` | `git ${string}`

export interface Compared {
  before: ComparedSide
  after: ComparedSide
  /** The flow file that somebody opened to compare with. */
  file: { name: string; text: string } | null
  /** The file of events that somebody opened to compare them over. */
  events: File | null
  over: 'samples' | 'events'
}

/** Where somebody can be sent to; `last` is what had the focus last on the screen. */
export type FocusPlace =
  | 'last'
  | 'paste'
  | 'samples'
  | 'add sample'
  | 'rules'
  | 'code'
  | 'editor'
  | 'record'
  | 'problems'
  | 'journey'
  | 'review'
  | 'columns'
  | 'cluster'
  | 'topic of records'
  | 'open record'

/** An input that a click on a field fills. */
export interface PathTarget {
  id: string
  label: string
  fill(path: string): void
  focus(): void
}

/** A row of a mapping table that has no source yet, and so is not in the flow. */
export interface NewRow {
  /** Place of the map that it is for. */
  place: Place
  name: string
}

/** What is set for several rows of a mapping table at once. */
export type SharedGuard = 'consent' | 'condition'

/** What is typed above a mapping table for the selected rows: a guard, or the name that a row gets in all rules. */
export type RowQuestion = SharedGuard | 'name'

/** A menu of what can be done with one thing, and where it is shown. */
export interface OpenMenu {
  label: string
  commands: readonly Command[]
  /** px from the left and the top of the view. */
  at: { left: number; top: number }
  byKey: boolean
}

export interface Offer {
  message: string
  label: string
  run: () => void
}

export interface Notice {
  text: string
  /** What it says has been done, where that can be undone. */
  step: HistoryEntry | undefined
}

/** What is open on the screen; nothing of it belongs to the document. */
export interface ViewState {
  theme: Theme
  editorTab: EditorTab
  codeScope: CodeScope
  /** The one pane that is shown up to 980 px. */
  pane: Pane
  /** The panes to design in, the way of one event, what all samples say, or the cluster. */
  screen: Screen
  /** What of all samples is shown. */
  reviewTab: ReviewTab
  compared: Compared
  contract: ShownContract
  /** What of the cluster is shown. */
  clusterTab: ClusterTab
  /** The topic whose records are shown; the first one without it. */
  clusterTopic: string | null
  /** The record of that topic that a link names. */
  clusterRecord: { partition: string; offset: string } | null
  /** The list of problems beside the other panes: from the first problem on, or as somebody chose. */
  problemsPane: 'auto' | 'open' | 'closed'
  overlay: Overlay | null
  /** Where the tour is, null where nobody takes it. */
  tourStep: number | null
  /** The tab of the record that was chosen last. */
  recordTab: RecordTab
  /** How values of records are shown; it stays from record to record. */
  valueFormat: ValueFormat
  /** The state of consent that a sample is looked at under, in place of its own. */
  whatIf: { sample: string; title: string } | null
  /** What of the value of the record is folded; it stays from sample to sample. */
  folds: Folds
  /** What somebody chose to read and search in a topic; each choice is an object of its own. */
  recordSearch: RecordSearch | null
  /** Searches that this browser keeps. */
  searches: readonly SavedSearch[]
  /** The search on screen is being given a name. */
  isNamingSearch: boolean
  isProduceOpen: boolean
  /** Which records the drawer starts with; the last choice stays. */
  produceScope: 'this' | 'selected' | 'all'
  /** What was typed into the dialog that proposes a mapping, by event; only this page keeps it, because it may be personal. */
  wanted: Readonly<Record<string, Wanted>>
  /** What lies over the samples: the box to paste into. */
  sampleBox: 'add' | null
  /** The input that waits for a path from the field tree. */
  pathTarget: PathTarget | null
  /** The field of the events that gets another name in all rules. */
  renamedField: string | null
  /** The row that waits for its source. */
  newRow: NewRow | null
  /** What is to get the focus, until it has it. */
  focusOn: FocusPlace | null
  /** A place of the config that the editor is to show, until it does. */
  goTo: Place | null
  /** A place of the flow file that the code editor is to show, until it does. */
  goToFile: Place | null
  /** The place in the mapped data that is looked at: marked in the fields, in the mapping and in the record. */
  link: readonly (string | number)[] | null
  /** Places of the selected rows of a mapping table, as JSON. */
  selectedRows: ReadonlySet<string>
  /** What is being typed for all of them. */
  rowQuestion: RowQuestion | null
  /** A plain click or tap selects one more of them. */
  selecting: 'rows' | 'samples' | null
  /** Ids of samples that are selected together, beside the one that is shown. */
  selectedSamples: ReadonlySet<string>
  menu: OpenMenu | null
  notice: Notice | null
  /** What stays true of this page, such as that its browser keeps nothing. */
  warning: string | null
  /** Something that does not go as it is, and what would make it go. */
  offer: Offer | null
  actions: ViewActions
}

export interface ViewActions {
  setTheme(theme: Theme): void
  showScreen(screen: Screen): void
  showReview(tab: ReviewTab): void
  /** Compares others than before, and shows it. */
  compare(sides: Partial<Compared>): void
  setContract(change: Partial<ShownContract>): void
  /** Shows a pane of the design. */
  show(pane: Pane): void
  openProblems(): void
  closeProblems(): void
  showEditor(tab: EditorTab): void
  chooseEditorTab(tab: EditorTab): void
  chooseCodeScope(scope: CodeScope): void
  showRecord(tab: RecordTab): void
  chooseRecordTab(tab: RecordTab): void
  chooseValueFormat(format: ValueFormat): void
  /** Shows a tab of the cluster; the topic stays as it was where none is given. */
  showCluster(tab: ClusterTab, topic?: string | null, record?: ViewState['clusterRecord']): void
  /** Shows what a search finds. */
  showSearch(search: RecordSearch): void
  keepSearches(searches: readonly SavedSearch[]): void
  nameSearch(isNaming: boolean): void
  /** Shows again what was shown before. */
  returnTo(spot: Pick<ViewState, 'screen' | 'clusterTab' | 'clusterTopic'>): void
  /** Opens a box over the samples, or closes it. */
  openSampleBox(box: ViewState['sampleBox']): void
  focusOn(place: FocusPlace | null): void
  /** Shows a place of the config in the editor. */
  goTo(place: Place): void
  /** Shows a place of the flow file in the code editor. */
  goToFile(place: Place): void
  /** The editor has shown it. */
  arrive(): void
  setLink(place: ViewState['link']): void
  setNewRow(row: NewRow | null): void
  /** Asks for the new name, beside the fields. */
  renameField(path: string | null): void
  setPathTarget(target: ViewState['pathTarget']): void
  open(overlay: Overlay): void
  closeOverlay(): void
  keepWanted(event: string, wanted: Wanted): void
  openProduce(scope?: ViewState['produceScope']): void
  closeProduce(): void
  setProduceScope(scope: ViewState['produceScope']): void
  /** Goes to a step of the tour; null ends it. */
  setTourStep(step: number | null): void
  selectRows(places: ReadonlySet<string>): void
  askRows(question: RowQuestion | null): void
  selectSamples(ids: ReadonlySet<string>): void
  /** Begins or ends to select several by plain clicks; nothing is selected after the end. */
  setSelecting(selecting: ViewState['selecting']): void
  openMenu(menu: OpenMenu | null): void
  fold(folds: Folds): void
  setWhatIf(whatIf: ViewState['whatIf']): void
  /** Says it for a moment; beside the step that did it, it can be undone there. */
  say(text: string | null, step?: HistoryEntry): void
  warn(warning: string): void
  setOffer(offer: Offer | null): void
}
