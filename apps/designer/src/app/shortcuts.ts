import { type Screen, screens } from '../designer/view-state.ts'

export type ShortcutName =
  | 'palette'
  | 'produce'
  | 'save'
  | 'test'
  | 'undo'
  | 'redo'
  | 'format'
  | 'shortcuts'
  | Screen
  | 'next pane'
  | 'last pane'
  | 'next problem'
  | 'last problem'

/** Keys that do something from everywhere on the page. */
export interface Shortcut {
  id: ShortcutName
  /** As the sheet of shortcuts shows them; Ctrl is Cmd on macOS. */
  keys: string
  /** As the sheet says it. */
  does: string
  /** Where the keys mean something else, as a selector of what is around the focus. */
  exceptIn?: string
}

// The code editor has keys for its own history.
const inCode = '.monaco-editor'

export const shortcuts: readonly Shortcut[] = [
  { id: 'palette', keys: 'Ctrl K', does: 'Search or run any action' },
  { id: 'produce', keys: 'Ctrl ↵', does: 'Open Produce; inside it, produce', exceptIn: 'form, [role="dialog"]' },
  { id: 'save', keys: 'Ctrl S', does: 'Save the flow into its file, or download it' },
  { id: 'test', keys: 'Ctrl Shift S', does: 'Save the record as a test' },
  { id: 'undo', keys: 'Ctrl Z', does: 'Undo', exceptIn: inCode },
  { id: 'redo', keys: 'Ctrl Shift Z', does: 'Redo', exceptIn: inCode },
  { id: 'format', keys: 'Ctrl Shift F', does: 'Format the code' },
  { id: 'shortcuts', keys: 'Ctrl /', does: 'This sheet' },
  ...screens.map(({ name, label }, at) => ({ id: name, keys: `Alt ${at + 1}`, does: `Show ${label}` })),
  { id: 'next pane', keys: 'F6', does: 'Next pane' },
  { id: 'last pane', keys: 'Shift F6', does: 'The pane before' },
  { id: 'next problem', keys: 'F8', does: 'Next problem' },
  { id: 'last problem', keys: 'Shift F8', does: 'The problem before' },
]
