import { Braces } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useContext, useEffect, useRef } from 'react'
import { Tab, TabList, TabListStateContext, TabPanel, Tabs } from 'react-aria-components'
import { AfterPaint, useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { useDestination, useReading, useRules } from '../../designer/use-preview.ts'
import type { EditorTab } from '../../designer/view-state.ts'
import { samePlace } from '../../document/place.ts'
import { PaneSlots, Slot } from '../../ui/pane-slots.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { ConsentNames } from './consent-names.tsx'
import { DestinationForm } from './destination-form.tsx'
import { focusPlace } from './focus-place.ts'
import { RuleForm } from './rule-form.tsx'
import { RuleTitle } from './rule-title.tsx'

const CodeEditor = lazy(() => import('../../monaco/code-editor.tsx').then((module) => ({ default: module.CodeEditor })))

// Elements that stay the same are not rendered with the pane around them.
const inHead = (inside: ReactNode) => (
  <AfterPaint>
    <OnceInTabs>{inside}</OnceInTabs>
  </AfterPaint>
)
const title = inHead(<EditorTitle />)
const consents = inHead(<ConsentNames />)
const error = inHead(<FlowErrorNotice />)

/** Form and code: two views of one text. The form stays as it is while the code is shown. */
export function EditorPane() {
  const { view } = useDesigner()
  const tab = useView((state) => state.editorTab)
  return (
    <PaneSlots panes={{ form: <FormView /> }} shown={tab === 'form' ? ['form'] : []}>
      <section className="pane" aria-label="Editor" data-pane="editor">
        <Tabs
          className="pane"
          selectedKey={tab}
          onSelectionChange={(key) => view.getState().actions.chooseEditorTab(String(key) as EditorTab)}
        >
          <div className="pane-head editor-head">
            {title}
            <TabList className="seg" aria-label="Rule editor view">
              <Tab id="form">Form</Tab>
              <Tab id="code">Code</Tab>
            </TabList>
          </div>
          {error}
          {consents}
          <TabPanel id="form" className="scroll">
            <GoTo />
            <Slot pane="form" />
          </TabPanel>
          <TabPanel id="code" className="code-pane">
            <Suspense fallback={<p className="empty-note">Loading the code editor…</p>}>
              <CodeEditor />
            </Suspense>
          </TabPanel>
        </Tabs>
      </section>
    </PaneSlots>
  )
}

/** React Aria renders what is in tabs a second time, out of view and outside their state, to find the tabs in it. */
function OnceInTabs({ children }: { children: ReactNode }) {
  return useContext(TabListStateContext) && children
}

/** Puts the focus on the input of the form that somebody was sent to. */
function GoTo() {
  const { view } = useDesigner()
  const goTo = useView((state) => state.goTo)
  const rule = useDocument((state) => state.selectedRule)
  const anchor = useRef<HTMLSpanElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rule has to be on screen first
  useEffect(() => {
    if (goTo === null || anchor.current?.parentElement == null) return
    focusPlace(anchor.current.parentElement, goTo)
    view.getState().actions.arrive()
  }, [view, goTo, rule])
  return <span ref={anchor} hidden />
}

function FlowErrorNotice() {
  const { error } = useReading()
  const { view } = useDesigner()
  if (error === null) return null
  return (
    <div className="notice tone-err" role="alert">
      <Braces className="icon" aria-hidden />
      <span>
        <b>
          <Sentence text={error.message} />
        </b>{' '}
        <Sentence text={error.hint ?? 'The preview shows the last readable flow; your text is kept.'} />
      </span>
      <button type="button" className="btn small" onClick={() => view.getState().actions.showEditor('code')}>
        {error.line === undefined ? 'Show code' : 'Go to line'}
      </button>
    </div>
  )
}

/** The rule that is edited; undefined where it is the destination itself. */
function useSelectedRule() {
  const selected = useDocument((state) => state.selectedRule)
  return useRules().find(({ place }) => samePlace(place, selected))
}

function EditorTitle() {
  const destination = useDestination()
  const entry = useSelectedRule()
  if (entry) return <RuleTitle key={entry.name} entry={entry} />
  return (
    <div className="rule-title">
      <h3>
        <span className="truncate">{destination?.name}</span>
      </h3>
      <span className="faint truncate">for every event that no rule sends elsewhere</span>
    </div>
  )
}

function FormView() {
  const destination = useDestination()
  const entry = useSelectedRule()
  const { error } = useReading()
  if (destination === undefined) {
    return <p className="empty-note">The flow has no Kafka destination. Add one in the code.</p>
  }
  return (
    // A text that cannot be read cannot be edited by a form either.
    <fieldset className="plain" disabled={error !== null}>
      {entry ? <RuleForm key={entry.name} entry={entry} /> : <DestinationForm />}
    </fieldset>
  )
}
