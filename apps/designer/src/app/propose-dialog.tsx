import { Heading } from 'react-aria-components'
import { useDesigner, useDocument } from '../designer/designer-context.tsx'
import { Propose } from '../panes/propose/propose.tsx'
import { useSamplesOfEvent } from '../panes/propose/use-proposal.ts'
import { AddSampleBox } from '../panes/samples/add-sample-box.tsx'
import { OverlayDialog } from './overlay-dialog.tsx'
import { PasteCard } from './paste-card.tsx'
import { useOpening } from './use-opening.ts'

/** From the record that is wanted to the mapping. */
export default function ProposeDialog() {
  return (
    <OverlayDialog name="propose" label="Propose a mapping" isWide>
      <ForSelected />
    </OverlayDialog>
  )
}

function ForSelected() {
  const samples = useSamplesOfEvent()
  const [own] = samples
  return own === undefined ? <AskForEvent /> : <Propose key={own.id} own={own} samples={samples} />
}

function AskForEvent() {
  const { document, view } = useDesigner()
  const opening = useOpening()
  // With a sample the dialog goes on.
  const cancel = () => {
    if (document.getState().samples.length === 0) view.getState().actions.closeOverlay()
  }
  const isEmpty = useDocument((state) => state.text === '')
  return (
    <>
      <Heading slot="title">Propose a mapping</Heading>
      <p className="lead">The event comes first, then the record that you want of it.</p>
      <div className="ask-for-event">
        {isEmpty ? <PasteCard opening={opening} /> : <AddSampleBox onClose={cancel} />}
      </div>
    </>
  )
}
