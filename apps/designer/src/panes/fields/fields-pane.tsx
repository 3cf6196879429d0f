import { functionFor, unreachableKeys } from '@mapping-designer/mapping-engine'
import { ChevronRight, GripVertical, Link2, PencilLine } from 'lucide-react'
import { memo, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Button, Collection, Tree, TreeItem, TreeItemContent, useDragAndDrop } from 'react-aria-components'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { useAddMappedField } from '../../designer/use-add-field.ts'
import { usePreview } from '../../designer/use-preview.ts'
import { type FieldNode, fieldTree, filterTree } from '../../mapping/field-tree.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { RenameFieldBox } from './rename-field-box.tsx'
import { useFieldStats } from './use-field-stats.ts'
import { type SourceLink, useSourceLinks } from './use-source-links.ts'

type Scope = 'this' | 'all'

/** The fields of the chosen event, or of all. A click, Enter or dragging puts a path where it is waited for. */
export function FieldsPane() {
  const samples = useDocument((state) => state.samples)
  const title = useId()
  const [scope, setScope] = useState<Scope>('this')
  const [focused, setFocused] = useState<string | null>(null)
  const [isRenaming, setIsRenaming] = useState(false)
  return (
    <section className="pane" aria-labelledby={title} data-pane="fields">
      <PaneHead id={title} title="Fields">
        <span className="grow" />
        {focused !== null && (
          <IconButton
            Icon={PencilLine}
            label={`Rename ${focused} in all rules`}
            isSmall
            aria-expanded={isRenaming}
            onClick={() => setIsRenaming(!isRenaming)}
          />
        )}
        {samples.length > 1 && (
          <Segmented label="Fields of" value={scope} onChange={setScope} options={{ this: 'This', all: 'All' }} />
        )}
      </PaneHead>
      {isRenaming && focused !== null && (
        <RenameFieldBox key={focused} path={focused} onClose={() => setIsRenaming(false)} />
      )}
      <FoundFields scope={samples.length > 1 ? scope : 'this'} onFocus={setFocused} />
    </section>
  )
}

/** The fields that a filter finds. */
function FoundFields({ scope, onFocus }: { scope: Scope; onFocus: (path: string) => void }) {
  const preview = usePreview()
  const samples = useDocument((state) => state.samples)
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const event = preview?.event
  const stats = useFieldStats(samples, scope === 'all')
  const all = useMemo(() => (scope === 'all' ? (stats ?? []) : event ? fieldTree(event) : []), [scope, stats, event])
  const nodes = useMemo(() => filterTree(all, wanted), [all, wanted])
  const links = useSourceLinks()
  const hasTarget = useView((state) => state.pathTarget !== null)
  const insert = useInsertPath()
  if (!event && scope === 'this') return <p className="empty-note">{preview?.error ?? 'Select a sample.'}</p>
  return (
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
      <TargetBar />
      <div className="scroll">
        <FieldTree
          key={`${scope} ${preview?.sample.id} ${wanted}`}
          nodes={nodes}
          links={links}
          isAllOpen={wanted !== ''}
          hasTarget={hasTarget}
          onInsert={insert}
          onFocus={onFocus}
        />
        {nodes.length === 0 && <p className="empty-note">{wanted === '' ? 'No fields.' : 'No field matches.'}</p>}
      </div>
    </>
  )
}

/** Says which input a click on a field fills, where there is one. */
function TargetBar() {
  const { view } = useDesigner()
  const target = useView((state) => state.pathTarget)
  if (target === null) return null
  const stop = () => view.getState().actions.setPathTarget(null)
  return (
    <div className="target-bar" role="status">
      <span className="truncate">
        A click fills <b>{target.label}</b>
      </span>
      <button type="button" className="btn ghost small" onClick={stop}>
        Stop
      </button>
    </div>
  )
}

const openAtFirst = ['data', 'user', 'nested', 'nested.0', 'nested.0.data', 'nested.*', 'nested.*.data', 'consent']

function branchesOf(nodes: readonly FieldNode[]): string[] {
  return nodes.flatMap(({ id, children }) => (children.length > 0 ? [id, ...branchesOf(children)] : []))
}

/** Writes a path where it is waited for, or maps it; the same function as long as the pane is there. */
function useInsertPath(): (path: string, byPointer: boolean) => void {
  const { view } = useDesigner()
  const addField = useRef<((path: string) => void) | null>(null)
  addField.current = useAddMappedField()
  const event = useRef<unknown>(null)
  event.current = usePreview()?.event
  return useCallback(
    (path, byPointer) => {
      const { pathTarget, actions } = view.getState()
      const keys = unreachableKeys(event.current, path)
      if (pathTarget === null) addField.current?.(path)
      else if (keys === undefined) {
        pathTarget.fill(path)
        if (byPointer) pathTarget.focus()
      } else {
        actions.say(
          `No path reaches ${path}, because a name in it has a dot. A map takes the function ${functionFor(keys)}.`,
        )
      }
    },
    [view],
  )
}

// Hundreds of rows stay as they are while somebody types elsewhere.
const FieldTree = memo(function FieldTree({
  nodes,
  links,
  isAllOpen,
  hasTarget,
  onInsert,
  onFocus,
}: {
  nodes: FieldNode[]
  links: ReadonlyMap<string, SourceLink>
  /** What a filter found is in view. */
  isAllOpen: boolean
  hasTarget: boolean
  onInsert: (path: string, byPointer: boolean) => void
  onFocus: (path: string) => void
}) {
  const { view } = useDesigner()
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
  })
  const tree = useRef<HTMLDivElement>(null)
  const byPointer = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another link marks another row
  useEffect(() => {
    tree.current?.querySelector('.linked')?.scrollIntoView({ block: 'nearest' })
  }, [links])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tree inside has the focus; this adds a key to it
    <div
      ref={tree}
      role="presentation"
      onFocus={({ target }) => {
        const key = target.closest<HTMLElement>('[role="row"]')?.dataset['key']
        if (key !== undefined) onFocus(key)
      }}
      onPointerDownCapture={() => {
        byPointer.current = true
      }}
      onKeyDownCapture={(event) => {
        byPointer.current = false
        const key = (event.target as HTMLElement).closest<HTMLElement>('[role="row"]')?.dataset['key']
        if (event.key !== 'c' || event.altKey || event.shiftKey || key === undefined) return
        event.preventDefault()
        event.stopPropagation()
        void navigator.clipboard.writeText(key)
        view.getState().actions.say(`Copied ${key}.`)
      }}
    >
      <Tree
        className="tree"
        aria-label={hasTarget ? 'Fields, Enter inserts the path' : 'Fields, Enter maps the field'}
        selectionMode="none"
        defaultExpandedKeys={isAllOpen ? branchesOf(nodes) : openAtFirst}
        items={nodes}
        dependencies={[links]}
        dragAndDropHooks={dragAndDropHooks}
        onAction={(key) => onInsert(String(key), byPointer.current)}
      >
        {(field) => <FieldItem field={field} links={links} />}
      </Tree>
    </div>
  )
})

function FieldItem({ field, links }: { field: FieldNode; links: ReadonlyMap<string, SourceLink> }) {
  const { view } = useDesigner()
  const link = links.get(field.path)
  return (
    <TreeItem
      id={field.id}
      textValue={field.name}
      aria-label={`${field.path} ${field.summary}${link ? ', used by the rule' : ''}`}
      className={link?.isCurrent ? 'linked' : ''}
    >
      <TreeItemContent>
        {({ hasChildItems }) => (
          <div className="tree-row" title={`${field.path} ${field.summary}`}>
            {hasChildItems ? (
              <Button slot="chevron" className="chevron">
                <ChevronRight className="icon small" aria-hidden />
              </Button>
            ) : (
              <span className="chevron" />
            )}
            <span className="name truncate">{field.name}</span>
            <span className="value truncate">{field.summary}</span>
            {field.hasNoPath && (
              <span className="faint" title="A name with a dot is reached by no path; mapping it writes a function.">
                no path
              </span>
            )}
            {link && (
              <Button
                className="btn icon-only link-mark"
                aria-label={`Show where ${field.path} goes`}
                onPress={() => view.getState().actions.setLink(link.target)}
              >
                <Link2 className="icon small tone-link" aria-hidden />
              </Button>
            )}
            <Button slot="drag" className="grip" aria-label={`Drag ${field.path}`}>
              <GripVertical className="icon small" aria-hidden />
            </Button>
          </div>
        )}
      </TreeItemContent>
      <Collection items={field.children} dependencies={[links]}>
        {(child) => <FieldItem field={child} links={links} />}
      </Collection>
    </TreeItem>
  )
}
