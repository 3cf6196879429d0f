/** The keys of the designer, as the sheet shows them; Ctrl is Cmd on macOS. */
export const shortcuts: readonly { group: string; keys: readonly [keys: string, does: string][] }[] = [
  {
    group: 'Everywhere',
    keys: [
      ['Ctrl K', 'Search or run any action'],
      ['Ctrl ↵', 'Open Produce; inside it, produce'],
      ['Ctrl S', 'Save the flow into its file, or download it'],
      ['Ctrl Shift S', 'Save the record as a test'],
      ['Ctrl Z', 'Undo'],
      ['Ctrl Shift Z', 'Redo'],
      ['Ctrl Shift F', 'Format the code'],
      ['Ctrl /', 'This sheet'],
      ['F6', 'Next pane; with Shift the one before'],
      ['F8', 'Next problem; with Shift the one before'],
      ['Esc', 'Close what is open'],
    ],
  },
  {
    group: 'Lists and trees',
    keys: [
      ['↑ ↓', 'Move'],
      ['→ ←', 'Open, close'],
      ['Home End', 'First, last'],
      ['Alt ↑ ↓', 'Move a sample, a rule or a mapping row'],
      ['Del', 'Delete the sample or the rule'],
      ['Enter', 'On a field: insert its path'],
      ['C', 'On a field: copy its path'],
    ],
  },
  {
    group: 'Inputs',
    keys: [
      ['↑ ↓', 'Choose a suggestion'],
      ['Enter', 'Take it'],
      ['Esc', 'Leave it; in the code editor, then Tab leaves the editor'],
    ],
  },
]
