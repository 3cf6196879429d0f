import { Command } from '@commander-js/extra-typings'
import { readForeignConfig, writeConfigFile } from '../config/foreign-config.ts'
import { readSecretYaml } from '../config/read-secret-yaml.ts'
import { readInput, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

/** `profile FILE`: the config file for the cluster that a client of another program is configured for. */
export const profileCommand = (finish: (code: number) => void) =>
  new Command('profile')
    .description(summaries.profile.description)
    .argument(
      '<file>',
      'client.properties, a .conf of kcat, YAML of Spring, AKHQ, kafka-ui or rpk, a Strimzi user or its secret',
    )
    .action(async (file) => {
      process.stdout.write(await configFileFor(file))
      finish(0)
    })

async function configFileFor(path: string): Promise<string> {
  const text = await readInput(path)
  const found = readForeignConfig(text, path)
  if (found !== undefined) return writeConfigFile(found, path)
  const yaml = /\.ya?ml$/i.test(path) ? readSecretYaml(text) : {}
  if ('fault' in yaml) throw new UsageError(`${path}: ${yaml.fault}`)
  throw new UsageError(
    `${path} is no configuration that is known: properties of a Java client, librdkafka or kcat, Spring, AKHQ, kafka-ui, rpk, or the secret of a Strimzi user.`,
  )
}
