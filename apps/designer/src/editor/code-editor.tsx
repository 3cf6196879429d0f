import Editor from '@monaco-editor/react'
import { findNodeAtLocation, parseTree } from 'jsonc-parser'
import type { editor as MonacoEditor } from 'monaco-editor/editor'
import { useEffect, useRef } from 'react'
import { useDesigner, useDocument } from '../app/designer-context.tsx'
import { useIsDark } from '../app/use-theme.ts'
import { useDestination, useReading } from '../preview/use-preview.ts'
import { keepLineEnds, withOneLineEnd } from './line-ends.ts'
import { minimalEdit } from './minimal-edit.ts'
import { monaco } from './monaco.ts'

type Instance = MonacoEditor.IStandaloneCodeEditor

/** The flow file as text. It is the same text that the forms edit; an edit from elsewhere keeps the cursor. */
export function CodeEditor() {
  const { document } = useDesigner()
  const text = useDocument((state) => state.text)
  const isDark = useIsDark()
  const editor = useRef<Instance | null>(null)
  const isForeign = useRef(false)

  useEffect(() => {
    const model = editor.current?.getModel()
    if (model) isForeign.current = true
    if (model) applyText(model, text)
    isForeign.current = false
  }, [text])
  useFlowMarker(editor)

  return (
    <Editor
      language="json"
      theme={isDark ? 'designer-dark' : 'designer-light'}
      defaultValue={text}
      loading={<p className="empty-note">Loading the code editor…</p>}
      options={options}
      onMount={(instance) => {
        editor.current = instance
        const model = instance.getModel()
        // The model keeps its text while another tab of the pane is shown.
        if (model) applyText(model, document.getState().text)
        revealSelection(instance, document.getState())
        const { actions } = document.getState()
        instance.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyZ, () => actions.undo())
        instance.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyZ, () => actions.redo())
        instance.addCommand(
          monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyF,
          () => void instance.getAction('editor.action.formatDocument')?.run(),
        )
      }}
      onChange={(value) => {
        if (isForeign.current || value === undefined) return
        const { text: before, actions } = document.getState()
        actions.setText(keepLineEnds(before, value), 'edit code', 'code')
      }}
    />
  )
}

const options: MonacoEditor.IStandaloneEditorConstructionOptions = {
  ariaLabel: 'Flow as JSON',
  automaticLayout: true,
  fontSize: 12,
  lineHeight: 18,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  tabSize: 2,
  fixedOverflowWidgets: true,
  renderLineHighlight: 'line',
  stickyScroll: { enabled: false },
  // JavaScript in a flow file may hold any character; the warning boxes would hide the code.
  unicodeHighlight: { ambiguousCharacters: false },
}

function applyText(model: MonacoEditor.ITextModel, wanted: string): void {
  const edit = minimalEdit(model.getValue(), withOneLineEnd(wanted, model.getEOL()))
  if (edit === null) return
  const range = monaco.Range.fromPositions(model.getPositionAt(edit.from), model.getPositionAt(edit.to))
  model.pushEditOperations([], [{ range, text: edit.text }], () => null)
}

/** Shows the rule that is selected in the form. */
function revealSelection(
  instance: Instance,
  { text, selectedRule }: { text: string; selectedRule: readonly (string | number)[] | null },
): void {
  const root = parseTree(text)
  const model = instance.getModel()
  if (!root || !model || selectedRule === null) return
  const config = findConfig(root, selectedRule)
  if (!config) return
  const position = model.getPositionAt(config.offset)
  instance.revealLineNearTop(position.lineNumber)
  instance.setPosition(position)
}

function findConfig(root: NonNullable<ReturnType<typeof parseTree>>, rule: readonly (string | number)[]) {
  const flows = findNodeAtLocation(root, ['flows'])
  for (const flow of flows?.children ?? []) {
    const name = flow.children?.[0]?.value
    const destinations = findNodeAtLocation(root, ['flows', name, 'destinations'])
    for (const destination of destinations?.children ?? []) {
      const found = findNodeAtLocation(root, [
        'flows',
        name,
        'destinations',
        destination.children?.[0]?.value,
        'config',
        ...rule,
      ])
      if (found) return found
    }
  }
  return undefined
}

/** Marks the place where the text stops being a flow file. */
function useFlowMarker(editor: React.RefObject<Instance | null>): void {
  const { error } = useReading()
  const destination = useDestination()
  useEffect(() => {
    const model = editor.current?.getModel()
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
    if (error?.line !== undefined && destination !== undefined)
      editor.current?.revealLineInCenterIfOutsideViewport(error.line)
  }, [editor, error, destination])
}
