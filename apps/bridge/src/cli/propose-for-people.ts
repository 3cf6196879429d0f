import { fieldName, type Proposal, ruleOf, valueInWords } from '@mapping-designer/mapping-engine/propose'

/** Whether a proposal gives something, and its pairs do not contradict each other. */
export const isFound = ({ fields, whole, contradictions }: Proposal): boolean =>
  (whole ?? fields[0]) !== undefined && !contradictions

/** A proposal as `propose --json` writes it, with the rule that takes the best choice of each field. */
export function proposalAsJson(proposal: Proposal): object {
  const { event, whole, fields, open, notes } = proposal
  return {
    event,
    rule: ruleOf(proposal),
    ...(whole && { whole }),
    fields: fields.map(({ path, choices }) => ({ field: fieldName(path), choices })),
    open: open.map(({ path, ...rest }) => ({ field: fieldName(path), ...rest })),
    notes,
  }
}

/** A proposal as text: its fields with how sure each is, what is open, and the rule to paste. */
export function proposalForPeople(proposal: Proposal): string {
  const { event, whole, fields, open, notes } = proposal
  const all = [...(whole ? [{ path: ['(value)'], choices: [whole] as const }] : []), ...fields]
  const rows = all.map(({ path, choices: [{ value, sure, why }] }) => [fieldName(path), valueInWords(value), sure, why])
  const widths = [0, 1, 2].map((column) => Math.min(44, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))))
  const rule = ruleOf(proposal)
  const [entity = '', action = ''] = event.split(' ')
  const isEmpty = Object.keys(rule).length === 0
  return [
    event || 'No event can be mapped.',
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
    ...open.map(({ path, why }) => `  ${fieldName(path)}: not found, ${why}`),
    ...notes,
    ...(isEmpty ? [] : ['', `The rule, under ${entity} and ${action} of the mapping:`, JSON.stringify(rule, null, 2)]),
    '',
  ].join('\n')
}
