import type { editor as MonacoEditor } from 'monaco-editor/editor'
import { withOneLineEnd } from './line-ends.ts'
import { minimalEdit } from './minimal-edit.ts'
import { monaco } from './monaco.ts'

/** Writes a text into an editor as the smallest edit, so that the cursor stays where it is. */
export function applyText(model: MonacoEditor.ITextModel, wanted: string): void {
  const edit = minimalEdit(model.getValue(), withOneLineEnd(wanted, model.getEOL()))
  if (edit === null) return
  const range = monaco.Range.fromPositions(model.getPositionAt(edit.from), model.getPositionAt(edit.to))
  model.pushEditOperations([], [{ range, text: edit.text }], () => null)
}
