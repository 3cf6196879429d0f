/** The versions of walkerOS whose behaviour is known, oldest first: the last patch of each minor. */
export const knownVersions = ['4.2.1', '4.3.2', '4.4.0', '4.5.0', '4.6.1', '4.7.2', '4.8.0', '4.9.0'] as const

/** The newest version whose behaviour is known. */
export const newestVersion: string = knownVersions[knownVersions.length - 1] ?? ''

/** The version of the packages that can be run beside the preview; semantics where no flow says another. */
export const provenVersion = '4.2.1'

/** The version of the Kafka destination that was seen to run with it. */
export const provenDestination = '4.6.1'

/** Less than, equal to or greater than 0, as versions follow one another; both are three numbers. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)]
  for (const [index, part] of left.entries()) {
    const difference = part - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number)
}

/** `4.7.1` itself; for `4.7` the newest 4.7 that is known. */
export function exactVersion(text: string): string {
  return isExact(text) ? text : (newestOf(text) ?? newestVersion)
}

export function isExact(text: string): boolean {
  return /^\d+\.\d+\.\d+$/.test(text)
}

/** The newest known patch of a minor such as `4.7`. */
export function newestOf(minor: string): string | undefined {
  return knownVersions.findLast((version) => version.startsWith(`${minor}.`))
}
