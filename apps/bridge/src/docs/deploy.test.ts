import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseFromFlow } from '@mapping-designer/mapping-engine'
import { expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { runCommand } from '../cli/run.ts'
import { environmentSchema } from '../config/environment.ts'

const deploy = join(import.meta.dirname, '../../../../deploy')
const textOf = (file: string) => readFileSync(join(deploy, file), 'utf8')
const knownOptions = runCommand(() => {}, { home: '', version: '', assets: '' }).options.map(({ long }) => long)

// The parts of Kubernetes and KEDA that are in use; whatever else stands in a manifest is a mistake.
const name = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
const labels = z.strictObject({ app: name })
const metadata = z.strictObject({ name, labels })
const selector = z.strictObject({ matchLabels: labels })
const timing = { periodSeconds: z.int(), failureThreshold: z.int().optional() }
const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.enum(['/health', '/ready']), port: name }),
  ...timing,
})
const quantity = z.string().regex(/^\d+(Mi|Gi|m)?$/)
const container = z.strictObject({
  name,
  image: z.string(),
  command: z.array(z.string()),
  args: z.array(z.string()),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  envFrom: z.array(
    z.union([
      z.strictObject({ configMapRef: z.strictObject({ name }) }),
      z.strictObject({ secretRef: z.strictObject({ name, optional: z.boolean() }) }),
    ]),
  ),
  ports: z.array(z.strictObject({ name, containerPort: z.int() })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: z.strictObject({
    requests: z.strictObject({ cpu: quantity, memory: quantity }),
    limits: z.strictObject({ memory: quantity }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name, mountPath: z.string(), readOnly: z.boolean().optional() })),
})
const files = z.array(z.strictObject({ key: z.string(), path: z.string() }))
const volume = z.union([
  z.strictObject({ name, configMap: z.strictObject({ name, items: files }) }),
  z.strictObject({ name, emptyDir: z.strictObject({}) }),
])
const podSchema = z.strictObject({
  terminationGracePeriodSeconds: z.int().min(16),
  automountServiceAccountToken: z.literal(false),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.int(),
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
  }),
  containers: z.tuple([container]),
  volumes: z.array(volume),
})
const rollingUpdate = z.strictObject({ maxSurge: z.int(), maxUnavailable: z.int() })
const configMap = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ConfigMap'),
  metadata,
  data: z.record(z.string(), z.string()),
})
const deployment = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata,
  spec: z.strictObject({
    replicas: z.int(),
    selector,
    strategy: z.strictObject({ type: z.literal('RollingUpdate'), rollingUpdate }),
    template: z.strictObject({ metadata: z.strictObject({ labels }), spec: podSchema }),
  }),
})
const budget = z.strictObject({
  apiVersion: z.literal('policy/v1'),
  kind: z.literal('PodDisruptionBudget'),
  metadata,
  spec: z.strictObject({ maxUnavailable: z.int(), selector }),
})
const scaledObject = z.strictObject({
  apiVersion: z.literal('keda.sh/v1alpha1'),
  kind: z.literal('ScaledObject'),
  metadata,
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({ name }),
    minReplicaCount: z.int(),
    maxReplicaCount: z.int(),
    cooldownPeriod: z.int(),
    triggers: z.tuple([z.strictObject({ type: z.literal('kafka'), metadata: z.record(z.string(), z.string()) })]),
  }),
})

const documentsOf = (file: string): unknown[] =>
  parseAllDocuments(textOf(file)).map((one) => {
    expect(one.errors).toEqual([])
    return one.toJS()
  })

it('has manifests for Kubernetes whose parts are those of its schemas and fit each other', () => {
  const [config, worker, disruption] = z
    .tuple([configMap, deployment, budget])
    .parse(documentsOf('kubernetes/run.yaml'))
  const [scaling] = z.tuple([scaledObject]).parse(documentsOf('kubernetes/scaled-object.yaml'))
  const { template, selector: selected } = worker.spec
  const [run] = template.spec.containers
  expect([selected.matchLabels, disruption.spec.selector.matchLabels]).toEqual([
    template.metadata.labels,
    selected.matchLabels,
  ])
  expect(run.envFrom[0]).toEqual({ configMapRef: { name: config.metadata.name } })
  expect(run.volumeMounts.map((one) => one.name)).toEqual(template.spec.volumes.map((one) => one.name))
  const ports = run.ports.map((one) => one.name)
  for (const one of [run.startupProbe, run.livenessProbe, run.readinessProbe]) expect(ports).toContain(one.httpGet.port)

  const options = new Map(
    run.args.filter((arg) => arg.startsWith('--')).map((arg) => arg.split('=') as [string, string]),
  )
  for (const option of options.keys()) expect(knownOptions).toContain(option)
  expect(options.get('--listen')).toBe(`0.0.0.0:${run.ports[0]?.containerPort}`)
  expect(scaling.spec.scaleTargetRef.name).toBe(worker.metadata.name)
  expect(scaling.spec.triggers[0].metadata).toMatchObject({
    topic: options.get('--from'),
    consumerGroup: options.get('--group'),
    bootstrapServers: config.data['KAFKA_BROKERS'],
  })

  const { 'flow.json': flow = '', ...variables } = config.data
  expect(chooseFromFlow({ flow })).not.toHaveProperty('error')
  for (const variable of Object.keys(variables)) expect(environmentSchema.shape).toHaveProperty(variable)
})

it('has a systemd unit that starts `run` with options that it has', () => {
  const command = /^ExecStart=(.+)$/m.exec(textOf('systemd/kafka-mapping.service'))?.[1] ?? ''
  expect(command).toContain('kafka-mapping-designer run ')
  for (const [, option] of command.split(' run ')[1]?.matchAll(/(--[\w-]+)/g) ?? [])
    expect(knownOptions).toContain(option)
})
