import { Ellipsis } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import { useDestination } from '../../designer/use-preview.ts'
import { addRule, deleteRule, duplicateRule, moveRule, type RuleEdit } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'

/** What can be done with the selected rule. */
export function RuleMenu({ entry }: { entry: RuleEntry }) {
  const destination = useDestination()
  const change = useRuleEdit()
  const config = destination?.config
  const at = (entry.alternative ?? 1) - 1
  const acts: Record<
    string,
    { label: string; hint?: string; make: (config: unknown) => RuleEdit | null; isOff?: boolean }
  > = {
    alternative: { label: 'Add alternative', make: (now) => addRule(now, entry.entity, entry.action) },
    duplicate: { label: 'Duplicate', make: (now) => duplicateRule(now, entry) },
    up: {
      label: 'Move up',
      hint: 'Alt ↑',
      make: (now) => moveRule(now, entry, at - 1),
      isOff: moveRule(config, entry, at - 1) === null,
    },
    down: {
      label: 'Move down',
      hint: 'Alt ↓',
      make: (now) => moveRule(now, entry, at + 1),
      isOff: moveRule(config, entry, at + 1) === null,
    },
    delete: { label: 'Delete', hint: 'Del', make: (now) => deleteRule(now, entry) },
  }
  return (
    <MenuTrigger>
      <Button className="btn icon-only small" aria-label={`Rule ${entry.entity} ${entry.action}`}>
        <Ellipsis className="icon small" aria-hidden />
      </Button>
      <Popover className="popover">
        <Menu aria-label="Rule" onAction={(key) => change((now) => acts[String(key)]?.make(now) ?? null)}>
          {Object.entries(acts).map(([id, { label, hint, isOff }]) => (
            <MenuItem key={id} id={id} className="popover-item" isDisabled={isOff ?? false}>
              {label}
              {hint !== undefined && <span className="hint">{hint}</span>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
