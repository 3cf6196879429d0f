import { createHash } from 'node:crypto'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Remembers in which partitions a group has begun: a cluster forgets the positions of groups that are idle for days. */
export interface BegunNote {
  /** `identity` is that of the cluster and the topic. */
  has(identity: string, partition: number): Promise<boolean>
  /** Never rejects: without a note the work goes on. */
  add(identity: string, partition: number): Promise<void>
}

/** Keeps a small file for each partition in the folder, so that the workers of one machine never write the same one. */
export function begunNote(folder: string, group: string, onTrouble: (sentence: string) => void): BegunNote {
  const fileOf = (identity: string, partition: number) =>
    join(
      folder,
      `${createHash('sha256')
        .update(JSON.stringify([identity, partition, group]))
        .digest('hex')}.json`,
    )
  return {
    has: (identity, partition) =>
      access(fileOf(identity, partition)).then(
        () => true,
        () => false,
      ),
    async add(identity, partition) {
      try {
        await mkdir(folder, { recursive: true })
        await writeFile(fileOf(identity, partition), `${JSON.stringify({ group, topic: identity, partition })}\n`, {
          mode: 0o600,
        })
      } catch (error) {
        onTrouble(
          `That partition ${partition} is begun could not be noted (${String(error)}); a later start cannot tell it from a first one.`,
        )
      }
    },
  }
}
