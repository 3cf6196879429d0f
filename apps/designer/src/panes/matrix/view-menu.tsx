import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { isSame } from '../../document/is-same.ts'
import { ActionMenu } from '../../ui/action-menu.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { type MatrixView, useSavedViews, usualView } from './matrix-views.ts'

/** Shows a saved view, or saves what is shown under a name. */
export function ViewMenu({ view, onChange }: { view: MatrixView; onChange: (view: MatrixView) => void }) {
  const { views, save, remove } = useSavedViews()
  const [isNaming, setIsNaming] = useState(false)
  const shown = views.find(({ name: _name, ...saved }) => isSame(saved, view))
  const actions = [
    { id: 'usual', title: 'Usual view' },
    ...views.map(({ name }) => ({ id: `show ${name}`, title: name })),
    ...(shown === undefined ? [] : [{ id: 'remove', title: `Remove ${shown.name}` }]),
  ]
  const act = (id: string) => {
    if (id === 'remove' && shown !== undefined) remove(shown.name)
    else onChange(views.find(({ name }) => id === `show ${name}`) ?? usualView)
  }
  return (
    <>
      {views.length > 0 && (
        <MenuButton
          className="btn small"
          menu={
            <ActionMenu
              label="Views"
              actions={actions}
              chosen={shown === undefined ? (isSame(view, usualView) ? 'usual' : '') : `show ${shown.name}`}
              onAction={act}
            />
          }
        >
          <Bookmark className="icon small" aria-hidden />
          {shown?.name ?? 'Views'}
        </MenuButton>
      )}
      {isNaming ? (
        <NameForm
          onSave={(name) => {
            save({ name, ...view })
            setIsNaming(false)
          }}
          onClose={() => setIsNaming(false)}
        />
      ) : (
        shown === undefined &&
        !isSame(view, usualView) && (
          <button type="button" className="btn small" onClick={() => setIsNaming(true)}>
            Save view…
          </button>
        )
      )}
    </>
  )
}

function NameForm({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('')
  return (
    <form
      className="view-name"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') onSave(name.trim())
      }}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <input
        className="field small"
        aria-label="Name of the view"
        placeholder="Name of the view"
        autoFocus
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="btn small" disabled={name.trim() === ''}>
        Save
      </button>
    </form>
  )
}
