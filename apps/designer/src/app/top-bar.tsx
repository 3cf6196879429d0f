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
import { whyNotProduce } from '../bridge/bridge-store.ts'
import { useBridge, useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { useDestination, useReading } from '../designer/use-preview.ts'
import { screens } from '../designer/view-state.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { lazyLater } from '../ui/later.ts'
import { MenuButton } from '../ui/menu-button.tsx'
import { ProfileChip } from './profile-chip.tsx'

const TopMenu = lazyLater(() => import('./top-menus.tsx'))

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
      <ProfileChip menu={<TopMenu name="profiles" />} />
      <ThemeButton />
      <MenuButton className="btn hide-phone" aria-label="Export" disabled={isFirstRun} menu={<TopMenu name="export" />}>
        <Download className="icon small" aria-hidden />
        <span className="hide-narrow">Export</span>
      </MenuButton>
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
      <MenuButton className="btn icon-only only-phone" aria-label="More" menu={<TopMenu name="more" />}>
        <Ellipsis className="icon" aria-hidden />
      </MenuButton>
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

function DestinationPicker() {
  const { destinations } = useReading()
  const current = useDestination()
  const isEdited = useDocument((state) => state.isEdited)
  const file = useDocument((state) => state.file)
  return (
    <div className="crumbs">
      <DestinationButton
        label={current ? `${current.flowName} / ${current.name}` : 'New flow'}
        isAlone={destinations.length < 2}
      />
      {file !== null && <code className="faint truncate hide-narrow">{file.path}</code>}
      {isEdited && <span className="tag hide-phone">edited</span>}
    </div>
  )
}

// Its label alone decides: an edit inside the destination leaves it as it is.
const DestinationButton = memo(function DestinationButton({ label, isAlone }: { label: string; isAlone: boolean }) {
  return (
    <MenuButton className="btn ghost" aria-label={`Destination: ${label}`} menu={<TopMenu name="destinations" />}>
      <span className="truncate">{label}</span>
      {!isAlone && <ChevronDown className="icon small" aria-hidden />}
    </MenuButton>
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

const themeIcons = { system: Monitor, light: Sun, dark: Moon }

function ThemeButton() {
  const theme = useView((state) => state.theme)
  const Icon = themeIcons[theme]
  return (
    <MenuButton className="btn icon-only hide-phone" aria-label={`Theme: ${theme}`} menu={<TopMenu name="themes" />}>
      <Icon className="icon" aria-hidden />
    </MenuButton>
  )
}
