import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import { samePlace } from '../document/place.ts'
import { freeName } from '../mapping/field-name.ts'
import { editedRules, renameTargetEdits } from '../mapping/rename-target.ts'
import {
  copyEdits,
  copyPlace,
  duplicateEdit,
  moveEdit,
  type Row,
  removeEdits,
  rowsBeside,
} from '../mapping/row-edits.ts'
import { guardEdit, readParts } from '../mapping/value-parts.ts'
import { plural } from '../ui/format.ts'
import type { Command } from './command.ts'
import type { DesignerParts } from './designer-context.tsx'
import { editConfig } from './use-flow-edit.ts'
import type { SharedGuard } from './view-state.ts'

/** The selected rows of the rule on screen, and those beside them, in their order. */
export function selectedRows({ view, document, derived }: DesignerParts): { rows: Row[]; siblings: Row[] } {
  const config = derived.getState().destination?.config
  const { selectedRule } = document.getState()
  const places = [...view.getState().selectedRows].map((text): Place => JSON.parse(text))
  const shown = places.filter((place) =>
    selectedRule === null ? place[0] !== 'mapping' : samePlace(place.slice(0, selectedRule.length), selectedRule),
  )
  const siblings = shown[0] === undefined ? [] : rowsBeside(config, shown[0])
  return { siblings, rows: siblings.filter(({ place }) => shown.some((one) => samePlace(one, place))) }
}

/** Rows in words, such as `3 fields`. */
function named(rows: readonly Row[]): string {
  const [first] = rows
  if (rows.length === 1) return `the ${first?.role} ${first?.name}`
  return plural(rows.length, first?.role ?? '', first?.role === 'entry' ? 'entries' : undefined)
}

/** What can be done with the selected rows, all of them in one step. */
export function rowCommands(parts: DesignerParts): Command[] {
  const { rows, siblings } = selectedRows(parts)
  const [first] = rows
  const what = named(rows)
  const { askRows, selectRows, setSelecting, show, goTo } = parts.view.getState().actions
  const command = (id: string, short: string, title: string, run: () => void, hint?: string): Command => ({
    id: `row ${id}`,
    group: 'Commands',
    short,
    title,
    hint,
    run,
  })
  const selecting = command('select', 'Select several…', 'Select several rows of the mapping', () => {
    show('rules')
    setSelecting('rows')
  })
  if (first === undefined) return [selecting]
  const moving = (id: 'up' | 'down', step: 1 | -1) => {
    const moved = moveEdit(rows, siblings, step)
    const run = () => {
      if (moved !== null) editConfig(parts, [moved], `move ${what}`)
      const places = rows.map((row) => movedPlace(row, siblings, moved, step))
      selectRows(keysOf(places))
      goTo(places[0] ?? first.parent)
    }
    return {
      ...command(id, `Move ${id}`, `Move ${what} ${id}`, run, id === 'up' ? 'Alt ↑' : 'Alt ↓'),
      isOff: moved === null,
    }
  }
  const duplicate = () => {
    const name = freeName(
      first.name,
      siblings.map((row) => row.name),
    )
    editConfig(parts, [duplicateEdit(first, siblings, name)], `duplicate ${what}`)
    goTo(copyPlace(first, name))
  }
  return [
    selecting,
    command('consent', 'Set consent…', `Set the consent of ${what}…`, () => askRows('consent')),
    command('condition', 'Set condition…', `Set the condition of ${what}…`, () => askRows('condition')),
    ...(withinRule(parts, first) !== null && rows.length === 1
      ? [command('rename', 'Rename in all rules…', `Rename ${what} in all rules…`, () => askRows('name'))]
      : []),
    moving('up', -1),
    moving('down', 1),
    ...(rows.length === 1 ? [command('duplicate', 'Duplicate', `Duplicate ${what}`, duplicate)] : []),
    ...copyCommands(parts, rows, what),
    command(
      'delete',
      'Delete',
      `Delete ${what}`,
      () => {
        editConfig(parts, removeEdits(rows), `delete ${what}`)
        selectRows(new Set())
        goTo(placeLeft(rows, siblings) ?? first.parent)
      },
      'Del',
    ),
  ]
}

function keysOf(places: readonly Place[]): ReadonlySet<string> {
  return new Set(places.map((place) => JSON.stringify(place)))
}

/** Fields keep their name; entries are where they were moved to. */
function movedPlace({ role, place }: Row, siblings: readonly Row[], moved: FlowEdit | null, step: 1 | -1): Place {
  const at = Number(place.at(-1)) + step
  const isMoved = moved !== null && role === 'entry' && at >= 0 && at < siblings.length
  return isMoved ? [...place.slice(0, -1), at] : place
}

/** Where the row is that takes the place of removed ones: the next, else the one before; null where none is left. */
function placeLeft(removed: readonly Row[], siblings: readonly Row[]): Place | null {
  const left = siblings.filter((row) => !removed.includes(row))
  const at = Math.min(
    siblings.findIndex((row) => removed.includes(row)),
    left.length - 1,
  )
  const row = left[at]
  if (row === undefined) return null
  return row.role === 'entry' ? [...row.parent, at] : row.place
}

/** The way from the rule on screen to the map of its data that a row is in; null for other rows. */
function withinRule({ document }: DesignerParts, { role, parent }: Row): Place | null {
  const within = parent.slice(document.getState().selectedRule?.length ?? 0)
  return role === 'field' && within[0] === 'data' ? within : null
}

/** How the selected field gets a name in all rules, and what to say of it. Null where no field is selected. */
export function renamingInAllRules(parts: DesignerParts, to: string) {
  const [row] = selectedRows(parts).rows
  const within = row === undefined ? null : withinRule(parts, row)
  if (row === undefined || within === null) return null
  const { destination, rules } = parts.derived.getState()
  const { edits, taken } = renameTargetEdits(destination?.config, rules, within, { from: row.name, to })
  const isOwnTaken = edits.every(({ place }) => !samePlace(place, row.parent))
  const where = editedRules(edits, rules)
  const left =
    taken === 0
      ? ''
      : ` ${plural(taken, 'other rule')} with a field ${to} ${taken === 1 ? 'stays as it is' : 'stay as they are'}.`
  return {
    hint:
      to === '' || to === row.name
        ? `Type the new name of ${row.name}.`
        : isOwnTaken
          ? `This rule has a field ${to} already.`
          : `Renames ${row.name} in ${where}.${left}`,
    isOff: isOwnTaken,
    run() {
      const place = [...row.parent, to]
      const { selectRows, goTo, say } = parts.view.getState().actions
      editConfig(parts, edits, `rename ${row.name} to ${to} in all rules`)
      selectRows(keysOf([place]))
      goTo(place)
      say(`Renamed ${row.name} to ${to} in ${where}.${left}`, parts.document.getState().past.at(-1))
    },
  }
}

/** The fields in each other rule whose data is a map; inside of a list their paths would mean something else. */
function copyCommands(parts: DesignerParts, rows: readonly Row[], what: string): Command[] {
  const { rules } = parts.derived.getState()
  const isOfRule = rows[0]?.parent.slice(-2).join(' ') === 'data map'
  if (!isOfRule) return []
  return rules.flatMap(({ place, name, rule }): Command[] => {
    const at = [...place, 'data']
    const edits = samePlace([...at, 'map'], rows[0]?.parent ?? null) ? null : copyEdits(rows, rule['data'], at)
    if (edits === null) return []
    const there = valueAt(rule, ['data', 'map'])
    const replaced = rows.filter((row) => isPlainObject(there) && row.name in there).length
    const run = () => {
      editConfig(parts, edits, `copy ${what} to ${name}`)
      parts.view
        .getState()
        .actions.say(
          `Copied ${what} to ${name}${replaced > 0 ? `, where ${plural(replaced, 'field')} had that name` : ''}.`,
          parts.document.getState().past.at(-1),
        )
    }
    const title = `Copy ${what} to ${name}`
    const hint = replaced > 0 ? `replaces ${replaced}` : undefined
    return [{ id: `row copy ${name}`, group: 'Commands', short: `Copy to ${name}`, title, hint, run }]
  })
}

/** Sets a guard of all selected rows, or takes it from them. Where the first of several values counts, each of those has its own. */
export function setSharedGuard(parts: DesignerParts, guard: SharedGuard, value: JsonValue | undefined): void {
  const { askRows, say } = parts.view.getState().actions
  const { rows } = selectedRows(parts)
  const guarded = rows.filter(({ config }) => !['fallback', 'json'].includes(readParts(config).kind))
  const edits = guarded.map(({ place, config }) => guardEdit(place, config, guard, value))
  editConfig(parts, edits, `${guard} of ${named(guarded)}`)
  askRows(null)
  const left = rows.length - guarded.length
  say(left === 0 ? null : `${plural(left, 'row')} of several values took no ${guard}: set it on the entries.`)
}
