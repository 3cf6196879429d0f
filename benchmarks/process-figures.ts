import { readFileSync } from 'node:fs'

/** Processor time (s) of a process and of its children that have ended; not a number where the system does not tell. */
export function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
  } catch {
    return Number.NaN
  }
}

/** Resident memory (MiB) of a process; not a number where the system does not tell. */
export function memoryOf(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

/** To two places. */
export const round = (value: number): number => Math.round(value * 100) / 100
