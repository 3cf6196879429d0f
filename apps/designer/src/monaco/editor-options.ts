import type { editor } from 'monaco-editor/editor'

/** What all editors of JSON have in common. */
export const editorOptions: editor.IStandaloneEditorConstructionOptions = {
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
