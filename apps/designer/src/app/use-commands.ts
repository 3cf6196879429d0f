import { useBridge, useDesigner, useDocument } from '../designer/designer-context.tsx'
import { examples } from '../designer/examples.ts'
import { goToProblem } from '../designer/go-to-problem.ts'
import { openFlowText } from '../designer/open-flow.ts'
import { useAddMappedField } from '../designer/use-add-field.ts'
import { useFlowEdit } from '../designer/use-flow-edit.ts'
import { useDestination, usePreview, useProblems, useReading } from '../designer/use-preview.ts'
import { useRuleEdit } from '../designer/use-rule-edit.ts'
import type { RecordTab, Theme } from '../designer/view-store.ts'
import { fixEdits } from '../document/flow-edit.ts'
import { formatFlow } from '../document/format-flow.ts'
import { samePlace, valueAt } from '../document/place.ts'
import { eventName } from '../document/sample.ts'
import { pathsOf } from '../mapping/field-tree.ts'
import { addRule, deleteRule, duplicateRule, ignoreUnmatched, moveRule } from '../mapping/rule-edits.ts'
import { listRules } from '../mapping/rule-list.ts'
import { clusterTabs } from '../panes/cluster/cluster-tabs.ts'
import { copyForms, useCopyRecord } from '../panes/record/use-copy-record.ts'
import { useSaveTest } from '../panes/record/use-save-test.ts'
import { exportActions } from './export-actions.ts'

export type CommandGroup = 'Commands' | 'Samples' | 'Rules' | 'Fields' | 'Problems'

/** Something that a person can do now, by its name. */
export interface Command {
  id: string
  group: CommandGroup
  title: string
  /** Its keys, or what it is about. */
  hint?: string
  run(): void
}

const mostSamples = 200

/** Everything that can be done at this moment. */
export function useCommands(): Command[] {
  return [
    ...usePageCommands(),
    ...useRecordCommands(),
    ...useRuleCommands(),
    ...useSampleCommands(),
    ...useFieldCommands(),
    ...useProblemCommands(),
  ]
}

const themes: readonly Theme[] = ['system', 'light', 'dark']

function usePageCommands(): Command[] {
  const parts = useDesigner()
  const { view, document, bridge } = parts
  const { past, future, actions } = useDocument((state) => state)
  const profiles = useBridge((state) => state.session?.profiles) ?? []
  const { destinations } = useReading()
  const { set } = view.getState()
  const command = (id: string, title: string, run: () => void, hint?: string): Command => ({
    id,
    group: 'Commands',
    title,
    run,
    ...(hint !== undefined && { hint }),
  })
  const undo = past.at(-1)
  const redo = future.at(-1)
  return [
    command('produce', 'Produce…', () => set({ isProduceOpen: true }), 'Ctrl ↵'),
    ...(undo ? [command('undo', `Undo: ${undo.label}`, actions.undo, 'Ctrl Z')] : []),
    ...(redo ? [command('redo', `Redo: ${redo.label}`, actions.redo, 'Ctrl Shift Z')] : []),
    command('design', 'Show Design', () => set({ screen: 'design' })),
    command('matrix', 'Show Matrix', () => set({ screen: 'matrix' })),
    ...clusterTabs.map(({ value, label }) =>
      command(`cluster ${value}`, `Cluster: ${label}`, () => set({ screen: 'cluster', clusterTab: value })),
    ),
    command('form', 'Show the form', () => set({ screen: 'design', editorTab: 'form', pane: 'rules' })),
    command('code', 'Show the code', () => set({ screen: 'design', editorTab: 'code', pane: 'rules' })),
    command('problems', 'Show problems', () => set({ pane: 'problems' })),
    command('format', 'Format the code', () => formatFlow(document), 'Ctrl Shift F'),
    command('shortcuts', 'Keyboard shortcuts', () => set({ overlay: 'shortcuts' }), 'Ctrl /'),
    command('tour', 'Take the tour', () => set({ screen: 'design', tourStep: 0 })),
    ...exportActions(parts)
      .filter(({ isOff }) => !isOff)
      .map(({ id, label, hint, run }) => command(`export ${id}`, label, run, hint)),
    ...examples.map(({ title, text }) =>
      command(`example ${title}`, `Open example: ${title}`, () => openFlowText(parts, text)),
    ),
    ...themes.map((theme) => command(`theme ${theme}`, `Theme: ${theme}`, () => set({ theme }))),
    ...profiles.map(({ name, environment }) =>
      command(`profile ${name}`, `Cluster: ${name}`, () => bridge.getState().actions.chooseProfile(name), environment),
    ),
    command('again', 'Check the cluster again', () => void bridge.getState().actions.refresh()),
    ...(destinations.length > 1
      ? destinations.map(({ flowName, name }) =>
          command(`destination ${flowName} ${name}`, `Destination: ${flowName} / ${name}`, () =>
            actions.selectDestination({ flowName, name }),
          ),
        )
      : []),
  ]
}

const recordTabs: readonly RecordTab[] = ['value', 'key', 'headers', 'why', 'wire', 'diff']

function useRecordCommands(): Command[] {
  const { view } = useDesigner()
  const preview = usePreview()
  const save = useSaveTest(preview)
  const copy = useCopyRecord(preview)
  const { set } = view.getState()
  return [
    ...(save
      ? [
          {
            id: 'test',
            group: 'Commands' as const,
            title: 'Save the record as a test',
            hint: 'Ctrl Shift S',
            run: save,
          },
        ]
      : []),
    ...(copy
      ? Object.entries(copyForms).map(([id, label]) => ({
          id: `copy ${id}`,
          group: 'Commands' as const,
          title: `Copy: ${label}`,
          run: () => void copy(id as keyof typeof copyForms),
        }))
      : []),
    ...recordTabs.map((tab) => ({
      id: `tab ${tab}`,
      group: 'Commands' as const,
      title: `Record: ${tab}`,
      run: () => set({ screen: 'design', pane: 'record', recordTab: tab }),
    })),
  ]
}

function useRuleCommands(): Command[] {
  const { view, document } = useDesigner()
  const destination = useDestination()
  const config = destination?.config
  const selected = useDocument((state) => state.selectedRule)
  const event = usePreview()?.event
  const change = useRuleEdit()
  const rules = listRules(valueAt(config, ['mapping']))
  const entry = rules.find(({ place }) => samePlace(place, selected))
  const [entity, action] = String(event?.['name'] ?? '').split(' ')
  const show = () => view.getState().set({ screen: 'design', pane: 'rules' })
  const command = (id: string, title: string, run: () => void, hint?: string): Command => ({
    id: `rule ${id}`,
    group: 'Rules',
    title,
    run: () => {
      run()
      show()
    },
    ...(hint !== undefined && { hint }),
  })
  const ignore = ignoreUnmatched(config)
  const at = (entry?.alternative ?? 1) - 1
  const up = entry && moveRule(config, entry, at - 1)
  const down = entry && moveRule(config, entry, at + 1)
  return [
    ...(entity && action
      ? [command('for event', `Make a rule for ${entity} ${action}`, () => change(addRule(config, entity, action)))]
      : []),
    ...(ignore ? [command('ignore', 'Ignore unmatched events', () => change(ignore))] : []),
    ...(entry
      ? [
          command('alternative', 'Add an alternative to the rule', () =>
            change(addRule(config, entry.entity, entry.action)),
          ),
          command('duplicate', 'Duplicate the rule', () => change(duplicateRule(config, entry))),
          ...(up ? [command('up', 'Move the rule up', () => change(up), 'Alt ↑')] : []),
          ...(down ? [command('down', 'Move the rule down', () => change(down), 'Alt ↓')] : []),
          command('delete', 'Delete the rule', () => change(deleteRule(config, entry)), 'Del'),
        ]
      : []),
    command('destination', 'Destination', () => document.getState().actions.selectRule(null)),
    ...rules.map(({ name, place }) => command(name, name, () => document.getState().actions.selectRule(place))),
  ]
}

function useSampleCommands(): Command[] {
  const { view, document } = useDesigner()
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const { actions } = document.getState()
  const { set } = view.getState()
  const command = (id: string, title: string, run: () => void, hint?: string): Command => ({
    id: `sample ${id}`,
    group: 'Samples',
    title,
    run,
    ...(hint !== undefined && { hint }),
  })
  return [
    command('add', 'Add samples', () => set({ screen: 'design', pane: 'samples', isAddingSample: true })),
    ...(selected === null
      ? []
      : [
          command('edit', 'Edit the event as JSON', () =>
            set({ screen: 'design', pane: 'samples', isEditingSample: true, isAddingSample: false }),
          ),
          command('duplicate', 'Duplicate the sample', () => actions.duplicateSample(selected)),
          command('delete', 'Delete the sample', () => actions.removeSample(selected), 'Del'),
          command('delete all', 'Delete all samples', actions.removeAllSamples),
        ]),
    ...samples
      .slice(0, mostSamples)
      .map((sample) => command(sample.id, eventName(sample), () => actions.selectSample(sample.id), sample.title)),
  ]
}

function useFieldCommands(): Command[] {
  const { view } = useDesigner()
  const event = usePreview()?.event
  const addField = useAddMappedField()
  const { pathTarget } = view.getState()
  if (!event || (pathTarget === null && addField === null)) return []
  return pathsOf(event).map(({ path, summary }) => ({
    id: `field ${path}`,
    group: 'Fields' as const,
    title: `${pathTarget === null ? 'Map' : 'Insert'} ${path}`,
    hint: summary,
    run: () => (pathTarget === null ? addField?.(path) : pathTarget(path)),
  }))
}

function useProblemCommands(): Command[] {
  const parts = useDesigner()
  const problems = useProblems()
  const edit = useFlowEdit()
  return problems.flatMap((problem) => {
    const text = problem.cause.replaceAll('`', '')
    const goTo: Command = {
      id: `go ${problem.id}`,
      group: 'Problems',
      title: `Go to: ${text}`,
      run: () => goToProblem(parts, problem),
    }
    const { fix } = problem
    if (fix === undefined) return [goTo]
    return [
      goTo,
      {
        id: `fix ${problem.id}`,
        group: 'Problems' as const,
        title: `Fix: ${fix.label}`,
        hint: text,
        run: () => edit(fixEdits(fix), fix.label.toLowerCase()),
      },
    ]
  })
}
