import { assumedPartitions } from '@mapping-designer/mapping-engine'
import type { SetupPlan, SetupRequest, SetupStep, TopicChange } from '@mapping-designer/shared-types'
import { topicWriteRefusal } from '../deliver/guard-topic-write.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import type { Cluster } from '../produce/clusters.ts'
import { planSchemas } from './schema-plan.ts'

/** Compares what rules need with what the cluster and its registry have; changes nothing. */
export async function planSetup(
  cluster: Asked & Pick<Cluster, 'registry'>,
  { topics, schema }: SetupRequest,
): Promise<SetupPlan> {
  const [steps, schemas] = await Promise.all([
    Promise.all(topics.map((wanted) => stepFor(cluster, wanted))),
    planSchemas(
      cluster.registry,
      topics.map(({ topic }) => topic),
      schema,
    ),
  ])
  return { steps, schemas }
}

type Wanted = SetupRequest['topics'][number]
type Asked = Pick<Cluster, 'kafka' | 'profile'>

async function stepFor(cluster: Asked, given: Wanted): Promise<SetupStep> {
  const { kafka } = cluster
  const { topic, numPartitions = assumedPartitions, replicationFactor, configEntries } = given
  const setup: SetupStep['setup'] = {
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
    // Of a topic that is there, walkerOS would set up as many replicas as it has.
    setup.replicationFactor ??= partitions[0]?.replicas.length
    const hasOtherCount = given.numPartitions !== undefined && found !== numPartitions
    const entries = Object.entries(configEntries ?? {})
    if (!hasOtherCount && entries.length > 0 && config.length === 0) {
      return step('unknown', 'This user may not read the settings of topics.', found)
    }
    const valueThere = (name: string) => config.find((entry) => entry.name === name)?.value
    const others = config.length === 0 ? [] : entries.filter(([name, value]) => valueThere(name) !== value)
    const details = [
      ...(hasOtherCount ? [`It has ${found} and not ${numPartitions}; ${loss}.`] : []),
      ...(others.length > 0
        ? [`${others.map(([name, value]) => settingInWords(name, value, valueThere(name))).join(', ')}.`]
        : []),
    ]
    if (details.length === 0) {
      return step('ok', `Exists, ${found === 1 ? '1 partition' : `${found} partitions`}.`, found)
    }
    const differs = step(hasOtherCount ? 'partitions-differ' : 'config-differs', details.join(' '), found)
    return await withChange(cluster, differs, {
      ...(hasOtherCount && found < numPartitions && { partitions: numPartitions }),
      ...(others.length > 0 && { config: Object.fromEntries(others) }),
    })
  } catch (error) {
    if (error instanceof KafkaFailure && error.code === 'topic-missing') return missing(cluster, setup, step)
    throw error
  }
}

const loss = 'more partitions move the keys to other ones, and fewer cannot be had'

function settingInWords(name: string, wanted: string, there: string | null | undefined): string {
  return `${name} is ${there ?? 'not set'} and not ${wanted}`
}

/** The step with what would mend it, where this profile may and the brokers say that they would do it. */
async function withChange({ kafka, profile }: Asked, step: SetupStep, change: TopicChange): Promise<SetupStep> {
  if (Object.keys(change).length === 0 || topicWriteRefusal(profile, 'change', step.topic) !== undefined) return step
  try {
    await kafka.changeTopic(step.topic, { ...change, validateOnly: true })
    return { ...step, change }
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error
    return { ...step, detail: `${step.detail} The cluster would not change it: ${error.message}` }
  }
}

/** Says whether this profile may create it, and asks the brokers whether they would. */
async function missing(
  { kafka, profile }: Asked,
  { topic, numPartitions: partitions, replicationFactor, configEntries: config }: SetupStep['setup'],
  step: (state: SetupStep['state'], detail: string) => SetupStep,
): Promise<SetupStep> {
  const refusal = topicWriteRefusal(profile, 'create', topic)
  if (refusal !== undefined) return step('missing', `It does not exist. ${refusal.message}`)
  try {
    await kafka.createTopic(topic, {
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
