import type { JavaRuntime } from './kafka-runtime.ts'

/**
 * The file beside the folder of jars that can hold their classes as this build of Java keeps them in memory: with it a
 * broker starts in half of the processor time. Java does without where the file is missing or no longer fits.
 */
export function classArchive(jars: string, { build }: JavaRuntime): string {
  return `${jars}-${build}.jsa`
}
