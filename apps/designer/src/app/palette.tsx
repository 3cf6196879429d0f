import { Search } from 'lucide-react'
import { useState } from 'react'
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
import { useDesigner, useView } from '../designer/designer-context.tsx'
import type { Command, CommandGroup } from './command.ts'
import { commandsNow } from './commands.ts'
import { OverlayDialog } from './overlay-dialog.tsx'

/** Finds samples, rules, fields and problems, and runs any command by its name. */
export default function Palette() {
  const isOpen = useView((state) => state.overlay === 'palette')
  return (
    <OverlayDialog name="palette" label="Command palette" hasClose={false}>
      {isOpen && <PaletteBody />}
    </OverlayDialog>
  )
}

const groups: readonly CommandGroup[] = ['Commands', 'Samples', 'Rules', 'Fields', 'Problems']
const mostOfGroup = 30
const recentKey = 'kafka-mapping-designer.recent-commands'
const mostRecent = 5

function PaletteBody() {
  const parts = useDesigner()
  const commands = commandsNow(parts)
  const [search, setSearch] = useState('')
  const recent = recentIds()
  const onlyCommands = search.startsWith('>')
  const words = search.replace(/^>/, '').toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter(
    (command) =>
      (!onlyCommands || command.group === 'Commands') && words.every((word) => textOf(command).includes(word)),
  )
  const sections = [
    ...(words.length === 0
      ? [{ name: 'Recent', items: recent.flatMap((id) => commands.find((command) => command.id === id) ?? []) }]
      : []),
    ...groups.map((name) => ({
      name,
      items: best(
        found.filter(({ group }) => group === name),
        words,
      ),
    })),
  ].filter(({ items }) => items.length > 0)
  const run = (key: string) => {
    const id = key.replace(/^Recent /, '')
    const command = commands.find((one) => one.id === id)
    parts.view.getState().actions.closeOverlay()
    if (command === undefined) return
    remember(id)
    command.run()
  }
  return (
    <Autocomplete inputValue={search} onInputChange={setSearch}>
      <SearchField className="palette-search" aria-label="Search or run" autoFocus>
        <Search className="icon" aria-hidden />
        <Input placeholder="Search samples, rules and fields, or run a command; > for commands only" />
      </SearchField>
      <Menu
        className="palette-list"
        aria-label="Results"
        items={sections}
        onAction={(key) => run(String(key))}
        renderEmptyState={() => <p className="empty-note">Nothing is named like that.</p>}
      >
        {(section) => (
          <MenuSection id={section.name} key={section.name}>
            <Header>{section.name}</Header>
            <Collection
              items={section.items.map((command) => ({
                ...command,
                id: section.name === 'Recent' ? `Recent ${command.id}` : command.id,
              }))}
            >
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

function textOf({ title, hint, group }: Command): string {
  return `${title} ${hint ?? ''} ${group}`.toLowerCase()
}

/** Those that start with what was typed come first. */
function best(commands: readonly Command[], words: readonly string[]): Command[] {
  const [first] = words
  const isBest = ({ title }: Command) => (first !== undefined && title.toLowerCase().startsWith(first) ? 0 : 1)
  return commands.toSorted((a, b) => isBest(a) - isBest(b)).slice(0, mostOfGroup)
}

function recentIds(): string[] {
  return (localStorage.getItem(recentKey) ?? '').split('\n').filter(Boolean)
}

function remember(id: string): void {
  const ids = [id, ...recentIds().filter((one) => one !== id)].slice(0, mostRecent)
  localStorage.setItem(recentKey, ids.join('\n'))
}
