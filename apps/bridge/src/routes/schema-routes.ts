import { guardTypedName } from '../deliver/guard-topic-write.ts'
import type { HandlersOf } from '../http/handler.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { Audit } from '../operation/audit.ts'
import type { Cluster, Clusters } from '../produce/clusters.ts'
import type { SchemaRegistry } from '../registry/schema-registry.ts'

/** Subjects of the schema registry of a profile. */
export const schemaRoutes = (clusters: Clusters, audit: Audit): HandlersOf<'schemas'> => ({
  list: async ({ params }) => ({ subjects: await registryOf(clusters.open(params.profile)).subjects() }),
  async latest({ params }) {
    const found = await registryOf(clusters.open(params.profile)).latest(params.subject)
    if (found !== undefined) return found
    throw subjectMissing(params.subject)
  },
  async compared({ params, query: { transitive } }) {
    const registry = registryOf(clusters.open(params.profile))
    const versions = await registry.compared(params.subject, transitive && transitive === 'true')
    if (versions.length === 0) throw subjectMissing(params.subject)
    return { versions }
  },
  async register({ params: { profile }, query, body, caller }) {
    const cluster = clusters.open(profile)
    const registry = registryOf(cluster)
    if (!registry.mayRegister) {
      throw new ApiProblem(403, { code: 'read-only', message: `Profile ${profile} may not register schemas.` })
    }
    const { subject } = body
    guardTypedName(cluster.profile, subject, query.confirm, 'changed')
    await registry.register(body)
    audit({ action: 'register-schema', who: caller.name, profile, subject })
    return { subject }
  },
})

const subjectMissing = (subject: string) =>
  new ApiProblem(404, { code: 'subject-missing', message: `The registry has no subject ${subject}.` })

function registryOf({ profile, registry }: Cluster): SchemaRegistry {
  if (registry !== undefined) return registry
  throw new ApiProblem(404, {
    code: 'no-registry',
    message: `Profile ${profile.name} names no schema registry.`,
    hint: 'Set schemaRegistry in the config file, or SCHEMA_REGISTRY_URL.',
  })
}
