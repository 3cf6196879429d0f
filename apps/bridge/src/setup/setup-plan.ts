import type { SetupPlan, SetupRequest, SetupStep } from '@mapping-designer/shared-types'
import { KafkaFailure, type KafkaPort } from '../kafka/kafka-port.ts'
import type { Cluster } from '../produce/clusters.ts'
import { planSchemas } from './schema-plan.ts'

const usualPartitions = 3

/** Compares what rules need with what the cluster and its registry have; changes nothing. */
export async function planSetup(
  { kafka, registry }: Pick<Cluster, 'kafka' | 'registry'>,
  { topics, schema }: SetupRequest,
): Promise<SetupPlan> {
  const [steps, schemas] = await Promise.all([
    Promise.all(topics.map((wanted) => stepFor(kafka, wanted))),
    planSchemas(
      registry,
      topics.map(({ topic }) => topic),
      schema,
    ),
  ])
  return { steps, schemas }
}

type Wanted = SetupRequest['topics'][number]

async function stepFor(kafka: KafkaPort, given: Wanted): Promise<SetupStep> {
  const { topic, numPartitions = usualPartitions, replicationFactor, configEntries } = given
  const setup = {
    topic,
    numPartitions,
    ...(replicationFactor !== undefined && { replicationFactor }),
    ...(configEntries !== undefined && { configEntries }),
  }
  const step = (state: SetupStep['state'], detail: string, found?: number): SetupStep => ({
    topic,
    state,
    detail,
    wanted: numPartitions,
    setup,
    ...(found !== undefined && { found }),
  })
  try {
    const { partitions, config } = await kafka.describeTopic(topic)
    const found = partitions.length
    if (given.numPartitions !== undefined && found !== numPartitions) {
      const loss = 'more partitions move the keys to other ones, and fewer cannot be had'
      return step('partitions-differ', `It has ${found} and not ${numPartitions}; ${loss}.`, found)
    }
    for (const [name, value] of Object.entries(configEntries ?? {})) {
      const there = config.find((entry) => entry.name === name)
      if (config.length === 0) return step('unknown', 'This user may not read the settings of topics.', found)
      if (there?.value !== value)
        return step('config-differs', `${name} is ${there?.value ?? 'not set'} and not ${value}.`, found)
    }
    return step('ok', `It is there, with ${found === 1 ? 'one partition' : `${found} partitions`}.`, found)
  } catch (error) {
    if (error instanceof KafkaFailure && error.code === 'topic-missing') return missing(kafka, setup, step)
    throw error
  }
}

/** Asks the brokers whether they would create it. */
async function missing(
  kafka: KafkaPort,
  { topic, numPartitions: partitions, replicationFactor, configEntries: config }: SetupStep['setup'],
  step: (state: SetupStep['state'], detail: string) => SetupStep,
): Promise<SetupStep> {
  try {
    await kafka.createTopicAs(topic, {
      partitions,
      ...(replicationFactor !== undefined && { replicationFactor }),
      ...(config !== undefined && { config }),
      validateOnly: true,
    })
    return step('missing', 'It does not exist; the cluster would create it.')
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error
    return step('missing', `It does not exist, and the cluster would not create it: ${error.message}`)
  }
}
