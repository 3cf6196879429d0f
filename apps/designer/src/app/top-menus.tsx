import { Monitor, Moon, Sun } from 'lucide-react'
import { type BridgeState, whyNotProduce } from '../bridge/bridge-store.ts'
import { CommandMenu } from '../designer/command-menu.tsx'
import { useBridge, useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { useReading } from '../designer/use-preview.ts'
import type { Theme } from '../designer/view-state.ts'
import { ActionMenu, type MenuAction } from '../ui/action-menu.tsx'
import { moreCommands } from './commands.ts'
import { fileCommands } from './file-commands.ts'

const menus = {
  export: ExportMenu,
  profiles: ProfileMenu,
  themes: ThemeMenu,
  destinations: DestinationMenu,
  more: MoreMenu,
}

/** What the buttons of the bar open. */
export default function TopMenu({ name }: { name: keyof typeof menus }) {
  const Menu = menus[name]
  return <Menu />
}

/** Takes the flow out of the page, and another one in. */
function ExportMenu() {
  const parts = useDesigner()
  return <CommandMenu label="Export" commands={() => fileCommands(parts)} />
}

/** What the bar of a phone has no room for. */
function MoreMenu() {
  const parts = useDesigner()
  const isFirstRun = useDocument((state) => state.samples.length === 0 && state.text === '')
  return <CommandMenu label="More" commands={() => moreCommands(parts, isFirstRun)} />
}

function DestinationMenu() {
  const { document } = useDesigner()
  const { destinations } = useReading()
  return (
    <ActionMenu
      label="Kafka destinations"
      actions={destinations.map(({ flowName, name }, index) => ({ id: String(index), title: `${flowName} / ${name}` }))}
      onAction={(index) => {
        const chosen = destinations[Number(index)]
        if (chosen) document.getState().actions.selectDestination({ flowName: chosen.flowName, name: chosen.name })
      }}
    />
  )
}

function ProfileMenu() {
  const { bridge } = useDesigner()
  const state = useBridge((one) => one)
  return (
    <ActionMenu
      label="Clusters"
      actions={profileActions(state)}
      onAction={(key) => {
        if (key === 'again') void bridge.getState().actions.refresh()
        else bridge.getState().actions.chooseProfile(key)
      }}
    />
  )
}

function profileActions(state: BridgeState): MenuAction[] {
  const reason = whyNotProduce(state)
  return [
    ...(state.session?.profiles ?? []).map(({ name, mayProduce, environment }) => ({
      id: name,
      title: name,
      hint: mayProduce ? environment : 'read only',
    })),
    ...(reason === null ? [] : [{ id: 'reason', title: reason, isOff: true }]),
    { id: 'again', title: 'Check again' },
  ]
}

const themes: readonly (MenuAction & { id: Theme })[] = [
  { id: 'system', title: 'System', Icon: Monitor },
  { id: 'light', title: 'Light', Icon: Sun },
  { id: 'dark', title: 'Dark', Icon: Moon },
]

function ThemeMenu() {
  const { view } = useDesigner()
  const theme = useView((state) => state.theme)
  return (
    <ActionMenu
      label="Theme"
      actions={themes}
      chosen={theme}
      onAction={(key) => view.getState().actions.setTheme(key as Theme)}
    />
  )
}
