import { createTopicRequestSchema } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import { ApiProblem } from '../http/api-problem.ts'
import { readBody } from '../http/read-body.ts'
import type { Clusters } from '../produce/clusters.ts'

export const topicRoutes = (clusters: Clusters) =>
  new Hono()
    .get('/:profile/topics', async (c) => {
      const { kafka } = clusters.open(c.req.param('profile'))
      return c.json({ topics: await kafka.listTopics() })
    })
    .post('/:profile/topics', async (c) => {
      const { profile, kafka } = clusters.open(c.req.param('profile'))
      const { topic, partitions = 3 } = await readBody(c, createTopicRequestSchema)
      if (!profile.mayCreateTopics) {
        throw new ApiProblem(403, { code: 'read-only', message: `Profile ${profile.name} may not create topics.` })
      }
      await kafka.createTopic(topic, partitions)
      return c.json({ name: topic, partitions }, 201)
    })
