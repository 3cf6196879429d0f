import { useState } from 'react'
import { isSame } from '../../document/is-same.ts'
import { SavedMenu } from '../../ui/saved-menu.tsx'
import { type MatrixView, useSavedViews, usualView } from './matrix-views.ts'

const words = { all: 'Views', usual: 'Usual view', one: 'view' }

/** Shows a saved view, or saves what is shown under a name. */
export function ViewMenu({ view, onChange }: { view: MatrixView; onChange: (view: MatrixView) => void }) {
  const { views, save, remove } = useSavedViews()
  const [isNaming, setIsNaming] = useState(false)
  return (
    <SavedMenu
      words={words}
      names={views.map(({ name }) => name)}
      shown={views.find(({ name: _name, ...saved }) => isSame(saved, view))?.name}
      isUsual={isSame(view, usualView)}
      isNaming={isNaming}
      onNaming={setIsNaming}
      onShow={(wanted) => onChange(views.find(({ name }) => name === wanted) ?? usualView)}
      onSave={(name) => save({ name, ...view })}
      onRemove={remove}
    />
  )
}
