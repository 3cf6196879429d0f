import { Heading } from 'react-aria-components'
import { OverlayDialog } from './overlay-dialog.tsx'
import { shortcuts } from './shortcuts.ts'

/** Every key that does something. */
export default function ShortcutsSheet() {
  return (
    <OverlayDialog name="shortcuts" label="Keyboard shortcuts">
      <Heading slot="title">Keyboard shortcuts</Heading>
      <div className="sheet">
        {shortcuts.map(({ group, keys }) => (
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
