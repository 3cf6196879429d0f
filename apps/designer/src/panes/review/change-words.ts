import type { ChangeGroup, Comparison } from '@mapping-designer/mapping-engine'
import { plural } from '../../ui/format.ts'
import type { Tone } from '../../ui/tone-icon.tsx'

/** What readers of the topic have to do about a change. */
export type Verdict = 'breaking' | 'check' | 'safe'

export const verdicts: Record<Verdict, { word: string; tone: Tone }> = {
  breaking: { word: 'Breaking', tone: 'err' },
  check: { word: 'Check', tone: 'warn' },
  safe: { word: 'Safe', tone: 'ok' },
}

export function verdictOf({ isBreaking, what }: ChangeGroup): Verdict {
  if (isBreaking) return 'breaking'
  return what === 'added' || what === 'order' ? 'safe' : 'check'
}

/** `+` for what comes, `−` for what goes, `~` for what is otherwise. */
export function markOf({ kind, what }: ChangeGroup): 'added' | 'removed' | 'changed' {
  if (kind === 'appears' || what === 'added') return 'added'
  return kind === 'vanishes' || what === 'gone' ? 'removed' : 'changed'
}

/** What changes, with what is a name or a value between backticks. */
export function titleOf({ kind, what, path, examples: [first] }: ChangeGroup): string {
  const fromTo = first === undefined ? '' : ` \`${short(first.before)}\` → \`${short(first.after)}\``
  if (kind === 'appears') return `new record${first === undefined ? '' : ` on \`${first.after}\``}`
  if (kind === 'vanishes') return `record gone${first === undefined ? '' : ` from \`${first.before}\``}`
  if (kind === 'outcome') return `another outcome:${fromTo}`
  if (kind !== 'field' && kind !== 'header') return `${kind}${fromTo}`
  const name = kind === 'header' ? `header \`${path}\`` : path === '' ? 'the whole value' : `\`${path}\``
  if (what === 'type' && first !== undefined) return `${name} ${typeOf(first.before)} → ${typeOf(first.after)}`
  return `${name} ${{ added: 'added', gone: 'gone', order: 'in another order' }[String(what)] ?? 'another value'}`
}

const maxLetters = 40

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return (text.length > maxLetters ? `${text.slice(0, maxLetters)}…` : text).replaceAll('`', "'") || '""'
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return { string: 'text', boolean: 'true or false' }[typeof value as string] ?? typeof value
}

type Counted = [is: (group: ChangeGroup) => boolean, one: string, many: string, ofRecords?: true]

const counted: readonly Counted[] = [
  [({ kind }) => kind === 'vanishes', 'record is gone', 'records are gone', true],
  [({ kind }) => kind === 'topic', 'record goes to another topic', 'records go to another topic', true],
  [({ kind }) => kind === 'key', 'record has another key', 'records have another key', true],
  [({ what }) => what === 'type', 'field changes its type', 'fields change their type'],
  [({ what }) => what === 'gone', 'field is gone', 'fields are gone'],
  [({ kind }) => kind === 'appears', 'record is new', 'records are new', true],
  [({ what }) => what === 'added', 'field is new', 'fields are new'],
  [({ what }) => what === 'value', 'field has another value', 'fields have another value'],
  [
    ({ what }) => what === 'order',
    'rule writes the same fields in another order',
    'rules write the same fields in another order',
  ],
]

/** What counts most of a comparison, in up to three parts of a sentence. */
export function changesInWords({ groups }: Comparison): string {
  const parts = counted.flatMap(([is, one, many, ofRecords]) => {
    const found = groups.filter(is)
    const count = ofRecords ? found.reduce((sum, { events }) => sum + events, 0) : found.length
    return count === 0 ? [] : [plural(count, one, many)]
  })
  const shown = parts.slice(0, 3)
  const last = shown.pop()
  return shown.length === 0
    ? `${last ?? 'Only how events end without a record changes'}.`
    : `${shown.join(', ')} and ${last}.`
}
