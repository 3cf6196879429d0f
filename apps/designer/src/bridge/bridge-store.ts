import { packedKey } from '@mapping-designer/mapping-engine'
import type {
  KafkaRecord,
  ProduceRequest,
  ProduceResult,
  ProfileSummary,
  Session,
  TopicSummary,
} from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BridgeClient } from './bridge-client.ts'
import { BridgeAway, BridgeRefusal } from './call-bridge.ts'

export type BridgeStatus = 'connecting' | 'connected' | 'away' | 'no-token'

export type PackedSizes = Readonly<Record<string, number>>

export interface BridgeState {
  status: BridgeStatus
  session: Session | null
  /** Name of the chosen profile. */
  profile: string | null
  /** Topics of the profile, null as long as they are not known. */
  topics: readonly TopicSummary[] | null
  /** Bytes of large records as they are packed, by their `packedKey`. */
  packedSizes: PackedSizes
  /** Why the cluster does not answer. */
  clusterError: string | null
  actions: BridgeActions
}

export interface BridgeActions {
  /** Asks whether the bridge is there; never rejects. */
  refresh(): Promise<void>
  refreshTopics(): Promise<void>
  chooseProfile(name: string): void
  createTopic(topic: string): Promise<void>
  /** Asks what a record comes to when it is packed, once. */
  learnSize(record: KafkaRecord, compression: number): Promise<void>
  produce(request: Omit<ProduceRequest, 'profile'>): Promise<ProduceResult[]>
}

export type BridgeStore = StoreApi<BridgeState>

export function createBridgeStore(client: BridgeClient, newKey: () => string): BridgeStore {
  return createStore<BridgeState>()((set, get) => ({
    status: 'connecting',
    session: null,
    profile: null,
    topics: null,
    packedSizes: {},
    clusterError: null,
    actions: {
      ...sessionActions(client, set, get),
      ...topicActions(client, set, get),
      learnSize: sizeLearner(client, set, get),
      produce: producer(client, newKey, set, get),
    },
  }))
}

type Change = (change: Partial<BridgeState>) => void
type Get = () => BridgeState

function sessionActions(client: BridgeClient, set: Change, get: Get) {
  // Only the newest question may write its answer.
  let newest = 0
  return {
    async refresh() {
      const mine = ++newest
      const before = get()
      try {
        const session = await client.session()
        if (mine !== newest) return
        const names = session.profiles.map(({ name }) => name)
        const profile = before.profile !== null && names.includes(before.profile) ? before.profile : (names[0] ?? null)
        set({ status: 'connected', session, profile })
        if (before.status !== 'connected' || before.profile !== profile) await get().actions.refreshTopics()
      } catch (error) {
        if (mine !== newest) return
        const isToken = error instanceof BridgeRefusal && error.status === 401
        set({ status: isToken ? 'no-token' : 'away', topics: null })
      }
    },
    chooseProfile(name) {
      set({ profile: name, topics: null, clusterError: null })
      void get().actions.refreshTopics()
    },
  } satisfies Partial<BridgeActions>
}

function topicActions(client: BridgeClient, set: Change, get: Get) {
  return {
    async refreshTopics() {
      const { profile } = get()
      if (profile === null) return
      try {
        const topics = await client.topics(profile)
        if (get().profile === profile) set({ topics, clusterError: null })
      } catch (error) {
        if (error instanceof BridgeAway) set({ status: 'away', topics: null })
        else if (get().profile === profile) set({ topics: null, clusterError: sentenceOf(error) })
      }
    },
    async createTopic(topic) {
      await client.createTopic(profileName(get()), topic, 3)
      await get().actions.refreshTopics()
    },
  } satisfies Partial<BridgeActions>
}

function sizeLearner(client: BridgeClient, set: Change, get: Get): BridgeActions['learnSize'] {
  const asked = new Set<string>()
  return async (record, compression) => {
    const key = packedKey(record, compression)
    if (asked.has(key)) return
    asked.add(key)
    try {
      const { bytes } = await client.packedSize(record, compression)
      set({ packedSizes: { ...get().packedSizes, [key]: bytes } })
    } catch {
      // The size before compression stays on screen; the next look asks again.
      asked.delete(key)
    }
  }
}

function producer(client: BridgeClient, newKey: () => string, set: Change, get: Get): BridgeActions['produce'] {
  let unanswered: { text: string; key: string } | null = null
  return async (request) => {
    const whole = { ...request, profile: profileName(get()) }
    // What got no answer may have been produced: the same request again asks for that answer.
    const text = JSON.stringify(whole)
    if (unanswered?.text !== text) unanswered = { text, key: newKey() }
    try {
      const { results } = await client.produce(whole, unanswered.key)
      unanswered = null
      return results
    } catch (error) {
      if (error instanceof BridgeAway) set({ status: 'away' })
      else unanswered = null
      if (error instanceof BridgeRefusal && error.status === 401) set({ status: 'no-token' })
      throw error
    }
  }
}

function profileName({ profile }: BridgeState): string {
  if (profile === null) throw new BridgeAway('There is no cluster to produce to.')
  return profile
}

export function chosenProfile({ session, profile }: BridgeState): ProfileSummary | undefined {
  return session?.profiles.find(({ name }) => name === profile)
}

/** An error of the bridge as one or two sentences for the screen. */
export function sentenceOf(error: unknown): string {
  if (error instanceof BridgeRefusal) return [error.error.message, error.error.hint].filter(Boolean).join(' ')
  return error instanceof Error ? error.message : String(error)
}

/** Starts a bridge from the folder of the product. */
export const startCommand = 'npx -y pnpm start'

/** Why there is no cluster to look at, or null. */
export function whyNoCluster(state: BridgeState): string | null {
  switch (state.status) {
    case 'connecting':
      return 'Waiting for the bridge.'
    case 'away':
      return `The bridge does not answer. Start it with: ${startCommand}`
    case 'no-token':
      return 'The bridge was restarted. Open the link it printed; your draft stays in this browser.'
    case 'connected':
      return chosenProfile(state) === undefined ? (state.session?.notice ?? 'The bridge knows no cluster.') : null
  }
}

/** Why nothing can be produced now, or null. */
export function whyNotProduce(state: BridgeState): string | null {
  const profile = chosenProfile(state)
  if (state.status !== 'connected' || profile === undefined) return whyNoCluster(state)
  if (state.session?.role === 'viewer') return 'Your token lets you look, not produce.'
  if (!profile.mayProduce) return `Profile ${profile.name} is read only.`
  return state.clusterError
}
