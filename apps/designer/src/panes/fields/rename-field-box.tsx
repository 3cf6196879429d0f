import { renameFieldEdits } from '@mapping-designer/mapping-engine'
import { useId, useState } from 'react'
import { useDerived, useDesigner } from '../../designer/designer-context.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { useDestination } from '../../designer/use-preview.ts'
import { editedRules } from '../../mapping/rename-target.ts'
import { BoxForm } from '../../ui/box-form.tsx'
import { plural } from '../../ui/format.ts'

/** Follows a field of the event to another name, in every rule that reads it. */
export function RenameFieldBox({ path, onClose }: { path: string; onClose: () => void }) {
  const { view, document } = useDesigner()
  const destination = useDestination()
  const rules = useDerived((state) => state.rules)
  const edit = useFlowEdit()
  const own = path.split('.').at(-1) ?? ''
  const [name, setName] = useState(own)
  const hint = useId()
  const edits = renameFieldEdits(destination?.config, path, name.trim())
  const where = editedRules(edits, rules)
  const isWrong = name.trim() === '' || name.includes('.')
  const isOff = isWrong || edits.length === 0
  const rename = () => {
    if (isOff) return
    edit(edits, `rename ${path} to ${name.trim()}`)
    view.getState().actions.say(`Renamed ${path} to ${name.trim()} in ${where}.`, document.getState().past.at(-1))
    onClose()
  }
  return (
    <BoxForm
      label={`Rename ${path} in all rules`}
      submit="Rename in all rules"
      isOff={isOff}
      onSubmit={rename}
      onClose={onClose}
    >
      <input
        className="field mono"
        aria-label={`New name of ${path}`}
        aria-describedby={hint}
        autoFocus
        value={name}
        onChange={(change) => setName(change.target.value)}
      />
      <p id={hint} className="faint">
        {isWrong
          ? 'A name without dots.'
          : name.trim() === own
            ? `${path}: type the name that events have from now on.`
            : edits.length === 0
              ? 'No rule reads this field by a path.'
              : `Changes ${plural(edits.length, 'place')} in ${where}; functions and samples stay as they are.`}
      </p>
    </BoxForm>
  )
}
