import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'
import { mapAllFields } from '../mapping/add-field.ts'
import { addRule, deleteRule, duplicateRule, moveRule, type RuleEdit } from '../mapping/rule-edits.ts'
import type { RuleEntry } from '../mapping/rule-list.ts'
import { beginRow } from './begin-row.ts'
import type { Command } from './command.ts'
import type { DesignerParts } from './designer-context.tsx'
import { editConfig, editRules } from './use-flow-edit.ts'

/** What can be done with a rule; the other rules of its list have other places after it. */
export function commandsOfRule(parts: DesignerParts, entry: RuleEntry): Command[] {
  const at = (entry.alternative ?? 1) - 1
  const { preview, destination } = parts.derived.getState()
  const { event } = preview ?? {}
  const [entity, action] = String(event?.['name'] ?? '').split(' ')
  const isOther = entity !== entry.entity || action !== entry.action
  const all = event && mapAllFields(entry.rule['data'], [...entry.place, 'data'], event)
  const command = (id: string, short: string, title: string, run: () => void, hint?: string): Command => ({
    ...commandOfRules(parts)(id, title, run, hint),
    short,
  })
  const { focusOn, goTo } = parts.view.getState().actions
  /** The rule that it is about is the selected one after it. */
  const change = (make: (config: unknown) => RuleEdit | null) => {
    editRules(parts, make)
    focusOn('rules')
  }
  const edit = (id: string, short: string, title: string, make: (config: unknown) => RuleEdit | null, hint?: string) =>
    command(id, short, title, () => change(make), hint)
  const moving = (id: 'up' | 'down', to: number, hint: string): Command => ({
    ...edit(id, `Move ${id}`, `Move the rule ${id}`, (now) => moveRule(now, entry, to), hint),
    isOff: moveRule(destination?.config, entry, to) === null,
  })
  const remove = () => change((now) => deleteRule(now, entry))
  const mapAll = () => {
    if (!all) return
    const before = valueAt(entry.rule, ['data', 'map'])
    const added = Object.keys(all.value ?? {}).find((name) => !isPlainObject(before) || !(name in before))
    editConfig(parts, [all], 'map all fields')
    goTo([...all.place, added ?? ''])
  }
  const addField = () => beginRow(parts, [...entry.place, 'data', 'map'], valueAt(entry.rule, ['data', 'map']))
  const copyTo = (name: string) => (now: unknown) => addRule(now, entity ?? '', name, entry.rule as JsonObject)
  return [
    ...(canAddField(entry) ? [command('field', 'Add field', 'Add a field to the data', addField)] : []),
    ...(all ? [command('map all', 'Map all fields of data', 'Map all fields of data', mapAll)] : []),
    edit('alternative', 'Add alternative', 'Add an alternative to the rule', (now) =>
      addRule(now, entry.entity, entry.action),
    ),
    edit('duplicate', 'Duplicate', 'Duplicate the rule', (now) => duplicateRule(now, entry)),
    ...(entity && action && isOther
      ? [edit('copy', `Copy to ${entity} ${action}`, `Copy the rule to ${entity} ${action}`, copyTo(action))]
      : []),
    moving('up', at - 1, 'Alt ↑'),
    moving('down', at + 1, 'Alt ↓'),
    command('delete', 'Delete', 'Delete the rule', remove, 'Del'),
  ]
}

function canAddField({ rule }: RuleEntry): boolean {
  return rule['data'] === undefined || isPlainObject(valueAt(rule, ['data', 'map']))
}

/** Whatever is done to a rule, its pane shows. */
export function commandOfRules({ view }: DesignerParts, group: Command['group'] = 'Commands') {
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
