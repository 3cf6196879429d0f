import { Ellipsis } from 'lucide-react'
import { CommandMenu } from '../../designer/command-menu.tsx'
import { useDesigner } from '../../designer/designer-context.tsx'
import { commandsOfRule } from '../../designer/rule-commands.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import { MenuButton } from '../../ui/menu-button.tsx'

/** What can be done with the selected rule. */
export function RuleMenu({ entry }: { entry: RuleEntry }) {
  const parts = useDesigner()
  return (
    <MenuButton
      className="btn icon-only small"
      aria-label={`Rule ${entry.entity} ${entry.action}`}
      menu={<CommandMenu label="Rule" commands={() => commandsOfRule(parts, entry)} />}
    >
      <Ellipsis className="icon small" aria-hidden />
    </MenuButton>
  )
}
