import type { SetupPlan, SetupRequest, SetupStep, TopicChange } from '@mapping-designer/shared-types'
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
      const detail = `It has ${found} and not ${numPartitions}; ${loss}.`
      const differs = step('partitions-differ', detail, found)
      return found > numPartitions ? differs : changeable(kafka, differs, { partitions: numPartitions })
    }
    const entries = Object.entries(configEntries ?? {})
    if (entries.length > 0 && config.length === 0) {
      return step('unknown', 'This user may not read the settings of topics.', found)
    }
    const valueThere = (name: string) => config.find((entry) => entry.name === name)?.value
    const others = entries.filter(([name, value]) => valueThere(name) !== value)
    if (others.length > 0) {
      const detail = others
        .map(([name, value]) => `${name} is ${valueThere(name) ?? 'not set'} and not ${value}`)
        .join(', ')
      return changeable(kafka, step('config-differs', `${detail}.`, found), { config: Object.fromEntries(others) })
    }
    return step('ok', `It is there, with ${found === 1 ? 'one partition' : `${found} partitions`}.`, found)
  } catch (error) {
    if (error instanceof KafkaFailure && error.code === 'topic-missing') return missing(kafka, setup, step)
    throw error
  }
}

/** Asks the brokers whether they would change the topic. */
async function changeable(kafka: KafkaPort, step: SetupStep, change: TopicChange): Promise<SetupStep> {
  try {
    await kafka.changeTopic(step.topic, { ...change, validateOnly: true })
    return { ...step, change }
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error
    return { ...step, detail: `${step.detail} The cluster would not change it: ${error.message}` }
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
