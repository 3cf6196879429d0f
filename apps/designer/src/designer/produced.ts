import type { KafkaRecord, ProduceResult } from '@mapping-designer/shared-types'
import type { StoreApi } from 'zustand/vanilla'

/** What was produced last of each sample, with the digest of all that its event was sent as. */
export type Produced = Readonly<
  Record<string, Omit<ProduceResult, 'digest'> & { profile: string; digest: string | null; record: KafkaRecord | null }>
>

export type ProducedStore = StoreApi<Produced>
