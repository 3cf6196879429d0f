import type { editor as MonacoEditor } from 'monaco-editor/editor'
import { useEffect, useRef, useState } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import { useIsDark } from '../designer/use-theme.ts'
import type { TextMark } from '../document/text-marks.ts'
import { applyText } from './apply-text.ts'
import { Editor } from './editor.tsx'
import { editorOptions } from './editor-options.ts'
import { monaco } from './monaco.ts'

// Events may be written as JSON5 or JavaScript, of which the checker of JSON knows nothing: its colours alone are taken.
monaco.languages.register({ id: 'event' })
monaco.languages.setLanguageConfiguration('event', {
  brackets: [
    ['{', '}'],
    ['[', ']'],
  ],
})
monaco.languages.setMonarchTokensProvider('event', {
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'string.key.json'],
      [/"(?:[^"\\]|\\.)*"/, 'string.value.json'],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'keyword.json'],
    ],
  },
})

/** The text of an event in a code editor, with what is wrong marked at its digit. */
export default function EventEditor({
  text,
  marks,
  onChange,
}: {
  text: string
  marks: readonly TextMark[]
  onChange: (text: string) => void
}) {
  const { document } = useDesigner()
  const isDark = useIsDark()
  const [editor, setEditor] = useState<MonacoEditor.IStandaloneCodeEditor | null>(null)
  const isForeign = useRef(false)
  useEffect(() => {
    const model = editor?.getModel()
    if (!model) return
    isForeign.current = true
    applyText(model, text)
    isForeign.current = false
  }, [editor, text])
  useEffect(() => {
    const model = editor?.getModel()
    if (model) monaco.editor.setModelMarkers(model, 'event', marks.map(markerOf))
  }, [editor, marks])
  return (
    <Editor
      language="event"
      path="file:///event.json"
      theme={isDark ? 'designer-dark' : 'designer-light'}
      defaultValue={text}
      loading={<p className="empty-note">Loading the code editor…</p>}
      options={options}
      onMount={(instance) => {
        const { actions } = document.getState()
        instance.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyZ, () => actions.undo())
        instance.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyZ, () => actions.redo())
        instance.focus()
        setEditor(instance)
      }}
      onChange={(value) => {
        if (!isForeign.current && value !== undefined) onChange(value)
      }}
    />
  )
}

function markerOf({ line, column, length, message, isError }: TextMark): MonacoEditor.IMarkerData {
  return {
    severity: isError ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message,
    startLineNumber: line,
    endLineNumber: line,
    startColumn: column,
    endColumn: column + length,
  }
}

const options: MonacoEditor.IStandaloneEditorConstructionOptions = {
  ...editorOptions,
  ariaLabel: 'Event as JSON',
  // A text that is inserted as a whole would get brackets that it has already.
  autoClosingBrackets: 'never',
  autoSurround: 'never',
}
