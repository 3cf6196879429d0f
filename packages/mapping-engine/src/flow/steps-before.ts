import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'

/**
 * What a flow may do with an event before one of its destinations gets it, as `source web`, `collector.next` or
 * `destination.before`: routes and mappings that are written down, whether they lead anywhere or not.
 */
export function stepsBefore(flow: unknown, destination: string): string[] {
  const sources = memberOf(flow, 'sources')
  const step = memberOf(flow, 'destinations', destination)
  const active = Object.entries(isPlainObject(sources) ? sources : {}).filter(
    ([, source]) => has(source, 'before') || has(source, 'next') || has(source, 'mapping'),
  )
  return [
    ...active.map(([name]) => `source ${name}`),
    ...(has(memberOf(flow, 'collector'), 'next') ? ['collector.next'] : []),
    ...(has(step, 'before') ? ['destination.before'] : []),
  ]
}

/** Beside the config of a step or inside it. */
function has(step: unknown, key: string): boolean {
  return memberOf(step, key) !== undefined || memberOf(step, 'config', key) !== undefined
}
