import type { editor as MonacoEditor } from 'monaco-editor/editor'
import { useEffect, useId, useRef } from 'react'
import { usePreview } from '../designer/use-preview.ts'
import { useIsDark } from '../designer/use-theme.ts'
import { applyText } from './apply-text.ts'
import { Editor } from './editor.tsx'
import { type FunctionUse, functionTypes, typeOfUse } from './function-types.ts'
import { minimalEdit } from './minimal-edit.ts'
import { monaco } from './monaco.ts'
import { javascriptDefaults } from './monaco-javascript.ts'

type Instance = MonacoEditor.IStandaloneCodeEditor & { setHiddenAreas(ranges: readonly unknown[]): void }

/** Two lines above the code that give it its type; they are hidden and never leave the editor. */
const headLines = 2
const head = (use: FunctionUse) => `/** @type {${typeOfUse[use]}} */\nconst code =\n`

/** A function of the flow in a code editor that completes and checks what walkerOS calls it with. */
export default function FunctionEditor({
  label,
  code,
  use,
  onChange,
}: {
  label: string
  code: string
  use: FunctionUse
  onChange: (code: string) => void
}) {
  const id = useId().replaceAll(/[^a-z0-9]/gi, '')
  const isDark = useIsDark()
  const editor = useRef<Instance | null>(null)
  /** Cursor and scroll, for when the pane of the editor comes back. */
  const spot = useRef<MonacoEditor.ICodeEditorViewState | null>(null)
  const latest = useRef(onChange)
  latest.current = onChange
  const event = usePreview()?.event
  useEffect(() => {
    const lib = javascriptDefaults.addExtraLib(functionTypes(event), 'file:///walkeros.d.ts')
    return () => lib.dispose()
  }, [event])
  useEffect(() => {
    const model = editor.current?.getModel()
    if (!model) return
    applyText(model, head(use) + code)
  }, [code, use])

  return (
    <Editor
      height={`${Math.min(12, Math.max(3, code.split('\n').length + 1)) * 18 + 8}px`}
      language="javascript"
      path={`file:///function-${id}.js`}
      theme={isDark ? 'designer-dark' : 'designer-light'}
      defaultValue={head(use) + code}
      loading={<p className="empty-note">Loading the code editor…</p>}
      options={{ ...options, ariaLabel: label }}
      onMount={(instance) => {
        const own = instance as Instance
        editor.current = own
        hideHead(own)
        own.onDidChangeCursorSelection(() => keepBelowHead(own))
        if (spot.current === null) {
          own.setPosition({ lineNumber: headLines + 1, column: 1 })
          own.focus()
        }
        own.restoreViewState(spot.current)
        const keep = () => {
          spot.current = own.saveViewState()
        }
        own.onDidChangeCursorPosition(keep)
        own.onDidScrollChange(keep)
        keep()
      }}
      onChange={(value = '') => {
        const own = head(use)
        const below = belowHead(value, own)
        latest.current(below)
        if (!value.startsWith(own)) queueMicrotask(() => editor.current && restoreHead(editor.current, own + below))
      }}
    />
  )
}

/** What of a text is the person's own, also where an edit reached into the hidden lines. */
function belowHead(text: string, own: string): string {
  if (text.startsWith(own)) return text.slice(own.length)
  const common = [...own].findIndex((letter, at) => text[at] !== letter)
  // A new text over everything shares next to nothing with the hidden lines.
  return common > own.indexOf('const') ? text.slice(common) : text
}

/** Writes the hidden lines back, as a part of the edit that reached into them: undo takes back both. */
function restoreHead(editor: Instance, text: string): void {
  const model = editor.getModel()
  const edit = model && minimalEdit(model.getValue(), text)
  if (!edit) return
  const range = monaco.Range.fromPositions(model.getPositionAt(edit.from), model.getPositionAt(edit.to))
  model.pushEditOperations([], [{ range, text: edit.text, forceMoveMarkers: true }], () => null)
  hideHead(editor)
  keepBelowHead(editor)
}

/** Hides the lines again from the start: what is hidden moves with an edit that reached into it. */
function hideHead(editor: Instance): void {
  editor.setHiddenAreas([])
  editor.setHiddenAreas([new monaco.Range(1, 1, headLines, 1)])
}

/** Selecting all selects what can be seen; an edit of more would be taken back. */
function keepBelowHead(editor: Instance): void {
  const selections = editor.getSelections() ?? []
  if (selections.every(({ startLineNumber }) => startLineNumber > headLines)) return
  const [line, column] = [headLines + 1, 1]
  const below = (at: number, atColumn: number) =>
    at > headLines ? ([at, atColumn] as const) : ([line, column] as const)
  editor.setSelections(
    selections.map((one) => {
      const from = below(one.selectionStartLineNumber, one.selectionStartColumn)
      const to = below(one.positionLineNumber, one.positionColumn)
      return new monaco.Selection(...from, ...to)
    }),
  )
}

const options: MonacoEditor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fontSize: 12,
  lineHeight: 18,
  lineNumbers: 'off',
  folding: false,
  glyphMargin: false,
  lineDecorationsWidth: 4,
  minimap: { enabled: false },
  // Faded text is below the contrast that everybody can read.
  showUnused: false,
  scrollBeyondLastLine: false,
  // A function that is typed over another one begins with a bracket, which would stand around the old one.
  autoSurround: 'never',
  tabSize: 2,
  fixedOverflowWidgets: true,
  renderLineHighlight: 'none',
  stickyScroll: { enabled: false },
  overviewRulerLanes: 0,
  unicodeHighlight: { ambiguousCharacters: false },
}
