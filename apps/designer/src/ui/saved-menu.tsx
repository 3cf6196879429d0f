import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { ActionMenu } from './action-menu.tsx'
import { MenuButton } from './menu-button.tsx'

/** What is saved is called, in the menu of all of them and for one. */
interface Words {
  all: string
  usual: string
  one: string
}

/** A menu of what was saved under names, and a form that saves what is shown. */
export function SavedMenu({
  words,
  names,
  shown,
  isUsual,
  isNaming,
  onNaming,
  onShow,
  onSave,
  onRemove,
}: {
  words: Words
  names: readonly string[]
  /** The name of what is shown, where it is saved. */
  shown: string | undefined
  /** Nothing was chosen that could be saved. */
  isUsual: boolean
  isNaming: boolean
  onNaming: (isNaming: boolean) => void
  /** Null for what is shown without a choice. */
  onShow: (name: string | null) => void
  onSave: (name: string) => void
  onRemove: (name: string) => void
}) {
  const actions = [
    { id: 'usual', title: words.usual },
    ...names.map((name) => ({ id: `show ${name}`, title: name })),
    ...(shown === undefined ? [] : [{ id: 'remove', title: `Remove ${shown}` }]),
  ]
  const act = (id: string) => {
    if (id === 'remove' && shown !== undefined) onRemove(shown)
    else onShow(names.find((name) => id === `show ${name}`) ?? null)
  }
  return (
    <>
      {names.length > 0 && (
        <MenuButton
          className="btn small"
          menu={
            <ActionMenu
              label={words.all}
              actions={actions}
              chosen={shown === undefined ? (isUsual ? 'usual' : '') : `show ${shown}`}
              onAction={act}
            />
          }
        >
          <Bookmark className="icon small" aria-hidden />
          {shown ?? words.all}
        </MenuButton>
      )}
      {isNaming ? (
        <NameForm
          label={`Name of the ${words.one}`}
          onSave={(name) => {
            onSave(name)
            onNaming(false)
          }}
          onClose={() => onNaming(false)}
        />
      ) : (
        shown === undefined &&
        !isUsual && (
          <button type="button" className="btn small" onClick={() => onNaming(true)}>
            Save {words.one}…
          </button>
        )
      )}
    </>
  )
}

function NameForm({ label, onSave, onClose }: { label: string; onSave: (name: string) => void; onClose: () => void }) {
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
        aria-label={label}
        placeholder={label}
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
