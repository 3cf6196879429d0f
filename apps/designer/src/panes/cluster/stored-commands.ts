import type { BrowsedRecord } from '@mapping-designer/shared-types'
import type { Command } from '../../designer/command.ts'
import { copyText } from '../../designer/copy-text.ts'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import { linkTo } from './record-link.ts'
import { eventText, placeOf, takeTexts, textOf, unframed } from './take-samples.ts'

/** What can be done with a stored record. */
export function storedCommands(parts: DesignerParts, profile: string, record: BrowsedRecord): Command[] {
  const event = eventText(record)
  const copy = (id: string, text: string): Command => ({
    id,
    group: 'Commands',
    title: `Copy ${id}`,
    run: () => void copyText(parts, text, `the ${id}`),
  })
  const take = () => takeTexts(parts, event === undefined ? [] : [event], `${record.topic} ${placeOf(record)}`)
  return [
    { id: 'take', group: 'Commands', title: 'Add as sample', isOff: event === undefined, run: take },
    copy('key', textOf(record.key)),
    copy('value', unframed(record) ?? textOf(record.value)),
    copy('headers', JSON.stringify(record.headers.map(([name, value]) => [name, textOf(value)]))),
    copy('link', linkTo(profile, record)),
  ]
}
