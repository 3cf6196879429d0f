import { applyEdits, format } from 'jsonc-parser'
import type { DocumentStore } from './document-state.ts'

/** Formats the flow text in its own indentation and line ends; comments stay. */
export function formatFlow(document: DocumentStore): void {
  const { text, actions } = document.getState()
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  const isTab = indent.startsWith('\t')
  const edits = format(text, undefined, {
    insertSpaces: !isTab,
    tabSize: isTab ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  })
  actions.setText(applyEdits(text, edits), 'format code')
}
