import { Heading } from 'react-aria-components'
import { OverlayDialog } from './overlay-dialog.tsx'
import { shortcuts } from './shortcuts.ts'

/** Keys that a part of the page knows itself, beside those of the commands. */
const groups: readonly { group: string; keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    group: 'Everywhere',
    keys: [
      ...shortcuts.map(({ keys, does }) => [keys, does] as const),
      ['Esc', 'Close what is open'],
      ['Enter', 'On the edge of a pane: fold it, unfold it'],
    ],
  },
  {
    group: 'Lists and trees',
    keys: [
      ['↑ ↓', 'Move'],
      ['→ ←', 'Open, close'],
      ['↑ ↓ → ←', 'In a table of Review: from button to button'],
      ['Home End', 'First, last'],
      ['Alt ↑ ↓', 'Move a sample, a rule or a mapping row'],
      ['Shift ↑ ↓', 'Select several samples or mapping rows'],
      ['Ctrl Space', 'Select a mapping row with the others'],
      ['Shift F10', 'Open the menu of a sample, a rule, a field, a row or a record'],
      ['Del', 'Delete the sample, the rule or the selected rows'],
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

/** Every key that does something. */
export default function ShortcutsSheet() {
  return (
    <OverlayDialog name="shortcuts" label="Keyboard shortcuts">
      <Heading slot="title">Keyboard shortcuts</Heading>
      <div className="sheet">
        {groups.map(({ group, keys }) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </OverlayDialog>
  )
}
