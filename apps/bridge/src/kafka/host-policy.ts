import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction, Socket as NetSocket, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { matchesWildcard } from '@mapping-designer/shared-types'
import type { ISocketFactory } from 'kafkajs'

/** What a client may connect to. Brokers advertise addresses of their own choice, so each is looked at before use. */
export interface HostPolicy {
  /** host:port pairs that the profile names itself. */
  brokers: readonly string[]
  /** Host names that the cluster may advertise, `*` for any text; without it any name whose address is allowed. */
  hosts?: readonly string[] | undefined
}

/** A connection that was not made because the cluster advertised an address outside the policy. */
export class HostNotAllowed extends Error {
  readonly code = 'EHOSTNOTALLOWED'
}

// Never a broker: cloud metadata services live in the link-local range, the rest cannot be meant.
const neverAllowed = new BlockList()
neverAllowed.addSubnet('169.254.0.0', 16)
neverAllowed.addSubnet('0.0.0.0', 8)
neverAllowed.addSubnet('224.0.0.0', 3)
neverAllowed.addSubnet('fe80::', 10, 'ipv6')
neverAllowed.addSubnet('ff00::', 8, 'ipv6')
neverAllowed.addAddress('::', 'ipv6')
neverAllowed.addAddress('fd00:ec2::254', 'ipv6')

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Why an address can never be meant by a configuration, or undefined. */
export function objectionTo(address: string): string | undefined {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const isV6 = plain === address && isIP(address) === 6
  return neverAllowed.check(plain, isV6 ? 'ipv6' : 'ipv4')
    ? `${address} is a link-local or reserved address`
    : undefined
}

/** Why an address may not be connected to, or undefined. What the profile names itself was chosen by its owner. */
function objection(policy: HostPolicy, host: string, address: string): string | undefined {
  if (policy.brokers.some((broker) => hostOf(broker) === host)) return undefined
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const kind = plain === address ? family : 'ipv4'
  const where = host === address ? host : `${host} (${address})`
  if (neverAllowed.check(plain, kind)) return `${where} is a link-local or reserved address`
  const isListed = policy.hosts?.some((pattern) => matches(pattern, host)) ?? false
  if (loopback.check(plain, kind) && !isListed && !policy.brokers.some(isLoopbackBroker))
    return `${where} is this machine, and the profile names brokers elsewhere`
  return undefined
}

function isLoopbackBroker(broker: string): boolean {
  const host = hostOf(broker)
  return host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'))
}

function hostOf(broker: string): string {
  return broker.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
}

/** Throws HostNotAllowed where the policy does not have the host; its addresses are looked at by `lookupUnder`. */
function checkName(policy: HostPolicy, host: string): void {
  const isNamed = policy.brokers.some((broker) => hostOf(broker) === host)
  if (!isNamed && policy.hosts !== undefined && !policy.hosts.some((pattern) => matches(pattern, host))) {
    throw new HostNotAllowed(`The cluster advertises ${host}, which is not one of the hosts of the profile.`)
  }
  const reason = isIP(host) === 0 ? undefined : objection(policy, host, host)
  if (reason !== undefined) throw new HostNotAllowed(`The cluster advertises ${reason}.`)
}

function matches(pattern: string, host: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), host.toLowerCase())
}

/** The lookup of Node for sockets, which fails where a name resolves to an address outside the policy. */
export function lookupUnder(policy: HostPolicy): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      const reason = found.map(({ address }) => objection(policy, host, address)).find((one) => one !== undefined)
      if (reason !== undefined)
        return done(
          new HostNotAllowed(`${policy.brokers.length === 0 ? '' : 'The cluster advertises '}${reason}.`),
          '',
          0,
        )
      if (options.all) return done(null, found)
      const [{ address, family }] = found as [LookupAddress]
      done(null, address, family)
    })
  }
}

/** Sockets for kafkajs, which asks for one for every address the cluster advertises. */
export function guardedSockets(policy: HostPolicy): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    try {
      checkName(policy, host)
    } catch (error) {
      return refused(error as Error)
    }
    const where = { host, port, lookup: lookupUnder(policy) }
    if (ssl) {
      const servername = isIP(host) === 0 ? { servername: host } : {}
      return connectTls({ ...where, ...servername, ...ssl }, onConnect).setKeepAlive(true, 60_000)
    }
    return new NetSocket().connect(where, onConnect).setKeepAlive(true, 60_000)
  }
}

/** A socket that fails as a connection would, so that the client tells of it in its own way. */
function refused(error: Error): Socket {
  const socket = new NetSocket()
  process.nextTick(() => socket.destroy(error))
  return socket
}

/** Throws HostNotAllowed where one of the brokers that a cluster advertises is outside the policy. */
export async function checkAdvertised(policy: HostPolicy, brokers: Iterable<{ host: string }>): Promise<void> {
  const resolve = lookupUnder(policy)
  for (const { host } of brokers) {
    checkName(policy, host)
    if (isIP(host) !== 0) continue
    await new Promise<void>((done, fail) => {
      resolve(host, { all: true }, (error) => {
        // A name that does not resolve is an error of the connection itself.
        if (error instanceof HostNotAllowed) fail(error)
        else done()
      })
    })
  }
}
