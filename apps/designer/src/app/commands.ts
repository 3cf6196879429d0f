import type { Command } from '../designer/command.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { examples } from '../designer/examples.ts'
import { openExample } from '../designer/open-flow.ts'
import { rowCommands } from '../designer/row-commands.ts'
import {
  type ClusterTab,
  type FocusPlace,
  type ReviewTab,
  reviewTabs,
  type Screen,
  screens,
  type Theme,
} from '../designer/view-state.ts'
import { formatFlow } from '../document/format-flow.ts'
import { clusterTabs } from '../panes/cluster/cluster-tabs.ts'
import {
  fieldCommands,
  problemCommands,
  readFieldCommands,
  recordCommands,
  ruleCommands,
  sampleCommands,
} from './design-commands.ts'
import { fileCommands, saveFlow } from './file-commands.ts'
import { journeyCommands } from './journey-commands.ts'
import { goToNextProblem, movePane } from './move-focus.ts'
import { type ShortcutName, shortcuts } from './shortcuts.ts'

/** What the keys do, and the name of it in menus and the palette as it would be done now, where it has one there. */
interface KeyCommand {
  title?(parts: DesignerParts): string | null
  run(parts: DesignerParts): void
}

const action = (parts: DesignerParts) => parts.view.getState().actions

const keyCommands: Record<ShortcutName, KeyCommand> = {
  palette: { run: (parts) => isDialogOpen() || action(parts).open('palette') },
  produce: { title: () => 'Produce…', run: (parts) => action(parts).openProduce() },
  save: { run: saveFlow },
  test: {
    run: (parts) =>
      recordCommands(parts)
        .find(({ id }) => id === 'test')
        ?.run(),
  },
  undo: historyCommand('undo', 'Undo', 'past'),
  redo: historyCommand('redo', 'Redo', 'future'),
  format: { title: () => 'Format the code', run: ({ document }) => formatFlow(document) },
  shortcuts: {
    title: () => 'Keyboard shortcuts',
    run: (parts) => isDialogOpen() || action(parts).open('shortcuts'),
  },
  ...(Object.fromEntries(screens.map(({ name }) => [name, { run: (parts) => goToScreen(parts, name) }])) as Record<
    Screen,
    KeyCommand
  >),
  'next pane': { run: () => movePane(1) },
  'last pane': { run: () => movePane(-1) },
  'next problem': { run: (parts) => goToNextProblem(parts, 1) },
  'last problem': { run: (parts) => goToNextProblem(parts, -1) },
}

/** Shows a screen, with the focus where it was there. */
function goToScreen(parts: DesignerParts, screen: Screen): void {
  if (isDialogOpen()) return
  action(parts).showScreen(screen)
  action(parts).focusOn('last')
}

function historyCommand(name: 'undo' | 'redo', word: string, steps: 'past' | 'future'): KeyCommand {
  return {
    title: ({ document }) => labelled(word, document.getState()[steps].at(-1)),
    run: ({ document }) => document.getState().actions[name](),
  }
}

/** Does what keys stand for. */
export function runShortcut(parts: DesignerParts, name: ShortcutName): void {
  keyCommands[name].run(parts)
}

function labelled(word: string, step: { label: string } | undefined): string | null {
  return step === undefined ? null : `${word}: ${step.label}`
}

/** A dialog that is open keeps its place. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null
}

/** What has keys, by name, where it can be done now. */
function namedKeyCommands(parts: DesignerParts): Command[] {
  return shortcuts.flatMap(({ id, keys }) => {
    const title = keyCommands[id].title?.(parts) ?? null
    return title === null ? [] : [command(id, title, () => runShortcut(parts, id), keys)]
  })
}

/**
 * Everything that can be done at this moment, with so many fields of the event, of which a large one has thousands; with none,
 * only what comes before them.
 */
export function commandsNow(parts: DesignerParts, maxFields = Number.POSITIVE_INFINITY): Command[] {
  const all = [
    ...namedKeyCommands(parts),
    ...viewCommands(parts),
    ...journeyCommands(parts),
    ...fileCommands(parts),
    ...exampleCommands(parts),
    ...themeCommands(parts),
    ...clusterCommands(parts),
    ...destinationCommands(parts),
    ...rowCommands(parts),
    ...ruleCommands(parts),
    ...sampleCommands(parts),
    ...recordCommands(parts),
    ...(maxFields > 0
      ? [...fieldCommands(parts, maxFields), ...readFieldCommands(parts), ...problemCommands(parts)]
      : []),
  ]
  return all.filter(({ isOff }) => !isOff)
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

function screenCommands(parts: DesignerParts): Command[] {
  return screens.map(({ name, label }) => command(name, label, () => action(parts).showScreen(name)))
}

function viewCommands(parts: DesignerParts): Command[] {
  const { showScreen, showReview, showCluster, showEditor, show, setTourStep, focusOn } = action(parts)
  const showing = (id: string, title: string, place: FocusPlace, run: () => void, hint?: string) =>
    command(
      id,
      title,
      () => {
        run()
        focusOn(place)
      },
      hint,
    )
  return [
    showing('design', 'Show Design', 'last', () => showScreen('design'), 'Alt 1'),
    showing('journey', 'Show Journey', 'last', () => showScreen('journey'), 'Alt 2'),
    ...(Object.entries(reviewTabs) as [ReviewTab, string][]).map(([tab, label]) =>
      showing(tab, `Show ${label}`, 'last', () => showReview(tab)),
    ),
    showing('columns', 'Choose the columns of the matrix', 'columns', () => showReview('matrix')),
    ...(Object.entries(clusterTabs) as [ClusterTab, string][]).map(([value, label]) =>
      showing(`cluster ${value}`, `Show Cluster: ${label}`, 'last', () => showCluster(value)),
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
  return examples.map((example) =>
    command(`example ${example.title}`, `Open example: ${example.title}`, () => {
      void openExample(parts, example).then(() => action(parts).focusOn('samples'))
    }),
  )
}

const themes: readonly Theme[] = ['system', 'light', 'dark']

function themeCommands(parts: DesignerParts): Command[] {
  return themes.map((theme) => command(`theme ${theme}`, `Theme: ${theme}`, () => action(parts).setTheme(theme)))
}

function clusterCommands(parts: DesignerParts): Command[] {
  const { session, actions } = parts.bridge.getState()
  const { searches } = parts.view.getState()
  const { showSearch, showCluster, keepSearches, nameSearch, focusOn } = action(parts)
  const naming = command('save search', 'Save the search of records…', () => {
    showCluster('records')
    nameSearch(true)
  })
  return [
    ...searches.flatMap((search) => [
      command(
        `search ${search.name}`,
        `Search records: ${search.name}`,
        () => {
          showSearch(search)
          focusOn('cluster')
        },
        search.topic,
      ),
      command(`remove search ${search.name}`, `Remove the search ${search.name}`, () =>
        keepSearches(searches.filter((one) => one !== search)),
      ),
    ]),
    ...(session?.profiles.length ? [naming] : []),
    ...(session?.profiles ?? []).map(({ name, environment }) =>
      command(`profile ${name}`, `Use the cluster ${name}`, () => actions.chooseProfile(name), environment),
    ),
    command('again', 'Check the cluster again', () => void actions.refresh()),
  ]
}

function destinationCommands({ document, derived, view }: DesignerParts): Command[] {
  const { destinations } = derived.getState().reading
  if (destinations.length < 2) return []
  return destinations.map(({ flowName, name }) =>
    command(`destination ${flowName} ${name}`, `Destination: ${flowName} / ${name}`, () => {
      document.getState().actions.selectDestination({ flowName, name })
      view.getState().actions.focusOn('last')
    }),
  )
}
