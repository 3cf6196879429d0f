import type { BrowsedRecord } from '@mapping-designer/shared-types'

/** One record of a cluster, as a link names it. */
export interface LinkedRecord {
  profile: string
  topic: string
  partition: string
  offset: string
}

/** The address of a record in this designer. It holds no token: to open it takes one of your own. */
export function linkTo(profile: string, { topic, partition, offset }: BrowsedRecord): string {
  const parts = [profile, topic, String(partition), offset].map(encodeURIComponent)
  return `${location.origin}${location.pathname}#record=${parts.join('/')}`
}

/** The record that the fragment of an address names, null where it names none. */
export function linkedRecord(fragment: string): LinkedRecord | null {
  const parts = /^#?(?:.*&)?record=([^&/]+)\/([^&/]+)\/(\d+)\/(\d+)(?:&|$)/.exec(fragment)
  if (parts === null) return null
  try {
    const [profile = '', topic = '', partition = '', offset = ''] = parts.slice(1).map(decodeURIComponent)
    return { profile, topic, partition, offset }
  } catch {
    return null
  }
}
