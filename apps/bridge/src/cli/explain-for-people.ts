import {
  assumedPartitions,
  type Explanation,
  type FieldNote,
  fieldInWords,
  headerPairs,
  lastNotes,
  partitionForKey,
  recordSize,
  type Step,
} from '@mapping-designer/mapping-engine'
import { formatPlace, type PreviewLine } from '@mapping-designer/shared-types'

type Row = [label: string, text: string]

/** The whole way of one event as aligned plain text. */
export function explainForPeople(event: unknown, line: PreviewLine, { steps }: Explanation): string {
  const name = String((event as { name?: unknown } | null)?.name)
  const rows: Row[] = [
    ['outcome', `${line.outcome}${line.reason ? `: ${line.reason}` : ''}`],
    ...steps.flatMap(rowsOf),
    ...recordRows(line),
    ...line.problems.map(({ severity, cause, place }): Row => [severity, `${cause} (${place})`]),
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  const text = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)
  return `#${line.index + 1} ${name}\n${text.join('\n')}\n\n`
}

function rowsOf(step: Step): Row[] {
  switch (step.kind) {
    case 'completed':
      return [
        ['filled in', step.filled.join(', ') || 'nothing'],
        ...(step.dropped.length > 0 ? [['dropped', step.dropped.join(', ')] as Row] : []),
      ]
    case 'consent': {
      const needed = step.required.length === 0 ? 'none needed' : `one of ${step.required.join(', ')}`
      return [['consent', `${needed}; ${step.isDenied ? 'denied' : `granted ${step.granted.join(', ') || 'none'}`}`]]
    }
    case 'policy':
      return step.writes.map(({ path, value }): Row => ['policy', `${path} = ${JSON.stringify(value)}`])
    case 'rules':
      return [
        ...step.tried.map(({ name, result }): Row => ['rule tried', `${name}: ${result}`]),
        ['rule', step.rule ?? 'none, the event goes out unmapped'],
      ]
    case 'renamed':
      return [['renamed', `${JSON.stringify(step.from)} to ${JSON.stringify(step.to)}`]]
    case 'data':
      return lastNotes(step.fields).map((note): Row => ['field', `${note.target.join('.')} ← ${valueInWords(note)}`])
    case 'record':
      return [
        ['topic from', `${step.topic.origin} (${formatPlace(step.topic.place)})`],
        ['key from', keyInWords(step)],
        ['value from', step.value.origin === 'data' ? 'the mapped data' : 'the whole event'],
        ['time from', step.timestamp.origin === 'event' ? 'the event' : 'the clock'],
      ]
  }
}

function keyInWords({ key }: Extract<Step, { kind: 'record' }>): string {
  if (key.origin !== 'fallback') return `${key.origin} path ${key.path}`
  if (key.path === null) return 'the event name, there is no key path'
  return `the event name, because ${key.path} gives ${key.found === undefined ? 'nothing' : JSON.stringify(key.found)}`
}

function valueInWords(note: FieldNote): string {
  if (note.missing !== null) return fieldInWords(note)
  const text = String(JSON.stringify(note.value))
  return `${fieldInWords(note)} = ${text.length > 80 ? `${text.slice(0, 77)}…` : text}`
}

function recordRows({ message }: PreviewLine): Row[] {
  if (message === null) return []
  const size = recordSize(message)
  return [
    ['topic', message.topic],
    [
      'key',
      `${message.key} (${size.key} B; partition ${partitionForKey(message.key, assumedPartitions)} of ${assumedPartitions})`,
    ],
    ['timestamp', message.timestamp],
    ...headerPairs(message.headers).map(([name, value]): Row => [`header ${name}`, value]),
    ['size', `record ${size.record} B, batch ${size.batch} B before compression`],
    ['value', message.value],
  ]
}
