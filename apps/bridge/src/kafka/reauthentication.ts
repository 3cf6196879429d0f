import { Connection, ConnectionStatuses, saslAuthenticateV2, saslHandshakeV1 } from '@platformatic/kafka'

const logins: readonly number[] = [saslHandshakeV1.api.key, saslAuthenticateV2.api.key]
const held = new WeakMap<Connection, (() => void)[]>()
const { send } = Connection.prototype

/** Another version of the library may log in another way; then holding requests back helps nothing, or holds them for ever. */
export function guardLibrary(method: { length: number } = send, states: object = ConnectionStatuses): void {
  if (method.length === 7 && 'REAUTHENTICATING' in states && logins.every(Number.isInteger)) return
  throw new Error(
    'This version of @platformatic/kafka sends requests in another way than 2.12.1: look at kafka/reauthentication.ts before it is used.',
  )
}

/**
 * Holds requests of a connection back while it logs in again, as `connections.max.reauth.ms` of a broker makes it do.
 * @platformatic/kafka sends them in between, and the broker refuses what comes between handshake and login, and hangs up.
 */
export function holdWhileReauthenticating(): void {
  guardLibrary()
  Connection.prototype.send = function (this: Connection, ...request: unknown[]) {
    const go = () => send.apply(this, request as Parameters<typeof send>)
    if (this.status !== ConnectionStatuses.REAUTHENTICATING || logins.includes(Number(request[0]))) return go()
    const waiting = held.get(this)
    if (waiting !== undefined) {
      waiting.push(go)
      return undefined
    }
    held.set(this, [go])
    const release = () => {
      this.off('sasl:authentication:extended', release)
      this.off('close', release)
      this.off('error', release)
      const all = held.get(this) ?? []
      held.delete(this)
      // A request on a lost connection fails with the reason.
      for (const next of all) next()
    }
    this.on('sasl:authentication:extended', release)
    this.on('close', release)
    this.on('error', release)
    return undefined
  } as typeof send
}
