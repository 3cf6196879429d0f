import type { AuditEntry } from '@mapping-designer/shared-types'
import { plural } from '../../ui/format.ts'

const actions: Readonly<Record<string, string>> = {
  produce: 'produce',
  replay: 'replay',
  'create-topic': 'create topic',
  'change-topic': 'change topic',
  'delete-topic': 'delete topic',
  'register-schema': 'register schema',
  'install-packages': 'install packages',
  denied: 'denied',
  begin: 'begin',
}

/** An entry of the audit in words. */
export interface AuditRow {
  at: string
  who: string
  action: string
  /** What it was done to. */
  target: string
  /** What came of it. */
  result: string
  /** SHA-256 of the record that was sent; empty where it was none, or more than one. */
  digest: string
  isBad: boolean
}

export function auditRow(entry: AuditEntry): AuditRow {
  const { at, action, who = '', status = '', digest = '', reason, code } = entry
  return {
    at,
    who,
    action: actions[action] ?? action.replaceAll('-', ' '),
    target: targetOf(entry),
    result: joined([joined([status, countsOf(entry)], ', '), reason ?? code], ': '),
    digest,
    isBad: action === 'denied' || status === 'refused' || status === 'failed' || status === 'unknown',
  }
}

const joined = (parts: readonly (string | number | undefined)[], by: string) =>
  parts.filter((part) => part !== undefined && part !== '').join(by)

function targetOf({ profile, topic, topics, partition, offset, subject, version, method, path, replay }: AuditEntry) {
  const place = partition === undefined || offset === undefined ? '' : ` ${partition}@${offset}`
  const what = topic ?? subject ?? version ?? replay ?? (path === undefined ? '' : `${method ?? ''} ${path}`.trim())
  const to = topics === undefined || topics.length === 0 ? '' : ` to ${topics.join(', ')}`
  return joined([profile, `${what}${place}${to}`], ': ')
}

function countsOf({ action, done, failed, ...rest }: AuditEntry): string {
  if (typeof rest['more'] === 'number') return `${rest['more']} more`
  if (typeof rest['count'] === 'number') return plural(rest['count'], 'line')
  if (action !== 'replay' || done === undefined) return ''
  return `${plural(done, 'event')}${failed ? `, ${failed} failed` : ''}`
}

/** The rows with all words of a search. */
export function searchAudit(rows: readonly AuditRow[], search: string): readonly AuditRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter(({ at, who, action, target, result, digest }) => {
    const text = [at, who, action, target, result, digest].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
