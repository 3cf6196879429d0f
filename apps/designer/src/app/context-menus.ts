import type { Command } from '../designer/command.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { openMenu } from '../designer/open-menu.ts'
import { commandsNow } from './commands.ts'
import { renameFieldCommand } from './design-commands.ts'

/** Things with a menu of their own: where they are, how one is chosen by its key, and which commands are about it. */
interface Things {
  label: string
  /** The element around them, which has the focus or holds what has it. */
  around: string
  row?: string
  choose?: (parts: DesignerParts, key: string) => void
  /** Ids of its commands, or the only one. */
  about: (parts: DesignerParts, key: string) => RegExp | string
  /** A command that the palette does not list for each of them. */
  own?: (parts: DesignerParts, key: string) => Command
}

/** One sample, and the record that it makes; several have commands of their own. */
const ofSample = (parts: DesignerParts) =>
  parts.view.getState().selectedSamples.size > 1
    ? /^sample (select|produce|delete)$/
    : /^(sample (edit|select|duplicate|delete)|produce|test|delete test|copy .*|journey)$/

const chooseSample = ({ document, view }: DesignerParts, id: string) => {
  const { selectedSamples, actions } = view.getState()
  if (!selectedSamples.has(id)) actions.selectSamples(new Set())
  document.getState().actions.selectSample(id)
}

const things: readonly Things[] = [
  {
    label: 'Sample',
    around: '[data-pane="samples"] [role="grid"]',
    row: '[role="row"]',
    choose: chooseSample,
    about: ofSample,
  },
  {
    label: 'Sample',
    around: '.matrix-table',
    row: 'tr[data-key]',
    choose: chooseSample,
    about: ofSample,
  },
  {
    label: 'Rule',
    around: '[data-pane="rules"] [role="treegrid"]',
    row: '[role="row"]',
    choose({ derived, document }, key) {
      const rule = derived.getState().rules.find(({ name }) => name === key)
      document.getState().actions.selectRule(rule?.place ?? null)
    },
    about: () => /^rule (?!for event|ignore|destination)/,
  },
  {
    label: 'Field',
    around: '[data-pane="fields"] [role="treegrid"]',
    row: '[role="row"]',
    about: (_, key) => `field ${key}`,
    own: renameFieldCommand,
  },
  {
    label: 'Rows of the mapping',
    around: '.map-table',
    row: 'tr[data-place]',
    choose({ view }, key) {
      const { selectedRows, actions } = view.getState()
      if (!selectedRows.has(key)) actions.selectRows(new Set([key]))
    },
    about: () => /^row /,
  },
  {
    label: 'Record',
    around: '[data-pane="record"]',
    about: () => /^(produce|test|delete test|copy .*)$/,
  },
]

/** Answers a right click, Shift+F10 and the menu key with the commands of the palette that are about the thing there. */
export function openContextMenu(parts: DesignerParts, event: MouseEvent): void {
  // The menu of the browser copies what is marked.
  if (!(event.target instanceof Element) || event.defaultPrevented || hasMarkedText(event.target)) return
  for (const { label, around, row = '*', choose, about, own } of things) {
    const place = event.target.closest(around)
    if (place === null) continue
    const element = event.target.closest(row) ?? place.querySelector(`${row}[data-selected]`)
    if (element === null || !place.contains(element)) return
    const key = element.getAttribute('data-key') ?? element.getAttribute('data-place') ?? ''
    choose?.(parts, key)
    const ids = about(parts, key)
    const isAbout = (id: string) => (typeof ids === 'string' ? id === ids : ids.test(id))
    const commands = commandsNow(parts).filter(({ id, group }) => isAbout(id) && group !== 'Rules')
    openMenu(parts, event, label, element, [...commands, ...(own ? [own(parts, key)] : [])])
    return
  }
}

function hasMarkedText(target: Element): boolean {
  if (target instanceof HTMLInputElement) return target.selectionStart !== target.selectionEnd
  return getSelection()?.isCollapsed === false
}
