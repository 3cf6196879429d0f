import type { ClusterTab } from '../../designer/view-store.ts'

/** What can be looked at of a cluster, in the order of the screen. */
export const clusterTabs: { value: ClusterTab; label: string }[] = [
  { value: 'topics', label: 'Topics' },
  { value: 'records', label: 'Records' },
  { value: 'replay', label: 'Replay' },
  { value: 'live', label: 'Live' },
  { value: 'connection', label: 'Connection' },
]
