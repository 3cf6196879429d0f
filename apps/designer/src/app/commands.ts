import type { DesignerParts } from '../designer/designer-context.tsx'
import { examples } from '../designer/examples.ts'
import { openFlowText } from '../designer/open-flow.ts'
import type { ClusterTab, FocusPlace, Screen, Theme } from '../designer/view-store.ts'
import { formatFlow } from '../document/format-flow.ts'
import { clusterTabs } from '../panes/cluster/cluster-tabs.ts'
import type { Command } from './command.ts'
import { fieldCommands, problemCommands, recordCommands, ruleCommands, sampleCommands } from './design-commands.ts'
import { fileCommands, saveFlow } from './file-commands.ts'
import { journeyCommands } from './journey-commands.ts'
import { goToNextProblem, movePane } from './move-focus.ts'

/** Something with keys of its own, which do it from everywhere on the page. */
export interface KeyCommand {
  id: string
  /** As the sheet of shortcuts shows them; Ctrl is Cmd on macOS. */
  keys: string
  /** As the sheet says it. */
  does: string
  /** Its name in menus and the palette as it would be done now; without one it is found there only under other names. */
  title?(parts: DesignerParts): string | null
  /** Where the keys mean something else, as a selector of what is around the focus. */
  exceptIn?: string
  run(parts: DesignerParts): void
}

const inDialog = '[role="dialog"]'
const action = (parts: DesignerParts) => parts.view.getState().actions

export const keyCommands: readonly KeyCommand[] = [
  {
    id: 'palette',
    keys: 'Ctrl K',
    does: 'Search or run any action',
    run: (parts) => isDialogOpen() || action(parts).open('palette'),
  },
  {
    id: 'produce',
    keys: 'Ctrl ↵',
    does: 'Open Produce; inside it, produce',
    title: () => 'Produce…',
    exceptIn: `form, ${inDialog}`,
    run: (parts) => action(parts).openProduce(),
  },
  { id: 'save', keys: 'Ctrl S', does: 'Save the flow into its file, or download it', run: saveFlow },
  {
    id: 'test',
    keys: 'Ctrl Shift S',
    does: 'Save the record as a test',
    run: (parts) =>
      recordCommands(parts)
        .find(({ id }) => id === 'test')
        ?.run(),
  },
  historyCommand('undo', 'Ctrl Z', 'past'),
  historyCommand('redo', 'Ctrl Shift Z', 'future'),
  {
    id: 'format',
    keys: 'Ctrl Shift F',
    does: 'Format the code',
    title: () => 'Format the code',
    run: ({ document }) => formatFlow(document),
  },
  {
    id: 'shortcuts',
    keys: 'Ctrl /',
    does: 'This sheet',
    title: () => 'Keyboard shortcuts',
    run: (parts) => isDialogOpen() || action(parts).open('shortcuts'),
  },
  { id: 'next pane', keys: 'F6', does: 'Next pane', run: () => movePane(1) },
  { id: 'last pane', keys: 'Shift F6', does: 'The pane before', run: () => movePane(-1) },
  { id: 'next problem', keys: 'F8', does: 'Next problem', run: (parts) => goToNextProblem(parts, 1) },
  { id: 'last problem', keys: 'Shift F8', does: 'The problem before', run: (parts) => goToNextProblem(parts, -1) },
]

function historyCommand(id: 'undo' | 'redo', keys: string, steps: 'past' | 'future'): KeyCommand {
  const does = id === 'undo' ? 'Undo' : 'Redo'
  return {
    id,
    keys,
    does,
    title: ({ document }) => labelled(does, document.getState()[steps].at(-1)),
    // The code editor has these keys itself.
    exceptIn: '.monaco-editor',
    run: ({ document }) => document.getState().actions[id](),
  }
}

function labelled(word: string, step: { label: string } | undefined): string | null {
  return step === undefined ? null : `${word}: ${step.label}`
}

/** A dialog that is open keeps its place. */
function isDialogOpen(): boolean {
  return document.querySelector(inDialog) !== null
}

/** What has keys, by name, where it can be done now. */
function namedKeyCommands(parts: DesignerParts): Command[] {
  return keyCommands.flatMap(({ id, keys, title, run }) => {
    const name = title?.(parts) ?? null
    return name === null ? [] : [{ id, group: 'Commands' as const, title: name, hint: keys, run: () => run(parts) }]
  })
}

/** Everything that can be done at this moment. */
export function commandsNow(parts: DesignerParts): Command[] {
  const inMenus = fileCommands(parts).filter(({ isOff }) => !isOff)
  return [
    ...namedKeyCommands(parts),
    ...viewCommands(parts),
    ...journeyCommands(parts),
    ...inMenus,
    ...exampleCommands(parts),
    ...themeCommands(parts),
    ...clusterCommands(parts),
    ...destinationCommands(parts),
    ...recordCommands(parts),
    ...ruleCommands(parts),
    ...sampleCommands(parts),
    ...fieldCommands(parts),
    ...problemCommands(parts),
  ]
}

/** What the bar of a phone has no room for. */
export function moreCommands(parts: DesignerParts, isFirstRun: boolean): Command[] {
  const undoAndRedo = namedKeyCommands(parts).filter(({ id }) => id === 'undo' || id === 'redo')
  const search = command('palette', 'Search or run', () => action(parts).open('palette'))
  const { theme } = parts.view.getState()
  const themesLeft = themeCommands(parts).filter(({ id }) => id !== `theme ${theme}`)
  if (isFirstRun) return [...undoAndRedo, search, ...themesLeft]
  const inMenus = fileCommands(parts).filter(({ isOff }) => !isOff)
  return [...undoAndRedo, ...screenCommands(parts), search, ...inMenus, ...themesLeft]
}

function command(id: string, title: string, run: () => void, hint?: string): Command {
  return { id, group: 'Commands', title, run, hint }
}

export const screens: readonly { name: Screen; label: string }[] = [
  { name: 'design', label: 'Design' },
  { name: 'journey', label: 'Journey' },
  { name: 'matrix', label: 'Matrix' },
  { name: 'cluster', label: 'Cluster' },
]

function screenCommands(parts: DesignerParts): Command[] {
  return screens.map(({ name, label }) => command(name, label, () => action(parts).showScreen(name)))
}

function viewCommands(parts: DesignerParts): Command[] {
  const { showScreen, showReview, showCluster, showEditor, show, setTourStep, focusOn } = action(parts)
  const showing = (id: string, title: string, place: FocusPlace, run: () => void) =>
    command(id, title, () => {
      run()
      focusOn(place)
    })
  return [
    showing('design', 'Show Design', 'samples', () => showScreen('design')),
    showing('journey', 'Show Journey', 'journey', () => showScreen('journey')),
    showing('matrix', 'Show Matrix', 'matrix', () => showReview('matrix')),
    showing('consent', 'Show Consent', 'matrix', () => showReview('consent')),
    ...(Object.entries(clusterTabs) as [ClusterTab, string][]).map(([value, label]) =>
      showing(`cluster ${value}`, `Show Cluster: ${label}`, 'cluster', () => showCluster(value)),
    ),
    showing('form', 'Show the form', 'editor', () => showEditor('form')),
    showing('code', 'Show the code', 'code', () => showEditor('code')),
    showing('problems', 'Show problems', 'problems', () => show('problems')),
    clockCommand(parts),
    command('tour', 'Take the tour', () => {
      showScreen('design')
      setTourStep(0)
    }),
  ]
}

/** Events without a timestamp are dated by a clock that moves, or by one that stands still. */
function clockCommand({ document }: DesignerParts): Command {
  const { isClockPinned, actions } = document.getState()
  return isClockPinned
    ? command('clock', 'Let the clock move', () => actions.pinClock(false), 'for events without a timestamp')
    : command('clock', 'Pin the clock', () => actions.pinClock(true), 'for events without a timestamp')
}

function exampleCommands(parts: DesignerParts): Command[] {
  return examples.map(({ title, text }) =>
    command(`example ${title}`, `Open example: ${title}`, () => {
      openFlowText(parts, text)
      action(parts).focusOn('samples')
    }),
  )
}

const themes: readonly Theme[] = ['system', 'light', 'dark']

function themeCommands(parts: DesignerParts): Command[] {
  return themes.map((theme) => command(`theme ${theme}`, `Theme: ${theme}`, () => action(parts).setTheme(theme)))
}

function clusterCommands({ bridge }: DesignerParts): Command[] {
  const { session, actions } = bridge.getState()
  return [
    ...(session?.profiles ?? []).map(({ name, environment }) =>
      command(`profile ${name}`, `Use the cluster ${name}`, () => actions.chooseProfile(name), environment),
    ),
    command('again', 'Check the cluster again', () => void actions.refresh()),
  ]
}

function destinationCommands({ document, derived }: DesignerParts): Command[] {
  const { destinations } = derived.getState().reading
  if (destinations.length < 2) return []
  return destinations.map(({ flowName, name }) =>
    command(`destination ${flowName} ${name}`, `Destination: ${flowName} / ${name}`, () =>
      document.getState().actions.selectDestination({ flowName, name }),
    ),
  )
}
