import { spawnSync } from 'node:child_process'

/** Makes sure that there is a kcat, Debian's where it may be installed. */
export function ensureKcat(): void {
  const isThere = () => spawnSync('kcat', ['-V'], { stdio: 'ignore' }).status === 0
  if (isThere()) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update'], { stdio: 'ignore', env, timeout: 180_000 })
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'kcat'], { stdio: 'ignore', env, timeout: 300_000 })
  if (!isThere()) throw new Error('No kcat: apt-get could not install one. Install kcat.')
}
