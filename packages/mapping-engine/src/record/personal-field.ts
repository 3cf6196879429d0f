import { memberOf } from '../path/member-of.ts'
import { personalKind } from './personal-kind.ts'

/** What kind of personal data a field of a record is, and what says so: a person, its value, or its name. */
export interface Personal {
  kind: string
  by: 'hand' | 'value' | 'name'
}

/** Where a person lists the personal fields of a destination: `variables` of its step, which walkerOS keeps and does not use by itself. */
export const personalFieldsPlace = ['variables', 'personalFields'] as const

/** The fields that are marked as personal by hand: `key`, `header NAME`, or the path in the value, such as `items[].name`. */
export function markedPersonal(step: unknown): string[] {
  const [variables, personalFields] = personalFieldsPlace
  const list = memberOf(memberOf(step, variables), personalFields)
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
}

/** Says whether a field is personal; a mark covers all that is inside of the field. */
export function personalFinder(marked: readonly string[]): (field: string, value: unknown) => Personal | null {
  return (field, value) => {
    if (marked.some((mark) => isInside(field, mark))) return { kind: 'personal data', by: 'hand' }
    const kind = personalKind(value)
    if (kind !== null) return { kind, by: 'value' }
    const named = typeof value === 'string' || typeof value === 'number' ? personalName(field) : null
    return named === null ? null : { kind: named, by: 'name' }
  }
}

const isInside = (field: string, mark: string) =>
  field === mark || (mark !== '' && (field.startsWith(`${mark}.`) || field.startsWith(`${mark}[]`)))

const names: [kind: string, pattern: RegExp][] = [
  ['an e-mail address', /(^| )e ?mail( address)?$/],
  ['a phone number', /(^| )(phone|mobile|telephone)( number)?$/],
  ['an IP address', /(^| )ip( address)?$/],
  ['a bank account number', /(^| )iban$/],
  ['the name of a person', /(^| )(first|last|middle|full|given|family) ?name$|(^| )surname$/],
  ['a postal address', /(^| )(street( address)?|post ?code|postal code|zip( code)?)$/],
  ['a date of birth', /(^| )(birthday|birth ?date|date of birth|dob)$/],
]

/** What kind of personal data the name of a field stands for: `customer.firstName`, `E-Mail`, `ip_address`. */
function personalName(field: string): string | null {
  const name = field.slice(field.lastIndexOf('.') + 1)
  let kind = kindsOfNames.get(name)
  if (kind === undefined) {
    kind = kindOfName(name)
    if (kindsOfNames.size > 10_000) kindsOfNames.clear()
    kindsOfNames.set(name, kind)
  }
  return kind
}

/** The same few names are looked at for each event. */
const kindsOfNames = new Map<string, string | null>()

function kindOfName(name: string): string | null {
  const words = name
    .replaceAll('[]', '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .join(' ')
  return names.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}

/** `looks like an e-mail address`, as a sentence goes on behind the name of a field. */
export function personalInWords({ kind, by }: Personal): string {
  if (by === 'hand') return 'is marked as personal'
  return by === 'name' ? `is named like ${kind}` : `looks like ${kind}`
}
