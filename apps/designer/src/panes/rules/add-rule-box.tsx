import { useId, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import { useEvent } from '../../designer/use-preview.ts'
import { addRule } from '../../mapping/rule-edits.ts'
import { BoxForm } from '../../ui/box-form.tsx'

/** Asks for entity and action, filled in from the selected sample. */
export function AddRuleBox({ onClose }: { onClose: () => void }) {
  const { view } = useDesigner()
  const event = useEvent()
  const [fromEntity = '', fromAction = ''] = String(event?.['name'] ?? '').split(' ')
  const [entity, setEntity] = useState(fromEntity)
  const [action, setAction] = useState(fromAction)
  const [error, setError] = useState<string | null>(null)
  const change = useRuleEdit()
  const hint = useId()

  const add = () => {
    if (entity.trim() === '' || action.trim() === '') {
      setError('A rule needs an entity and an action; * stands for any.')
      return
    }
    change((config) => addRule(config, entity.trim(), action.trim()))
    view.getState().actions.showEditor('form')
    onClose()
  }

  return (
    <BoxForm label="New rule" submit="Create rule" onSubmit={add} onClose={onClose}>
      <input
        className="field mono"
        aria-label="New entity"
        aria-describedby={hint}
        autoFocus
        value={entity}
        placeholder="order"
        onChange={(typed) => setEntity(typed.target.value)}
      />
      <input
        className="field mono"
        aria-label="New action"
        aria-describedby={hint}
        value={action}
        placeholder="complete"
        onChange={(typed) => setAction(typed.target.value)}
      />
      <p id={hint} className={error === null ? 'faint' : 'tone-err'} role={error === null ? undefined : 'alert'}>
        {error ?? 'Entity and action of the event; * stands for any.'}
      </p>
      <button
        type="button"
        className="link"
        onClick={() => {
          onClose()
          view.getState().actions.open('propose')
        }}
      >
        From a record that I want…
      </button>
    </BoxForm>
  )
}
