import { conditionText, type RuleEntry } from './rule-list.ts'

/** A line of the tree: an entity, an action with alternatives, or a rule. */
export interface RuleNode {
  id: string
  label: string
  entry: RuleEntry | null
  children: RuleNode[]
}

/** Rules by entity, and alternatives by action. */
export function groupRules(rules: readonly RuleEntry[]): RuleNode[] {
  const entities = new Map<string, RuleNode>()
  for (const entry of rules) {
    const entity = group(entities, `entity ${entry.entity}`, entry.entity)
    if (entry.alternative === null) {
      entity.children.push({ id: entry.name, label: entry.action, entry, children: [] })
      continue
    }
    const actionId = `action ${entry.entity} ${entry.action}`
    let action = entity.children.find(({ id }) => id === actionId)
    if (action === undefined) {
      action = { id: actionId, label: entry.action, entry: null, children: [] }
      entity.children.push(action)
    }
    const condition = conditionText(entry.rule)
    action.children.push({
      id: entry.name,
      label: condition === '' ? 'otherwise' : `if ${condition}`,
      entry,
      children: [],
    })
  }
  return [...entities.values()]
}

function group(groups: Map<string, RuleNode>, id: string, label: string): RuleNode {
  const known = groups.get(id) ?? { id, label, entry: null, children: [] }
  groups.set(id, known)
  return known
}
