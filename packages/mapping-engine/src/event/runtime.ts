/** A walkerOS version whose semantics differ from its neighbours'. */
export type Runtime = '4.2' | '4.4'

/** The version that each runtime stamps into an event. */
export const runtimeVersions: Record<Runtime, string> = { '4.2': '4.2.1', '4.4': '4.4.0' }

/** The runtime of a pinned package version such as `4.4.0` or `^4.3.1`; 4.2, which can be proven, for all others. */
export function runtimeOf(version: unknown): Runtime {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(String(version ?? '')) ?? []
  return Number(major) === 4 && Number(minor) >= 3 ? '4.4' : '4.2'
}
