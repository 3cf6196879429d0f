import { Command } from '@commander-js/extra-typings'
import { readForeignConfig, writeConfigFile } from '../config/foreign-config.ts'
import { readInput, UsageError } from './read-input.ts'

/** `profile FILE`: the config file for the cluster that a client of another program is configured for. */
export const profileCommand = (finish: (code: number) => void) =>
  new Command('profile')
    .description('print the config file for a cluster that a client of another program is configured for')
    .argument('<file>', 'client.properties, a .conf of kcat, YAML of Spring, AKHQ, kafka-ui or rpk, a Strimzi secret')
    .action(async (file) => {
      process.stdout.write(await configFileFor(file))
      finish(0)
    })

async function configFileFor(path: string): Promise<string> {
  const found = readForeignConfig(await readInput(path), path)
  if (found !== undefined) return writeConfigFile(found, path)
  throw new UsageError(
    `${path} is no configuration that is known: properties of a Java client, librdkafka or kcat, Spring, AKHQ, kafka-ui, rpk, or the secret of a Strimzi user.`,
  )
}
