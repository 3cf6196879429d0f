import type { Place } from '@mapping-designer/shared-types'
import { findNodeAtLocation, parseTree } from 'jsonc-parser'
import type { editor as MonacoEditor } from 'monaco-editor/editor'
import { useEffect, useRef, useState } from 'react'
import { useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { useDestination, usePreview, useProblems, useReading } from '../designer/use-preview.ts'
import { useIsDark } from '../designer/use-theme.ts'
import type { CodeScope } from '../designer/view-state.ts'
import { formatFlow } from '../document/format-flow.ts'
import { samePlace } from '../document/place.ts'
import { Segmented } from '../ui/segmented.tsx'
import { useOnChange } from '../ui/use-on-change.ts'
import { applyText } from './apply-text.ts'
import { Editor } from './editor.tsx'
import { editorOptions } from './editor-options.ts'
import { addFlowLanguage, type EditorContext, markProblems } from './flow-language.ts'
import { keepLineEnds } from './line-ends.ts'
import { monaco } from './monaco.ts'

const scopes: Record<CodeScope, string> = { file: 'Whole file', rule: 'This rule' }

/** `setHiddenAreas` is what folding uses; the types leave it out. */
type Instance = MonacoEditor.IStandaloneCodeEditor & { setHiddenAreas(ranges: readonly unknown[]): void }

/** The flow file as text. It is the same text that the forms edit; an edit from elsewhere keeps the cursor. */
export function CodeEditor() {
  const { document, view } = useDesigner()
  const [editor, setEditor] = useState<Instance | null>(null)
  const scope = useView((state) => state.codeScope)
  useFlowMarker(editor)
  useEditorContext(editor)
  useRuleOnly(editor, scope)
  useGoTo(editor)
  return (
    <>
      <div className="toolbar">
        <Segmented label="Code of" value={scope} onChange={view.getState().actions.chooseCodeScope} options={scopes} />
        <span className="faint truncate">Esc, then Tab leaves the editor</span>
        <span className="push" />
        <button type="button" className="btn small" onClick={() => formatFlow(document)}>
          Format
        </button>
      </div>
      <div className="code-body">
        <FlowText editor={editor} onMount={setEditor} />
      </div>
    </>
  )
}

/** The rule at which a text was shown. */
const shownRules = new WeakMap<MonacoEditor.ITextModel, Place | null>()

/** The editor itself; what is typed goes into the document, and what changes there comes back. */
function FlowText({ editor, onMount }: { editor: Instance | null; onMount: (editor: Instance) => void }) {
  const { document, view } = useDesigner()
  const text = useDocument((state) => state.text)
  const destination = useDestination()
  const isDark = useIsDark()
  const isForeign = useRef(false)
  const take = (model: MonacoEditor.ITextModel, taken: string) => {
    isForeign.current = true
    applyText(model, taken)
    isForeign.current = false
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is taken
  useEffect(() => {
    const model = editor?.getModel()
    if (model) take(model, text)
  }, [editor, text])
  const mount = (instance: Instance) => {
    onMount(instance)
    const model = instance.getModel()
    const { text: current, selectedRule, actions } = document.getState()
    if (!model) return
    // The model keeps its text, and the editor where it was, while something else is shown.
    take(model, current)
    const { goToFile, actions: viewActions } = view.getState()
    const isOtherRule = !samePlace(shownRules.get(model) ?? null, selectedRule)
    if (goToFile !== null) {
      showPlace(instance, current, goToFile)
      viewActions.arrive()
    } else if (isOtherRule && selectedRule !== null && destination !== undefined)
      showRule(instance, destination.place, selectedRule)
    shownRules.set(model, selectedRule)
    instance.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyZ, () => actions.undo())
    instance.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyZ, () => actions.redo())
  }
  return (
    <Editor
      language="json"
      path="file:///flow.json"
      keepCurrentModel
      theme={isDark ? 'designer-dark' : 'designer-light'}
      defaultValue={text}
      loading={<p className="empty-note">Loading the code editor…</p>}
      options={options}
      onMount={(instance) => mount(instance as Instance)}
      onChange={(value) => {
        if (isForeign.current || value === undefined) return
        const { text: before, actions } = document.getState()
        actions.setText(keepLineEnds(before, value), 'edit code', 'code')
      }}
    />
  )
}

/** Keeps markers, completions and hovers of an editor about what is on screen. */
function useEditorContext(editor: Instance | null): void {
  const destination = useDestination()
  const preview = usePreview()
  const problems = useProblems()
  const text = useDocument((state) => state.text)
  const context = useRef<EditorContext>({ destination, preview, problems })
  context.current = { destination, preview, problems }
  useEffect(() => addFlowLanguage(() => context.current), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: places move with the text
  useEffect(() => {
    const model = editor?.getModel()
    if (model) markProblems(model, { destination, preview: undefined, problems })
  }, [editor, destination, problems, text])
}

/** Hides the lines around the selected rule. */
function useRuleOnly(editor: Instance | null, scope: CodeScope): void {
  const text = useDocument((state) => state.text)
  const rule = useDocument((state) => state.selectedRule)
  const destination = useDestination()
  useEffect(() => {
    const model = editor?.getModel()
    if (!model) return
    const root = scope === 'rule' && destination ? parseTree(text) : undefined
    const node = root && destination && findNodeAtLocation(root, [...destination.place, ...(rule ?? [])])
    if (node === undefined) {
      editor?.setHiddenAreas([])
      return
    }
    const first = model.getPositionAt(node.offset).lineNumber
    const last = model.getPositionAt(node.offset + node.length).lineNumber
    const end = model.getLineCount()
    editor?.setHiddenAreas([
      ...(first > 1 ? [new monaco.Range(1, 1, first - 1, 1)] : []),
      ...(last < end ? [new monaco.Range(last + 1, 1, end, 1)] : []),
    ])
  }, [editor, scope, text, rule, destination])
  // Another rule is shown from its first line on.
  useOnChange(`${scope} ${JSON.stringify(rule)}`, () => {
    if (scope === 'rule') editor?.setScrollTop(0)
  })
}

/** Shows the place that somebody was sent to. */
function useGoTo(editor: Instance | null): void {
  const { document, view } = useDesigner()
  const goTo = useView((state) => state.goTo)
  const goToFile = useView((state) => state.goToFile)
  const destination = useDestination()
  useEffect(() => {
    const place = goToFile ?? (goTo && destination && [...destination.place, ...goTo])
    if (!place || !editor?.getModel()) return
    showPlace(editor, document.getState().text, place)
    view.getState().actions.arrive()
  }, [editor, document, view, goTo, goToFile, destination])
}

/** Shows the rule that is selected in the form. */
function showRule(instance: Instance, destination: Place, rule: Place): void {
  const root = parseTree(instance.getModel()?.getValue() ?? '')
  const node = root && findNodeAtLocation(root, [...destination, ...rule])
  const position = node && instance.getModel()?.getPositionAt(node.offset)
  if (!position) return
  instance.revealLineNearTop(position.lineNumber)
  instance.setPosition(position)
}

function showPlace(instance: Instance, text: string, place: Place): void {
  const root = parseTree(text)
  const model = instance.getModel()
  if (!root || !model) return
  for (let length = place.length; length > 0; length--) {
    const node = findNodeAtLocation(root, [...place.slice(0, length)])
    if (node === undefined) continue
    const position = model.getPositionAt(node.offset)
    instance.revealPositionInCenterIfOutsideViewport(position)
    instance.setPosition(position)
    instance.focus()
    return
  }
}

const options: MonacoEditor.IStandaloneEditorConstructionOptions = { ...editorOptions, ariaLabel: 'Flow as JSON' }

/** Marks the place where the text stops being a flow file. */
function useFlowMarker(editor: Instance | null): void {
  const { error } = useReading()
  const destination = useDestination()
  useEffect(() => {
    const model = editor?.getModel()
    if (!model) return
    const line = error?.line ?? 1
    const markers =
      error === null
        ? []
        : [
            {
              severity: monaco.MarkerSeverity.Error,
              message: error.message,
              startLineNumber: line,
              endLineNumber: line,
              startColumn: error.column ?? 1,
              endColumn: (error.column ?? 1) + 1,
            },
          ]
    monaco.editor.setModelMarkers(model, 'flow', markers)
    if (error?.line !== undefined && destination !== undefined) editor?.revealLineInCenterIfOutsideViewport(error.line)
  }, [editor, error, destination])
}
