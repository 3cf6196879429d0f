import {
  changeTopicRequestSchema,
  createTopicRequestSchema,
  type ReadQuery,
  readQuerySchema,
  setupRequestSchema,
  wantedSchemaSchema,
} from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import { guardTopicWrite } from '../deliver/guard-topic-write.ts'
import { ApiProblem } from '../http/api-problem.ts'
import { eventStream } from '../http/event-stream.ts'
import { readBody, readQuery } from '../http/read-body.ts'
import { type CallerEnv, requireRole } from '../http/roles.ts'
import type { ReadFrom } from '../kafka/kafka-port.ts'
import type { Audit } from '../operation/audit.ts'
import type { Cluster, Clusters } from '../produce/clusters.ts'
import type { SchemaRegistry } from '../registry/schema-registry.ts'
import { planSetup } from '../setup/setup-plan.ts'

const mostRecords = 500

/** Connections, topics and records of the cluster of a profile. */
export const clusterRoutes = (clusters: Clusters, audit: Audit, stopping: AbortSignal) =>
  new Hono<CallerEnv>()
    .post('/:profile/test', async (c) => c.json(await clusters.open(c.req.param('profile')).kafka.testConnection()))
    .post('/:profile/setup', async (c) => {
      const cluster = clusters.open(c.req.param('profile'))
      return c.json(await planSetup(cluster, await readBody(c, setupRequestSchema)))
    })
    .get('/:profile/subjects', async (c) => {
      const registry = registryOf(clusters.open(c.req.param('profile')))
      return c.json({ subjects: await registry.subjects() })
    })
    .get('/:profile/subjects/:subject', async (c) => {
      const subject = c.req.param('subject')
      const found = await registryOf(clusters.open(c.req.param('profile'))).latest(subject)
      if (found !== undefined) return c.json(found)
      throw new ApiProblem(404, { code: 'subject-missing', message: `The registry has no subject ${subject}.` })
    })
    .post('/:profile/subjects', requireRole('admin'), async (c) => {
      const cluster = clusters.open(c.req.param('profile'))
      const registry = registryOf(cluster)
      const wanted = await readBody(c, wantedSchemaSchema)
      const profile = cluster.profile.name
      if (!registry.mayRegister) {
        throw new ApiProblem(403, { code: 'read-only', message: `Profile ${profile} may not register schemas.` })
      }
      await registry.register(wanted)
      audit({ action: 'register-schema', who: c.var.caller.name, profile, subject: wanted.subject })
      return c.json({ subject: wanted.subject }, 201)
    })
    .get('/:profile/topics', async (c) => {
      const { kafka } = clusters.open(c.req.param('profile'))
      return c.json({ topics: await kafka.listTopics() })
    })
    .post('/:profile/topics', requireRole('admin'), async (c) => {
      const { profile, kafka } = clusters.open(c.req.param('profile'))
      const { topic, partitions = 3, replicationFactor, config } = await readBody(c, createTopicRequestSchema)
      guardTopicWrite(profile, 'create', topic, c.req.query('confirm'))
      await kafka.createTopicAs(topic, {
        partitions,
        ...(replicationFactor !== undefined && { replicationFactor }),
        ...(config !== undefined && { config }),
      })
      audit({ action: 'create-topic', who: c.var.caller.name, profile: profile.name, topic })
      return c.json({ name: topic, partitions }, 201)
    })
    .get('/:profile/topics/:topic', async (c) => {
      const { kafka } = clusters.open(c.req.param('profile'))
      return c.json(await kafka.describeTopic(c.req.param('topic')))
    })
    .patch('/:profile/topics/:topic', requireRole('admin'), async (c) => {
      const { profile, kafka } = clusters.open(c.req.param('profile'))
      const topic = c.req.param('topic')
      const change = await readBody(c, changeTopicRequestSchema)
      guardTopicWrite(profile, 'change', topic, c.req.query('confirm'))
      await kafka.changeTopic(topic, change)
      audit({ action: 'change-topic', who: c.var.caller.name, profile: profile.name, topic, ...change })
      return c.json({ name: topic })
    })
    .delete('/:profile/topics/:topic', requireRole('admin'), async (c) => {
      const { profile, kafka } = clusters.open(c.req.param('profile'))
      const topic = c.req.param('topic')
      guardTopicWrite(profile, 'delete', topic, c.req.query('confirm'))
      await kafka.deleteTopic(topic)
      audit({ action: 'delete-topic', who: c.var.caller.name, profile: profile.name, topic })
      return c.json({ name: topic })
    })
    .get('/:profile/topics/:topic/records', async (c) => {
      const { kafka } = clusters.open(c.req.param('profile'))
      const query = readQuery(c, readQuerySchema)
      const limit = Math.min(mostRecords, Number(query.limit ?? 50))
      const partition = query.partition === undefined ? undefined : Number(query.partition)
      return c.json({ records: await kafka.browse(c.req.param('topic'), { from: readFrom(query), partition, limit }) })
    })
    .get('/:profile/topics/:topic/follow', (c) => {
      const { kafka } = clusters.open(c.req.param('profile'))
      const topic = c.req.param('topic')
      return eventStream(c, stopping, async (send, signal) => {
        await send('ready', {})
        for await (const records of kafka.follow(topic, signal)) await send('records', { records })
      })
    })

function registryOf({ profile, registry }: Cluster): SchemaRegistry {
  if (registry !== undefined) return registry
  throw new ApiProblem(404, {
    code: 'no-registry',
    message: `Profile ${profile.name} names no schema registry.`,
    hint: 'Set schemaRegistry in the config file, or SCHEMA_REGISTRY_URL.',
  })
}

function readFrom({ from, at }: ReadQuery): ReadFrom {
  if (from === 'latest' || from === 'earliest') return { kind: from }
  if (at === undefined) {
    throw new ApiProblem(400, {
      code: 'invalid-request',
      message: `at is missing: the ${from} to read from.`,
      place: 'at',
    })
  }
  return { kind: from, at: BigInt(at) }
}
