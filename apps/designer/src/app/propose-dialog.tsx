import { Propose } from '../panes/propose/propose.tsx'
import { OverlayDialog } from './overlay-dialog.tsx'

/** From the record that is wanted to the mapping. */
export default function ProposeDialog() {
  return (
    <OverlayDialog name="propose" label="Propose a mapping" isWide>
      <Propose />
    </OverlayDialog>
  )
}
