import { isPlainObject } from '../../path/is-plain-object.ts'
import { commandAsEvent } from '../../samples/walker-commands.ts'
import type { Check } from '../check.ts'

/** The collector takes commands from calls of `elb` alone. An event with the name of one changes nothing and makes a record. */
export const walkerCommand: Check = {
  code: 'walker-command',
  severity: 'warning',
  ofRun({ event, outcome }) {
    if (!isPlainObject(event) || outcome.kind !== 'message') return []
    const [command] = commandAsEvent(event) ?? []
    if (command === undefined) return []
    const cause = `\`${command}\` is a command; as an event it leaves the collector as it is and makes this record.`
    return [{ place: [], cause }]
  },
}
