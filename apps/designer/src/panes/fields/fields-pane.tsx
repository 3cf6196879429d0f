import { ChevronRight } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { Button, Collection, Tree, TreeItem, TreeItemContent } from 'react-aria-components'
import { useDesigner, useView } from '../../app/designer-context.tsx'
import { usePreview } from '../../preview/use-preview.ts'
import { useAddMappedField } from '../editor/use-add-field.ts'
import { type FieldNode, fieldTree, filterTree } from './field-tree.ts'

/** The fields of the chosen event. A click or Enter on one writes its path where it is waited for. */
export function FieldsPane() {
  const preview = usePreview()
  const title = useId()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const event = preview?.event
  const nodes = useMemo(() => (event ? filterTree(fieldTree(event), wanted) : []), [event, wanted])

  return (
    <section className="pane" aria-labelledby={title} data-pane="fields">
      <div className="pane-head">
        <h2 id={title}>Fields</h2>
        <code className="faint truncate">{typeof event?.['name'] === 'string' ? event['name'] : ''}</code>
      </div>
      {event ? (
        <>
          <div className="filter">
            <input
              className="field small"
              type="search"
              aria-label="Filter fields"
              placeholder="Filter fields"
              value={search}
              onChange={(change) => setSearch(change.target.value)}
            />
          </div>
          <div className="scroll">
            <FieldTree key={preview.sample.id} nodes={nodes} />
            {nodes.length === 0 && <p className="empty-note">No field matches.</p>}
          </div>
        </>
      ) : (
        <p className="empty-note">{preview?.error ?? 'Select a sample.'}</p>
      )}
    </section>
  )
}

function FieldTree({ nodes }: { nodes: FieldNode[] }) {
  const { view } = useDesigner()
  const hasTarget = useView((state) => state.pathTarget !== null)
  const addField = useAddMappedField()
  const insert = (path: string) => {
    const { pathTarget } = view.getState()
    if (pathTarget !== null) pathTarget(path)
    else addField?.(path)
  }
  return (
    <Tree
      className="tree"
      aria-label={hasTarget ? 'Fields, Enter inserts the path' : 'Fields, Enter maps the field'}
      selectionMode="none"
      defaultExpandedKeys={['data', 'user', 'nested', 'nested.0', 'nested.0.data', 'consent']}
      items={nodes}
      onAction={(key) => insert(String(key))}
    >
      {renderField}
    </Tree>
  )
}

function renderField(field: FieldNode) {
  return (
    <TreeItem id={field.id} textValue={field.name} aria-label={`${field.path} ${field.summary}`}>
      <TreeItemContent>
        {({ hasChildItems }) => (
          <div className="tree-row">
            {hasChildItems ? (
              <Button slot="chevron" className="chevron">
                <ChevronRight className="icon small" aria-hidden />
              </Button>
            ) : (
              <span className="chevron" />
            )}
            <span className="name truncate">{field.name}</span>
            <span className="value truncate">{field.summary}</span>
          </div>
        )}
      </TreeItemContent>
      <Collection items={field.children}>{renderField}</Collection>
    </TreeItem>
  )
}
