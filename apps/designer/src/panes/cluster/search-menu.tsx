import { useDesigner, useView } from '../../designer/designer-context.tsx'
import { type RecordSearch, usualQuery } from '../../designer/record-searches.ts'
import { isSame } from '../../document/is-same.ts'
import { SavedMenu } from '../../ui/saved-menu.tsx'

const words = { all: 'Searches', usual: 'Newest records', one: 'search' }

/** Shows what a saved search finds, or saves what is read and searched under a name. */
export function SearchMenu({ shown }: { shown: RecordSearch }) {
  const { view } = useDesigner()
  const { showSearch, keepSearches, nameSearch } = view.getState().actions
  const searches = useView((state) => state.searches)
  const isNaming = useView((state) => state.isNamingSearch)
  const without = (name: string) => searches.filter((one) => one.name !== name)
  return (
    <SavedMenu
      words={words}
      names={searches.map(({ name }) => name)}
      shown={searches.find(({ name: _name, ...saved }) => isSame(saved, shown))?.name}
      isUsual={shown.search === '' && isSame(shown.query, usualQuery)}
      isNaming={isNaming}
      onNaming={nameSearch}
      onShow={(wanted) =>
        showSearch(searches.find(({ name }) => name === wanted) ?? { ...shown, query: usualQuery, search: '' })
      }
      onSave={(name) => keepSearches([...without(name), { name, ...shown }])}
      onRemove={(name) => keepSearches(without(name))}
    />
  )
}
