import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Debian's package faketime. */
const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'

/** A clock of processes that get the variables; it can only be set where faketime is installed. */
export function settableClock() {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'))
  const file = join(folder, 'offset')
  const canJump = existsSync(library)
  /** Seconds before (negative) or after the clock of the machine. */
  const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`)
  set(0)
  return {
    canJump,
    set,
    variables: canJump
      ? {
          LD_PRELOAD: library,
          FAKETIME_TIMESTAMP_FILE: file,
          FAKETIME_CACHE_DURATION: '1',
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
          // With it the threads of Java wait forever.
          FAKETIME_FORCE_MONOTONIC_FIX: '0',
        }
      : {},
    cleanUp: () => rmSync(folder, { recursive: true }),
  }
}
