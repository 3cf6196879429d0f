import type { Place } from '@mapping-designer/shared-types'
import type { Command } from '../designer/command.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { applyFix, goToProblem } from '../designer/go-to-problem.ts'
import { commandOfRules, commandsOfRule } from '../designer/rule-commands.ts'
import { consentStatesOf } from '../designer/use-consent-states.ts'
import { editConfig, editRules } from '../designer/use-flow-edit.ts'
import { samePlace } from '../document/place.ts'
import { eventName } from '../document/sample.ts'
import { addMappedField } from '../mapping/add-field.ts'
import { firstPathsOf, pathsOf } from '../mapping/field-tree.ts'
import { addRule, ignoreUnmatched } from '../mapping/rule-edits.ts'
import { sourcePaths } from '../mapping/source-path.ts'
import { type CopyForm, copyForms, copyRecord } from '../panes/record/copy-record.ts'
import { canSaveTest, deleteTest, saveTest } from '../panes/record/save-test.ts'
import { testOf } from '../preview/tests.ts'
import { allFolds, type Folds, noFolds } from '../ui/json-folds.ts'

const recordTabs = ['value', 'key', 'headers', 'why', 'wire', 'diff'] as const

/** What can be done with the record of the selected sample. */
export function recordCommands(parts: DesignerParts): Command[] {
  const { preview, destination } = parts.derived.getState()
  const { showRecord, fold, focusOn } = parts.view.getState().actions
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
  const folding = (folds: Folds) => {
    fold(folds)
    showRecord('value')
  }
  return [
    ...(canSaveTest(preview, destination)
      ? [command('test', 'Save the record as a test', () => saveTest(parts, preview), 'Ctrl Shift S')]
      : []),
    ...(test ? [command('delete test', `Delete the test ${test.example.name}`, () => deleteTest(parts, test))] : []),
    ...copies.map(([id, label]) =>
      command(`copy ${id}`, `Copy: ${label}`, () => void copyRecord(parts, id as CopyForm)),
    ),
    ...consentCommands(parts),
    command('fold', 'Fold all of the value', () => folding(allFolds)),
    command('unfold', 'Unfold all of the value', () => folding(noFolds)),
    ...recordTabs.map((tab) =>
      command(`tab ${tab}`, `Record: ${tab}`, () => {
        showRecord(tab)
        focusOn('record')
      }),
    ),
  ]
}

/** The record of the selected sample under each state of consent. */
function consentCommands({ document, derived, view }: DesignerParts): Command[] {
  const { samples, selectedSample } = document.getState()
  const { reading, destination } = derived.getState()
  const sample = samples.find(({ id }) => id === selectedSample)
  const states = sample ? consentStatesOf(reading.json, destination?.flowName ?? '', [sample]) : []
  if (sample === undefined || states.length < 2) return []
  const { setWhatIf, show } = view.getState().actions
  return [null, ...states.map(({ title }) => title)].map((title) => ({
    id: `consent ${title}`,
    group: 'Commands',
    title: `Consent of the record: ${title ?? 'as sent'}`,
    run() {
      setWhatIf(title === null ? null : { sample: sample.id, title })
      show('record')
    },
  }))
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
  const { focusOn } = parts.view.getState().actions
  const goTo = (name: string, title: string, place: Place | null) =>
    commandOfRules(parts, 'Rules')(name, title, () => {
      actions.selectRule(place)
      focusOn('rules')
    })
  const makeRule = () => {
    editRules(parts, (now) => addRule(now, entity ?? '', action ?? ''))
    focusOn('rules')
  }
  return [
    ...(entity && action ? [command('for event', `Make a rule for ${entity} ${action}`, makeRule)] : []),
    command('propose', 'Propose a mapping from the wanted record…', () =>
      parts.view.getState().actions.open('propose'),
    ),
    ...(ignore ? [command('ignore', 'Ignore unmatched events', () => editRules(parts, ignoreUnmatched))] : []),
    ...(entry ? commandsOfRule(parts, entry) : []),
    goTo('destination', 'Destination', null),
    ...rules.map(({ name, place }) => goTo(name, name, place)),
  ]
}

const maxSamples = 200

/** What can be done with the samples, and each sample to go to. */
export function sampleCommands({ document, view }: DesignerParts): Command[] {
  const { samples, selectedSample, text, actions } = document.getState()
  const { openSampleBox, open, openProduce, setSelecting, focusOn } = view.getState().actions
  const { selectedSamples } = view.getState()
  const together = samples.flatMap(({ id }) => (selectedSamples.has(id) ? id : []))
  const command = (id: string, title: string, run: () => void, hint?: string): Command => ({
    id: `sample ${id}`,
    group: 'Commands',
    title,
    run,
    hint,
  })
  const removing = (remove: () => void) => () => {
    remove()
    focusOn(document.getState().samples.length > 0 ? 'samples' : text === '' ? 'paste' : 'add sample')
  }
  const remove = (ids: readonly string[]) => removing(() => actions.removeSamples(ids))
  return [
    command('add', 'Add samples', () => openSampleBox('add')),
    ...(selectedSample === null
      ? []
      : [
          command('edit', 'Edit the event as JSON', () => open('event')),
          command('select', 'Select several samples', () => setSelecting('samples')),
          command('duplicate', 'Duplicate the sample', () => {
            actions.duplicateSample(selectedSample)
            focusOn('samples')
          }),
          ...(together.length > 1
            ? [
                command('produce', `Produce ${together.length} samples…`, () => openProduce('selected')),
                command('delete', `Delete ${together.length} samples`, remove(together), 'Del'),
              ]
            : [command('delete', 'Delete the sample', remove([selectedSample]), 'Del')]),
          command('delete all', 'Delete all samples', removing(actions.removeAllSamples)),
        ]),
    ...samples.slice(0, maxSamples).map((sample): Command => {
      const run = () => actions.selectSample(sample.id)
      return { id: `sample ${sample.id}`, group: 'Samples', title: eventName(sample), hint: sample.title, run }
    }),
  ]
}

/** What the id of a command for a field begins with; the path follows. */
export const fieldPrefix = 'field '

/** The first fields of the selected event, or all: into the input that waits for a path, or into the map of the selected rule. */
export function fieldCommands(parts: DesignerParts, max: number): Command[] {
  const { preview, destination } = parts.derived.getState()
  const { pathTarget } = parts.view.getState()
  const add = addMappedField(destination?.config, parts.document.getState().selectedRule, preview?.event)
  if (!preview?.event || (pathTarget === null && add === null)) return []
  const paths = max === Number.POSITIVE_INFINITY ? pathsOf(preview.event) : firstPathsOf(preview.event, max)
  return paths.map(({ path, summary }) => ({
    id: fieldPrefix + path,
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

/** Follows a field of the events to another name, in every rule that reads it. */
export function renameFieldCommand({ view }: DesignerParts, path: string): Command {
  const { renameField } = view.getState().actions
  return {
    id: `rename ${path}`,
    group: 'Fields',
    short: 'Rename in all rules…',
    title: `Rename ${path} in all rules…`,
    run: () => renameField(path),
  }
}

/** Renames the fields that the rule of the selected event reads. */
export function readFieldCommands(parts: DesignerParts): Command[] {
  const { preview, destination } = parts.derived.getState()
  const step = preview?.explanation?.steps.find((one) => one.kind === 'data')
  const paths = (step?.fields ?? []).map(sourcePaths(destination?.config)).filter((path) => path !== null)
  return [...new Set(paths)].map((path) => renameFieldCommand(parts, path))
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
