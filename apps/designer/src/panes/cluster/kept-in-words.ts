import type { TopicSummary } from '@mapping-designer/shared-types'
import { duration, formatBytes } from '../../ui/format.ts'

/** How long a topic keeps its records; null where the cluster does not show its settings. */
export function keptInWords({
  maxMessageBytes,
  retentionMs,
  retentionBytes,
  isCompacted,
}: Omit<TopicSummary, 'name' | 'partitions'>): string | null {
  // A cluster that shows the settings of a topic always names this one.
  if (maxMessageBytes === undefined) return null
  const limits = [
    ...(retentionMs === undefined ? [] : [duration(retentionMs)]),
    ...(retentionBytes === undefined ? [] : [`up to ${formatBytes(retentionBytes)} a partition`]),
    ...(isCompacted ? ['the newest of each key'] : []),
  ]
  return limits.join(', ') || 'for ever'
}
