import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionReport, ConnectionStep } from '@mapping-designer/shared-types'
import type { Admin } from 'kafkajs'
import type { Profile } from '../config/profile.ts'
import { withDeadline } from './deadline.ts'
import { explainError } from './explain-error.ts'
import { checkAdvertised, HostNotAllowed } from './host-policy.ts'
import { KafkaFailure } from './kafka-port.ts'

type Step = ConnectionStep['step']

/** The whole report takes no longer than this (ms). */
const overall = 4_500
const stepLimit = 1_500

/** An admin client for one broker that does not retry. */
export type OpenAdmin = (broker: string) => Admin

/** Connects to every broker of a profile step by step, as a client would, and says how far it came. */
export async function testConnection(profile: Profile, openAdmin: OpenAdmin): Promise<ConnectionReport> {
  const brokers = await Promise.all(
    profile.brokers.map(async (broker) => ({ broker, steps: await stepsOf(profile, broker, openAdmin) })),
  )
  return { brokers }
}

/** Steps that are taken one after the other, until one fails. */
function createSteps(broker: string) {
  const steps: ConnectionStep[] = []
  const deadline = performance.now() + overall
  let isBroken = false
  return {
    steps,
    async take(step: Step, work: () => Promise<string>): Promise<void> {
      if (isBroken) return void steps.push({ step, state: 'skipped', detail: 'Not reached.', took: 0 })
      const began = performance.now()
      const took = () => Math.round(performance.now() - began)
      try {
        const ms = Math.max(100, Math.min(stepLimit, deadline - began))
        steps.push({ step, state: 'ok', detail: await withDeadline(work(), ms, broker), took: took() })
      } catch (error) {
        isBroken = true
        const { message, hint } = explainError(error, [broker])
        steps.push({ step, state: 'failed', detail: message, ...(hint && { hint }), took: took() })
      }
    },
    skip: (step: Step, detail: string) => void steps.push({ step, state: 'skipped', detail, took: 0 }),
  }
}

async function stepsOf(profile: Profile, broker: string, openAdmin: OpenAdmin): Promise<ConnectionStep[]> {
  const { steps, take, skip } = createSteps(broker)
  const host = broker.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  const port = Number(/:(\d+)$/.exec(broker)?.[1])
  await take('name', async () => {
    if (isIP(host)) return `${host} is an address.`
    const { address } = await lookup(host)
    return `${host} is ${address}.`
  })
  await take('tcp', () => reached(connectTcp({ host, port }), 'connect', `Port ${port} is open.`))
  if (profile.ssl === undefined) skip('tls', 'The profile does not use TLS.')
  else {
    const servername = isIP(host) ? {} : { servername: host }
    const socket = { host, port, ...servername, ...profile.ssl }
    await take('tls', async () => {
      const secured = connectTls(socket)
      return reached(secured, 'secureConnect', 'The certificate is trusted.')
    })
  }
  const admin = openAdmin(broker)
  let advertised: { host: string; port: number }[] = []
  try {
    if (profile.sasl === undefined) skip('sasl', 'The profile does not log in.')
    else {
      const { mechanism } = profile.sasl
      await take('sasl', async () => {
        await admin.connect()
        return `Logged in with ${mechanism}.`
      })
    }
    await take('metadata', async () => {
      await admin.connect()
      const { brokers } = await admin.describeCluster()
      advertised = brokers
      return `The cluster has ${brokers.length === 1 ? 'one broker' : `${brokers.length} brokers`}.`
    })
    await take('advertised', () => reachAll(profile, broker, advertised))
    await take('authorization', async () => {
      const { topics } = await admin.fetchTopicMetadata()
      const own = topics.filter(({ name }) => !name.startsWith('__'))
      if (own.length > 0) return `This user sees ${own.length === 1 ? 'one topic' : `${own.length} topics`}.`
      return 'This user sees no topic: there is none, or an ACL that allows Describe is missing.'
    })
  } finally {
    admin.disconnect().catch(() => {})
  }
  return steps
}

function reached(socket: Socket, event: 'connect' | 'secureConnect', detail: string): Promise<string> {
  socket.setTimeout(stepLimit)
  return new Promise<string>((resolve, reject) => {
    socket.once(event, () => resolve(detail))
    socket.once('error', reject)
    socket.once('timeout', () =>
      reject(new KafkaFailure('no-answer', 'Nobody answers: a firewall may drop the packets.')),
    )
  }).finally(() => socket.destroy())
}

/** Clients talk to the addresses that brokers advertise, whatever the profile says: a usual cause of trouble. */
async function reachAll(
  profile: Profile,
  broker: string,
  advertised: readonly { host: string; port: number }[],
): Promise<string> {
  for (const { host, port } of advertised) {
    const where = `${host}:${port}`
    try {
      await checkAdvertised(profile, [{ host }])
      await reached(connectTcp({ host, port }), 'connect', '')
    } catch (error) {
      if (error instanceof HostNotAllowed) throw error
      const hint = `${broker} answers and tells clients to use ${where}: correct advertised.listeners of the broker.`
      throw new KafkaFailure('unreachable', `The cluster advertises ${where}, which cannot be reached from here.`, {
        hint,
      })
    }
  }
  return `Clients are sent to ${advertised.map(({ host, port }) => `${host}:${port}`).join(', ')}.`
}
