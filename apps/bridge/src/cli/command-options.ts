import { Option } from '@commander-js/extra-typings'

export const eventsText = 'events as JSON, JSON Lines or elb() calls; - for standard input'

/** Options that several commands have, each said once. */
export const shared = {
  as: new Option(
    '--as <adapter>',
    'turn events of other trackers into events of walkerOS: auto, or a file with an adapter of your own',
  ),
  exact: new Option(
    '--exact',
    'refuse events that JSON does not hold as they are written: numbers that it rounds, keys that an object has twice',
  ),
  json: new Option('--json', 'one JSON object on each line'),
  flow: new Option('--flow <name>', 'name of the flow'),
  destination: new Option('--destination <name>', 'name of the destination'),
  env: new Option('--env <file>', 'values for $env and $secret references, NAME=value on each line'),
  into: new Option(
    '--into <entry>',
    'where the events come in: collector, as by default, or source.NAME with its mapping and chain',
  ),
  install: new Option(
    '--install',
    'with --genuine: fetch the packages of the versions that the flow pins from npm, into the cache folder of the user',
  ),
  destinationOnly: new Option('--destination-only', 'leave out everything before the destination'),
  profile: new Option('--profile <name>', 'cluster profile'),
  config: new Option('--config <file>', 'cluster profiles, YAML or JSON'),
  confirm: new Option('--confirm <name>', 'name of the profile, for a production cluster'),
}

/** How a command compares with the published packages. */
export const proofBy = ({ install }: { install?: true | undefined }) => ({
  mayInstall: install === true,
  whenMissing: 'its packages are not installed; --install fetches them from npm',
})

/** What `options` of a command's action is, read off the command. */
export type OptionsOf<Describe extends () => { opts(): object }> = ReturnType<ReturnType<Describe>['opts']>

/** Writes the answer of a command to standard output. */
export function toOutput(text: string): void {
  process.stdout.write(text)
}
