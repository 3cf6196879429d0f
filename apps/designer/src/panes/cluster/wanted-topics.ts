import { type SetupRequest, type WantedSchema, wantedSchemaSchema } from '@mapping-designer/shared-types'

type Wanted = SetupRequest['topics'][number]

/**
 * The topics that records go to, as a setup plan asks for them. The one that `setup` of the destination is about comes
 * with its partitions and settings, whether a sample goes there or not; like walkerOS it means the topic of the settings
 * where it names none.
 */
export function wantedTopics(names: Iterable<string>, config: unknown): Wanted[] {
  const { settings, setup } = objectOf(config)
  const { topic: usual } = objectOf(objectOf(settings)['kafka'])
  const given = objectOf(setup)
  const named = given['topic'] ?? usual
  const ofSetup = setup !== undefined && setup !== false && typeof named === 'string' ? named : undefined
  const all = new Set([...names, ...(ofSetup === undefined ? [] : [ofSetup])])
  return [...all].sort().map((topic) => (topic === ofSetup ? { topic, ...settingsOf(given) } : { topic }))
}

/** The schema that `setup.schemaRegistry` of the destination names, where it is complete. */
export function wantedSchema(config: unknown): WantedSchema | undefined {
  const parsed = wantedSchemaSchema.safeParse(objectOf(objectOf(config)['setup'])['schemaRegistry'])
  return parsed.success ? parsed.data : undefined
}

function settingsOf({ numPartitions, replicationFactor, configEntries }: Record<string, unknown>): Partial<Wanted> {
  const entries = Object.entries(objectOf(configEntries)).map(([name, value]) => [name, String(value)] as const)
  return {
    ...(isCount(numPartitions) && { numPartitions }),
    ...(isCount(replicationFactor) && { replicationFactor }),
    ...(entries.length > 0 && { configEntries: Object.fromEntries(entries) }),
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
