import { useId, useState } from 'react'
import { useDesigner } from '../../app/designer-context.tsx'
import { valueAt } from '../../preview/derive.ts'
import { useDestination, usePreview } from '../../preview/use-preview.ts'
import { useFlowEdit } from '../editor/use-flow-edit.ts'

/** Asks for entity and action, filled in from the selected sample. */
export function AddRuleBox({ onClose }: { onClose: () => void }) {
  const { document, view } = useDesigner()
  const destination = useDestination()
  const event = usePreview()?.event
  const [fromEntity = '', fromAction = ''] = String(event?.['name'] ?? '').split(' ')
  const [entity, setEntity] = useState(fromEntity)
  const [action, setAction] = useState(fromAction)
  const [error, setError] = useState<string | null>(null)
  const edit = useFlowEdit()
  const hint = useId()

  const add = () => {
    if (entity.trim() === '' || action.trim() === '') {
      setError('A rule needs an entity and an action; * stands for any.')
      return
    }
    const place = ['mapping', entity.trim(), action.trim()]
    const found = valueAt(destination?.config, place)
    const target = found === undefined ? place : [...place, Array.isArray(found) ? found.length : 1]
    if (found === undefined) edit([{ place, value: {} }], `add rule ${entity} ${action}`)
    else if (Array.isArray(found)) edit([{ place: target, value: {}, isInsertion: true }], 'add alternative')
    else edit([{ place, value: [found as never, {}] }], 'add alternative')
    document.getState().actions.selectRule(target)
    view.getState().set({ editorTab: 'form', pane: 'rules' })
    onClose()
  }

  return (
    <form
      className="sample-text"
      aria-label="New rule"
      onSubmit={(submit) => {
        submit.preventDefault()
        add()
      }}
      onKeyDown={(key) => {
        if (key.key === 'Escape') onClose()
      }}
    >
      <input
        className="field mono"
        aria-label="New entity"
        aria-describedby={hint}
        autoFocus
        value={entity}
        placeholder="order"
        onChange={(change) => setEntity(change.target.value)}
      />
      <input
        className="field mono"
        aria-label="New action"
        aria-describedby={hint}
        value={action}
        placeholder="complete"
        onChange={(change) => setAction(change.target.value)}
      />
      <p id={hint} className={error === null ? 'faint' : 'tone-err'} role={error === null ? undefined : 'alert'}>
        {error ?? 'Entity and action of the event; * stands for any.'}
      </p>
      <div className="actions">
        <button type="submit" className="btn small primary">
          Create rule
        </button>
        <button type="button" className="btn small" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  )
}
