import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'

/**
 * What a flow may do with an event around one of its destinations, as `source web`, `collector.next` or
 * `destination.before`: what is written down, whether it leads anywhere or not. Without any of it, an event that enters
 * at the collector meets the destination alone.
 */
export function stepsBefore(flow: unknown, destination: string): string[] {
  const sources = memberOf(flow, 'sources')
  const step = memberOf(flow, 'destinations', destination)
  const active = Object.entries(isPlainObject(sources) ? sources : {}).filter(
    ([, source]) => has(source, 'before') || has(source, 'next') || has(source, 'mapping'),
  )
  const collector = memberOf(flow, 'collector')
  return [
    ...active.map(([name]) => `source ${name}`),
    ...['next', 'hooks', 'run'].filter((key) => has(collector, key)).map((key) => `collector.${key}`),
    ...['before', 'next', 'cache', 'state'].filter((key) => has(step, key)).map((key) => `destination.${key}`),
  ]
}

/** Beside the config of a step or inside it. */
function has(step: unknown, key: string): boolean {
  return memberOf(step, key) !== undefined || memberOf(step, 'config', key) !== undefined
}
