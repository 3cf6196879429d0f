import { functionFor, unreachableKeys } from '@mapping-designer/mapping-engine'
import { GripVertical, Link2, PencilLine } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, memo, useId, useMemo, useState } from 'react'
import { copyText } from '../../designer/copy-text.ts'
import { type DesignerParts, useDerived, useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { editConfig } from '../../designer/use-flow-edit.ts'
import { useKept } from '../../designer/use-kept.ts'
import { useEvent } from '../../designer/use-preview.ts'
import { addMappedField } from '../../mapping/add-field.ts'
import { type FieldNode, fieldTree, filterTree } from '../../mapping/field-tree.ts'
import { FilterInput } from '../../ui/filter-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { VirtualTree } from '../../ui/virtual-tree.tsx'
import { RenameFieldBox } from './rename-field-box.tsx'
import { useFieldStats } from './use-field-stats.ts'
import { type SourceLink, useSourceLinks } from './use-source-links.ts'

type Scope = 'this' | 'all'

/** The fields of the chosen event, or of all. A click, Enter or dragging puts a path where it is waited for. */
export function FieldsPane() {
  const samples = useDocument((state) => state.samples)
  const title = useId()
  const [scope, setScope] = useKept<Scope>('fields-of', ['this', 'all'])
  const [focused, setFocused] = useState<string | null>(null)
  const { renameField } = useDesigner().view.getState().actions
  const renamed = useView((state) => state.renamedField)
  return (
    <section className="pane" aria-labelledby={title} data-pane="fields">
      <PaneHead id={title} title="Fields">
        <span className="grow" />
        {focused !== null && (
          <IconButton
            Icon={PencilLine}
            label={`Rename ${focused} in all rules`}
            isSmall
            aria-expanded={renamed === focused}
            onClick={() => renameField(renamed === focused ? null : focused)}
          />
        )}
        {samples.length > 1 && (
          <Segmented label="Fields of" value={scope} onChange={setScope} options={{ this: 'This', all: 'All' }} />
        )}
      </PaneHead>
      {renamed !== null && <RenameFieldBox key={renamed} path={renamed} onClose={() => renameField(null)} />}
      <FoundFields scope={samples.length > 1 ? scope : 'this'} onFocus={setFocused} />
    </section>
  )
}

/** The fields that a filter finds. */
function FoundFields({ scope, onFocus }: { scope: Scope; onFocus: (path: string) => void }) {
  const event = useEvent()
  const error = useDerived(({ preview }) => preview?.error)
  const samples = useDocument((state) => state.samples)
  const sample = useDocument((state) => state.selectedSample)
  const [search, setSearch] = useState('')
  const stats = useFieldStats(samples, scope === 'all')
  const all = useMemo(() => (scope === 'all' ? (stats ?? []) : event ? fieldTree(event) : []), [scope, stats, event])
  const nodes = useMemo(() => filterTree(all, search), [all, search])
  const links = useSourceLinks()
  const hasTarget = useView((state) => state.pathTarget !== null)
  if (!event && scope === 'this') return <p className="empty-note">{error ?? 'Select a sample.'}</p>
  return (
    <>
      <div className="filter">
        <FilterInput label="Filter fields" value={search} onChange={setSearch} />
      </div>
      <TargetBar />
      <FieldTree
        key={`${scope} ${sample} ${search}`}
        nodes={nodes}
        links={links.byPath}
        linked={links.current}
        isAllOpen={search !== ''}
        hasTarget={hasTarget}
        onFocus={onFocus}
      />
      {nodes.length === 0 && <p className="empty-note">{search === '' ? 'No fields.' : 'No field matches.'}</p>}
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

const openAtFirst = new Set([
  'data',
  'user',
  'nested',
  'nested.0',
  'nested.0.data',
  'nested.*',
  'nested.*.data',
  'consent',
])
const isOpenAtFirst = ({ id }: FieldNode) => openAtFirst.has(id)
const isAlwaysOpen = () => true

/** Writes a path where it is waited for, or maps it in the selected rule. */
function insertPath(parts: DesignerParts, path: string, byPointer: boolean): void {
  const { pathTarget, actions } = parts.view.getState()
  const { preview, destination } = parts.derived.getState()
  const keys = unreachableKeys(preview?.event, path)
  if (pathTarget === null) {
    const add = addMappedField(destination?.config, parts.document.getState().selectedRule, preview?.event)
    if (add !== null) editConfig(parts, add(path).edits, `map ${path}`)
  } else if (keys === undefined) {
    pathTarget.fill(path)
    if (byPointer) pathTarget.focus()
  } else {
    actions.say(
      `No path reaches ${path}, because a name in it has a dot. A map takes the function ${functionFor(keys)}.`,
    )
  }
}

// Hundreds of rows stay as they are while somebody types elsewhere.
const FieldTree = memo(function FieldTree({
  nodes,
  links,
  linked,
  isAllOpen,
  hasTarget,
  onFocus,
}: {
  nodes: FieldNode[]
  links: ReadonlyMap<string, SourceLink>
  /** The path whose place is looked at. */
  linked: string | null
  /** What a filter found is in view. */
  isAllOpen: boolean
  hasTarget: boolean
  onFocus: (path: string) => void
}) {
  const parts = useDesigner()
  const copy = (event: KeyboardEvent) => {
    const key = keyOf(event.target)
    if (event.key !== 'c' || event.altKey || event.shiftKey || key === undefined) return
    event.preventDefault()
    event.stopPropagation()
    void copyText(parts, key, key)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tree inside has the focus; this adds a key to it
    <div
      className="tree-holder"
      role="presentation"
      onFocus={({ target }) => {
        const key = keyOf(target)
        if (key !== undefined) onFocus(key)
      }}
      onKeyDownCapture={copy}
    >
      <VirtualTree
        label={hasTarget ? 'Fields, Enter inserts the path' : 'Fields, Enter maps the field'}
        nodes={nodes}
        rowHeight={24}
        linked={linked}
        isOpenAtFirst={isAllOpen ? isAlwaysOpen : isOpenAtFirst}
        nameOf={({ path, summary }) => `${path} ${summary}${links.has(path) ? ', used by the rule' : ''}`}
        onAction={({ path }, byPointer) => insertPath(parts, path, byPointer)}
        drag={({ path }) => ({
          draggable: true,
          onDragStart: (event: DragEvent) => event.dataTransfer.setData('text/plain', path),
        })}
      >
        {(field) => <FieldRow field={field} link={links.get(field.path)} />}
      </VirtualTree>
    </div>
  )
})

function keyOf(target: EventTarget): string | undefined {
  return (target as HTMLElement).closest<HTMLElement>('[role="row"]')?.dataset['key']
}

const FieldRow = memo(function FieldRow({ field, link }: { field: FieldNode; link: SourceLink | undefined }) {
  const { view } = useDesigner()
  return (
    <>
      <span className="name truncate" title={`${field.path} ${field.summary}`}>
        {field.name}
      </span>
      <span className="value truncate">{field.summary}</span>
      {field.hasNoPath && (
        <span className="faint" title="A name with a dot is reached by no path; mapping it writes a function.">
          no path
        </span>
      )}
      {link && (
        <IconButton
          Icon={Link2}
          label={`Show where ${field.path} goes`}
          className="link-mark"
          isSmall
          onClick={(event) => {
            event.stopPropagation()
            view.getState().actions.setLink(link.target)
          }}
        />
      )}
      <GripVertical className="icon small grip" aria-hidden />
    </>
  )
})
