import type { ClusterTab } from '../../designer/view-state.ts'

/** What can be looked at of a cluster, in the order of the screen. */
export const clusterTabs: Record<ClusterTab, string> = {
  topics: 'Topics',
  records: 'Records',
  replay: 'Replay',
  live: 'Live',
  audit: 'Audit',
  connection: 'Connection',
}
