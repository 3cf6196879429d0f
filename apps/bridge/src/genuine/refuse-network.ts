import { registerHooks } from 'node:module'

const reachOut = [
  ...['child_process', 'cluster', 'dgram', 'dns', 'dns/promises', 'http', 'http2', 'https', 'inspector'],
  ...['inspector/promises', 'module', 'net', 'repl', 'tls', 'wasi', 'worker_threads'],
]

/**
 * Once `seal` is called, nothing that is loaded later in this process gets at the network or another process; what was loaded
 * before, which is our own, keeps what it used. The permissions of Node keep files from being written; this version of it
 * has none for the network.
 */
export function refuseNetwork(): { seal(): void } {
  const refused = new Set(reachOut.map((name) => `node:${name}`))
  const own = new Set<string>()
  let isSealed = false
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const { parentURL } = context
      if (!isSealed && parentURL !== undefined) own.add(parentURL)
      if (!isSealed || !refused.has(found.url)) return found
      if (parentURL !== undefined && own.has(parentURL)) return found
      throw new Error(`Published packages are run without ${specifier}.`)
    },
  })
  return {
    seal() {
      isSealed = true
      for (const name of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, name)
      for (const name of ['getBuiltinModule', 'binding', 'dlopen']) Reflect.deleteProperty(process, name)
    },
  }
}
