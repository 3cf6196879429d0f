import { Send, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { plural } from '../ui/format.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { useDesigner, useDocument, useView } from './designer-context.tsx'

/** What can be done with all selected samples, below their list. */
export const SelectedSamplesBar = memo(function SelectedSamplesBar() {
  const { document, view } = useDesigner()
  const samples = useDocument((state) => state.samples)
  const marked = useView((state) => state.selectedSamples)
  const isSelecting = useView((state) => state.selecting === 'samples')
  const ids = samples.flatMap(({ id }) => (marked.has(id) ? id : []))
  if (ids.length < 2 && !isSelecting) return null
  const { openProduce, setSelecting } = view.getState().actions
  return (
    <div className="selection-bar">
      <span role="status">{plural(ids.length, 'sample')} selected</span>
      <span className="grow" />
      <IconButton
        Icon={Send}
        label="Produce the selected samples"
        isSmall
        disabled={ids.length === 0}
        onClick={() => openProduce('selected')}
      />
      <IconButton
        Icon={Trash2}
        label="Delete the selected samples"
        isSmall
        disabled={ids.length === 0}
        onClick={() => document.getState().actions.removeSamples(ids)}
      />
      <button type="button" className="btn small" onClick={() => setSelecting(null)}>
        Done
      </button>
    </div>
  )
})
