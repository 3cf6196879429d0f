import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'
import { beginRow } from '../designer/begin-row.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { applyFix, goToProblem } from '../designer/go-to-problem.ts'
import { editConfig, editRules } from '../designer/use-flow-edit.ts'
import { samePlace } from '../document/place.ts'
import { eventName } from '../document/sample.ts'
import { addMappedField, mapAllFields } from '../mapping/add-field.ts'
import { pathsOf } from '../mapping/field-tree.ts'
import { addRule, deleteRule, duplicateRule, ignoreUnmatched, moveRule } from '../mapping/rule-edits.ts'
import type { RuleEntry } from '../mapping/rule-list.ts'
import { type CopyForm, copyForms, copyRecord } from '../panes/record/copy-record.ts'
import { canSaveTest, deleteTest, saveTest } from '../panes/record/save-test.ts'
import { testOf } from '../preview/tests.ts'
import type { Command } from './command.ts'

const recordTabs = ['value', 'key', 'headers', 'why', 'wire', 'diff'] as const

/** What can be done with the record of the selected sample. */
export function recordCommands(parts: DesignerParts): Command[] {
  const { preview, destination } = parts.derived.getState()
  const { showRecord } = parts.view.getState().actions
  const outcome = preview?.explanation?.outcome
  const test = preview && testOf(preview, destination)
  const copies = outcome && 'record' in outcome ? Object.entries(copyForms) : []
  const command = (id: string, title: string, run: () => void, hint?: string): Command => ({
    id,
    group: 'Commands',
    title,
    run,
    hint,
  })
  return [
    ...(canSaveTest(preview, destination)
      ? [command('test', 'Save the record as a test', () => saveTest(parts, preview), 'Ctrl Shift S')]
      : []),
    ...(test ? [command('delete test', `Delete the test ${test.example.name}`, () => deleteTest(parts, test))] : []),
    ...copies.map(([id, label]) =>
      command(`copy ${id}`, `Copy: ${label}`, () => void copyRecord(parts, id as CopyForm)),
    ),
    ...recordTabs.map((tab) => command(`tab ${tab}`, `Record: ${tab}`, () => showRecord(tab))),
  ]
}

/** What can be done with the rules, and each rule to go to. */
export function ruleCommands(parts: DesignerParts): Command[] {
  const { destination, rules, preview } = parts.derived.getState()
  const config = destination?.config
  const { selectedRule, actions } = parts.document.getState()
  const [entity, action] = String(preview?.event?.['name'] ?? '').split(' ')
  const entry = rules.find(({ place }) => samePlace(place, selectedRule))
  const ignore = ignoreUnmatched(config)
  const command = commandOfRules(parts)
  const goTo = commandOfRules(parts, 'Rules')
  return [
    ...(entity && action
      ? [
          command('for event', `Make a rule for ${entity} ${action}`, () =>
            editRules(parts, (now) => addRule(now, entity, action)),
          ),
        ]
      : []),
    ...(ignore ? [command('ignore', 'Ignore unmatched events', () => editRules(parts, ignoreUnmatched))] : []),
    ...(entry ? commandsOfRule(parts, config, entry) : []),
    goTo('destination', 'Destination', () => actions.selectRule(null)),
    ...rules.map(({ name, place }) => goTo(name, name, () => actions.selectRule(place))),
  ]
}

/** What can be done with the selected rule. */
function commandsOfRule(parts: DesignerParts, config: unknown, entry: RuleEntry): Command[] {
  const command = commandOfRules(parts)
  const at = (entry.alternative ?? 1) - 1
  const { event } = parts.derived.getState().preview ?? {}
  const [entity, action] = String(event?.['name'] ?? '').split(' ')
  const isOther = entity !== entry.entity || action !== entry.action
  const all = event && mapAllFields(entry.rule['data'], [...entry.place, 'data'], event)
  const moveTo = (to: number) => (now: unknown) => moveRule(now, entry, to)
  const canMove = (to: number) => moveRule(config, entry, to) !== null
  const run = (make: Parameters<typeof editRules>[1]) => () => editRules(parts, make)
  return [
    command(
      'alternative',
      'Add an alternative to the rule',
      run((now) => addRule(now, entry.entity, entry.action)),
    ),
    command(
      'duplicate',
      'Duplicate the rule',
      run((now) => duplicateRule(now, entry)),
    ),
    ...(entity && action && isOther
      ? [
          command(
            'copy',
            `Copy the rule to ${entity} ${action}`,
            run((now) => addRule(now, entity, action, entry.rule as JsonObject)),
          ),
        ]
      : []),
    ...(all ? [command('map all', 'Map all fields of data', () => editConfig(parts, [all], 'map all fields'))] : []),
    ...(canAddField(entry)
      ? [
          command('field', 'Add a field to the data', () =>
            beginRow(parts, [...entry.place, 'data', 'map'], valueAt(entry.rule, ['data', 'map'])),
          ),
        ]
      : []),
    ...(canMove(at - 1) ? [command('up', 'Move the rule up', run(moveTo(at - 1)), 'Alt ↑')] : []),
    ...(canMove(at + 1) ? [command('down', 'Move the rule down', run(moveTo(at + 1)), 'Alt ↓')] : []),
    command(
      'delete',
      'Delete the rule',
      run((now) => deleteRule(now, entry)),
      'Del',
    ),
  ]
}

function canAddField({ rule }: RuleEntry): boolean {
  return rule['data'] === undefined || isPlainObject(valueAt(rule, ['data', 'map']))
}

/** Whatever is done to a rule, its pane shows. */
function commandOfRules({ view }: DesignerParts, group: Command['group'] = 'Commands') {
  return (id: string, title: string, run: () => void, hint?: string): Command => ({
    id: `rule ${id}`,
    group,
    title,
    hint,
    run() {
      run()
      view.getState().actions.show('rules')
    },
  })
}

const maxSamples = 200

/** What can be done with the samples, and each sample to go to. */
export function sampleCommands({ document, view }: DesignerParts): Command[] {
  const { samples, selectedSample, actions } = document.getState()
  const { openSampleBox, open } = view.getState().actions
  const command = (id: string, title: string, run: () => void, hint?: string): Command => ({
    id: `sample ${id}`,
    group: 'Commands',
    title,
    run,
    hint,
  })
  return [
    command('add', 'Add samples', () => openSampleBox('add')),
    ...(selectedSample === null
      ? []
      : [
          command('edit', 'Edit the event as JSON', () => open('event')),
          command('duplicate', 'Duplicate the sample', () => actions.duplicateSample(selectedSample)),
          command('delete', 'Delete the sample', () => actions.removeSample(selectedSample), 'Del'),
          command('delete all', 'Delete all samples', actions.removeAllSamples),
        ]),
    ...samples.slice(0, maxSamples).map((sample): Command => {
      const run = () => actions.selectSample(sample.id)
      return { id: `sample ${sample.id}`, group: 'Samples', title: eventName(sample), hint: sample.title, run }
    }),
  ]
}

/** Each field of the selected event: into the input that waits for a path, or into the map of the selected rule. */
export function fieldCommands(parts: DesignerParts): Command[] {
  const { preview, destination } = parts.derived.getState()
  const { pathTarget } = parts.view.getState()
  const add = addMappedField(destination?.config, parts.document.getState().selectedRule, preview?.event)
  if (!preview?.event || (pathTarget === null && add === null)) return []
  return pathsOf(preview.event).map(({ path, summary }) => ({
    id: `field ${path}`,
    group: 'Fields' as const,
    title: `${pathTarget === null ? 'Map' : 'Insert'} ${path}`,
    hint: summary,
    run() {
      if (pathTarget === null) {
        if (add === null) return
        const { edits, place } = add(path)
        editConfig(parts, edits, `map ${path}`)
        parts.view.getState().actions.goTo(place)
        return
      }
      pathTarget.fill(path)
      pathTarget.focus()
    },
  }))
}

/** Each problem to go to, and its fix. */
export function problemCommands(parts: DesignerParts): Command[] {
  return parts.analysis.getState().problems.flatMap((problem): Command[] => {
    const { id, fix } = problem
    const cause = problem.cause.replaceAll('`', '')
    const run = () => goToProblem(parts, problem)
    const goTo: Command = { id: `go ${id}`, group: 'Problems', title: `Go to: ${cause}`, run }
    if (fix === undefined) return [goTo]
    const mend = () => applyFix(parts, problem)
    return [goTo, { id: `fix ${id}`, group: 'Problems', title: `Fix: ${fix.label}`, hint: cause, run: mend }]
  })
}
