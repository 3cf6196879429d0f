import {
  ChevronDown,
  Download,
  Ellipsis,
  Monitor,
  Moon,
  Redo2,
  Search,
  Send,
  Sun,
  Undo2,
  Waypoints,
} from 'lucide-react'
import { memo } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { whyNotProduce } from '../bridge/bridge-store.ts'
import { useBridge, useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { useDestination, useReading } from '../designer/use-preview.ts'
import type { Theme } from '../designer/view-store.ts'
import { ActionMenu } from '../ui/action-menu.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { moreCommands, screens } from './commands.ts'
import { ExportMenu } from './export-menu.tsx'
import { ProfileChip } from './profile-chip.tsx'

export function TopBar({ isFirstRun }: { isFirstRun: boolean }) {
  const { view } = useDesigner()
  const reason = useBridge(whyNotProduce)
  return (
    <header className="top">
      <h1>
        <Waypoints className="icon" aria-hidden />
        <span className="sr-only">Kafka Mapping Designer</span>
      </h1>
      <DestinationPicker />
      {!isFirstRun && <ScreenSwitch />}
      {!isFirstRun && <HistoryButtons />}
      <span className="grow" />
      <button type="button" className="btn search hide-narrow" onClick={() => view.getState().actions.open('palette')}>
        <Search className="icon small" aria-hidden />
        Search or run
        <kbd>Ctrl K</kbd>
      </button>
      <ProfileChip />
      <ThemeButton />
      <ExportMenu isDisabled={isFirstRun} icon={<Download className="icon small" aria-hidden />} />
      <button
        type="button"
        className="btn primary"
        title={reason ?? undefined}
        disabled={isFirstRun}
        onClick={() => view.getState().actions.openProduce()}
      >
        <Send className="icon small" aria-hidden />
        Produce
        <kbd className="hide-narrow">Ctrl ↵</kbd>
      </button>
      <MoreMenu isFirstRun={isFirstRun} />
    </header>
  )
}

function ScreenSwitch() {
  const { view } = useDesigner()
  const screen = useView((state) => state.screen)
  return (
    <nav className="seg hide-phone" aria-label="View">
      {screens.map(({ name, label }) => (
        <a
          key={name}
          href={`#${name}`}
          aria-current={screen === name ? 'page' : undefined}
          onClick={(event) => {
            event.preventDefault()
            view.getState().actions.showScreen(name)
          }}
        >
          {label}
        </a>
      ))}
    </nav>
  )
}

/** What the bar of a phone has no room for. */
function MoreMenu({ isFirstRun }: { isFirstRun: boolean }) {
  return (
    <MenuTrigger>
      <Button className="btn icon-only only-phone" aria-label="More">
        <Ellipsis className="icon" aria-hidden />
      </Button>
      <Popover className="popover">
        <MoreItems isFirstRun={isFirstRun} />
      </Popover>
    </MenuTrigger>
  )
}

function MoreItems({ isFirstRun }: { isFirstRun: boolean }) {
  const commands = moreCommands(useDesigner(), isFirstRun)
  return <ActionMenu label="More" actions={commands} onAction={(key) => commands.find(({ id }) => id === key)?.run()} />
}

function DestinationPicker() {
  const { destinations } = useReading()
  const current = useDestination()
  const isEdited = useDocument((state) => state.isEdited)
  const file = useDocument((state) => state.file)
  return (
    <div className="crumbs">
      <DestinationMenu
        label={current ? `${current.flowName} / ${current.name}` : 'New flow'}
        names={destinations.map(({ flowName, name }) => `${flowName} / ${name}`).join('\n')}
      />
      {file !== null && <code className="faint truncate hide-narrow">{file.path}</code>}
      {isEdited && <span className="tag hide-phone">edited</span>}
    </div>
  )
}

// Its texts alone decide: an edit inside the destination changes neither.
const DestinationMenu = memo(function DestinationMenu({ label, names }: { label: string; names: string }) {
  const parts = useDesigner()
  const list = names.split('\n')
  const choose = (index: number) => {
    const chosen = parts.derived.getState().reading.destinations[index]
    if (chosen) parts.document.getState().actions.selectDestination({ flowName: chosen.flowName, name: chosen.name })
  }
  return (
    <MenuTrigger>
      <Button className="btn ghost" aria-label={`Destination: ${label}`}>
        <span className="truncate">{label}</span>
        {list.length > 1 && <ChevronDown className="icon small" aria-hidden />}
      </Button>
      <Popover className="popover">
        <ActionMenu
          label="Kafka destinations"
          actions={list.map((title, index) => ({ id: String(index), title }))}
          onAction={(index) => choose(Number(index))}
        />
      </Popover>
    </MenuTrigger>
  )
})

function HistoryButtons() {
  const { document } = useDesigner()
  const { actions } = document.getState()
  const undo = useDocument((state) => state.past.at(-1)?.label)
  const redo = useDocument((state) => state.future.at(-1)?.label)
  return (
    <>
      <span className="divider hide-phone" />
      <IconButton
        Icon={Undo2}
        label={undo === undefined ? 'Undo' : `Undo: ${undo}`}
        className="hide-phone"
        title={undo === undefined ? undefined : `Undo: ${undo} (Ctrl+Z)`}
        disabled={undo === undefined}
        onClick={() => actions.undo()}
      />
      <IconButton
        Icon={Redo2}
        label={redo === undefined ? 'Redo' : `Redo: ${redo}`}
        className="hide-phone"
        disabled={redo === undefined}
        onClick={() => actions.redo()}
      />
    </>
  )
}

const themes: { id: Theme; label: string; Icon: typeof Sun }[] = [
  { id: 'system', label: 'System', Icon: Monitor },
  { id: 'light', label: 'Light', Icon: Sun },
  { id: 'dark', label: 'Dark', Icon: Moon },
]

function ThemeButton() {
  const { view } = useDesigner()
  const theme = useView((state) => state.theme)
  const Icon = themes.find(({ id }) => id === theme)?.Icon ?? Monitor
  return (
    <MenuTrigger>
      <Button className="btn icon-only hide-phone" aria-label={`Theme: ${theme}`}>
        <Icon className="icon" aria-hidden />
      </Button>
      <Popover className="popover">
        <Menu
          aria-label="Theme"
          selectionMode="single"
          selectedKeys={[theme]}
          onAction={(key) => view.getState().actions.setTheme(key as Theme)}
        >
          {themes.map(({ id, label, Icon: ItemIcon }) => (
            <MenuItem key={id} id={id} className="popover-item">
              <ItemIcon className="icon small" aria-hidden />
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
