import { Ellipsis } from 'lucide-react'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import { useDestination } from '../../designer/use-preview.ts'
import { addRule, deleteRule, duplicateRule, moveRule, type RuleEdit } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import { ActionMenu, type MenuAction } from '../../ui/action-menu.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'

/** What can be done with the selected rule. */
export function RuleMenu({ entry }: { entry: RuleEntry }) {
  const destination = useDestination()
  const change = useRuleEdit()
  const config = destination?.config
  const at = (entry.alternative ?? 1) - 1
  const moving = (id: 'up' | 'down', hint: string, to: number) => {
    const make = (now: unknown) => moveRule(now, entry, to)
    return { id, title: `Move ${id}`, hint, make, isOff: make(config) === null }
  }
  const acts: readonly (MenuAction & { make: (config: unknown) => RuleEdit | null })[] = [
    { id: 'alternative', title: 'Add alternative', make: (now) => addRule(now, entry.entity, entry.action) },
    { id: 'duplicate', title: 'Duplicate', make: (now) => duplicateRule(now, entry) },
    moving('up', 'Alt ↑', at - 1),
    moving('down', 'Alt ↓', at + 1),
    { id: 'delete', title: 'Delete', hint: 'Del', make: (now) => deleteRule(now, entry) },
  ]
  return (
    <MenuButton
      className="btn icon-only small"
      aria-label={`Rule ${entry.entity} ${entry.action}`}
      menu={
        <ActionMenu
          label="Rule"
          actions={acts}
          onAction={(key) => change((now) => acts.find(({ id }) => id === key)?.make(now) ?? null)}
        />
      }
    >
      <Ellipsis className="icon small" aria-hidden />
    </MenuButton>
  )
}
