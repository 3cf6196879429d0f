import { Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import {
  Autocomplete,
  Collection,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  SearchField,
} from 'react-aria-components'
import { flushSync } from 'react-dom'
import { useStore } from 'zustand'
import type { Command, CommandGroup } from '../designer/command.ts'
import { type DesignerParts, useDesigner } from '../designer/designer-context.tsx'
import { browserStorage } from '../document/browser-storage.ts'
import { afterPaint } from '../ui/after-paint.ts'
import { commandsNow } from './commands.ts'
import { fieldPrefix } from './design-commands.ts'
import { OverlayDialog } from './overlay-dialog.tsx'

/** Finds samples, rules, fields and problems, and runs any command by its name. */
export default function Palette() {
  return (
    <OverlayDialog name="palette" label="Command palette" hasClose={false}>
      <PaletteBody />
    </OverlayDialog>
  )
}

const groups: readonly CommandGroup[] = ['Commands', 'Samples', 'Rules', 'Fields', 'Problems']
const maxOfGroup = 30
/** As many as are in view when the palette opens; the others follow once those are painted. */
const maxAtFirst = 14
const recentKey = 'kafka-mapping-designer.recent-commands'
const maxRecent = 5

function PaletteBody() {
  const parts = useDesigner()
  const [search, setSearch] = useState('')
  const [isPainted, setIsPainted] = useState(false)
  useEffect(() => afterPaint(() => setIsPainted(true)), [])
  const isWhole = isPainted || search !== ''
  const commands = useCommands(parts, isWhole ? maxFieldsFor(search) : 0)
  const sections = useMemo(() => sectionsOf(commands, search), [commands, search])
  const hasRun = useRef(false)
  const opener = useRef(document.activeElement)
  const run = (key: string) => {
    if (hasRun.current) return
    hasRun.current = true
    const id = key.replace(recentPrefix, '')
    const command = commands.find((one) => one.id === id)
    // Commands run where the palette was opened: what they open returns the focus there, what they remove leaves it beside that.
    flushSync(parts.view.getState().actions.closeOverlay)
    if (opener.current instanceof HTMLElement) opener.current.focus()
    if (command === undefined) return
    remember(id)
    command.run()
  }
  return (
    <Autocomplete inputValue={search} onInputChange={setSearch}>
      <SearchField
        className="palette-search"
        aria-label="Search or run"
        autoFocus
        onKeyDown={({ key, currentTarget }) => {
          // One press leaves, also after something was typed.
          if (key === 'Escape') parts.view.getState().actions.closeOverlay()
          // The list chooses its first result only for what is typed forwards, and some frames later.
          const isChosen =
            currentTarget.closest('[role="dialog"]')?.querySelector('[role="menuitem"][data-focused]') !== null
          const [first] = sections.flatMap(({ items }) => items)
          if (key === 'Enter' && !isChosen && first !== undefined) run(first.id)
        }}
      >
        <Search className="icon" aria-hidden />
        <Input placeholder="Search samples, rules and fields, or run a command; > for commands only" />
      </SearchField>
      <Menu
        className="palette-list"
        aria-label="Results"
        items={isWhole ? sections : firstOf(sections, maxAtFirst)}
        onAction={(key) => run(String(key))}
        renderEmptyState={() => <p className="empty-note">No results.</p>}
      >
        {(section) => (
          <MenuSection id={section.name} key={section.name}>
            <Header>{section.name}</Header>
            <Collection items={section.items}>
              {(command) => (
                <MenuItem id={command.id} className="popover-item" textValue={command.title}>
                  <span className="truncate">{command.title}</span>
                  {command.hint !== undefined && <span className="hint truncate">{command.hint}</span>}
                </MenuItem>
              )}
            </Collection>
          </MenuSection>
        )}
      </Menu>
    </Autocomplete>
  )
}

/** Until something is typed, no more fields are listed than are shown, unless one that was run lately is looked for among them. */
function maxFieldsFor(search: string): number {
  const isLookedFor = search !== '' || recentIds().some((id) => id.startsWith(fieldPrefix))
  return isLookedFor ? Number.POSITIVE_INFINITY : maxOfGroup
}

/** What can be done now, also where something is loaded or ends while the palette is open. */
function useCommands(parts: DesignerParts, maxFields: number): readonly Command[] {
  const document = useStore(parts.document)
  const derived = useStore(parts.derived)
  const bridge = useStore(parts.bridge)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the commands are read off the stores
  return useMemo(() => commandsNow(parts, maxFields), [parts, maxFields, document, derived, bridge])
}

/** What a command that was run lately is listed under a second time. */
const recentPrefix = 'Recent '

interface Section {
  name: string
  items: Command[]
}

/** So many commands of some sections. */
function firstOf(sections: readonly Section[], max: number): Section[] {
  let left = max
  return sections.flatMap(({ name, items }) => {
    const shown = items.slice(0, left)
    left -= shown.length
    return shown.length === 0 ? [] : [{ name, items: shown }]
  })
}

/** The commands that are found, by group; those that were run lately first, as long as nothing is typed. */
function sectionsOf(commands: readonly Command[], search: string): Section[] {
  const onlyCommands = search.startsWith('>')
  const words = search.replace(/^>/, '').toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter(
    (command) =>
      (!onlyCommands || command.group === 'Commands') && words.every((word) => textOf(command).includes(word)),
  )
  const recent =
    words.length > 0 ? [] : recentIds().flatMap((id) => commands.find((command) => command.id === id) ?? [])
  return [
    { name: 'Recent', items: recent.map((command) => ({ ...command, id: recentPrefix + command.id })) },
    ...groups.map((name) => ({
      name,
      items: best(
        found.filter(({ group }) => group === name),
        words,
      ),
    })),
  ].filter(({ items }) => items.length > 0)
}

function textOf({ title, hint, group }: Command): string {
  return `${title} ${hint ?? ''} ${group}`.toLowerCase()
}

/** Those that start with what was typed come first. */
function best(commands: readonly Command[], words: readonly string[]): Command[] {
  const [first] = words
  if (first === undefined) return commands.slice(0, maxOfGroup)
  const isBest = ({ title }: Command) => (title.toLowerCase().startsWith(first) ? 0 : 1)
  return commands.toSorted((a, b) => isBest(a) - isBest(b)).slice(0, maxOfGroup)
}

function recentIds(): string[] {
  return (browserStorage.getItem(recentKey) ?? '').split('\n').filter(Boolean)
}

function remember(id: string): void {
  const ids = [id, ...recentIds().filter((one) => one !== id)].slice(0, maxRecent)
  browserStorage.setItem(recentKey, ids.join('\n'))
}
