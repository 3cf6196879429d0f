import { connect, createServer, type Socket } from 'node:net'

/** Kinds of requests by their number in the protocol of Kafka. */
const apiKeys = { Produce: 0, Fetch: 1, Metadata: 3 }
type Api = keyof typeof apiKeys

/** A TCP proxy of tests between a client and a broker, which can hold back or drop what goes through. */
export interface StallingProxy {
  address: string
  /** Says where connections are forwarded to, and answers the address of the proxy. */
  before(address: string): string
  /** Passes the next request of this kind on, and closes the connection instead of passing on its answer. */
  loseAnswerOf(api: Api): void
  /** Closes the connection instead of passing on the next request of this kind. */
  loseRequest(api: Api): void
  /** Passes the next request of this kind on; from then on nothing goes through in either direction. */
  stallAfter(api: Api): void
  stall(): void
  /** Everything goes through again, what was held back first. */
  flow(): void
  close(): Promise<void>
}

export async function startStallingProxy(): Promise<StallingProxy> {
  let target = ''
  let isStalled = false
  let trap: { kind: 'answer' | 'request' | 'stall'; api: Api } | undefined
  let held: (() => void)[] = []
  const sockets = new Set<Socket>()
  const pass = (to: Socket, bytes: Buffer) => {
    const write = () => void (to.destroyed || to.write(bytes))
    if (isStalled) held.push(write)
    else write()
  }

  const server = createServer((client) => {
    const [host = '', port] = target.split(/:(?=\d+$)/)
    const broker = connect({ host, port: Number(port) })
    let losesAnswer = false
    const both = [client, broker]
    const end = () => {
      for (const socket of both) socket.destroy()
    }
    for (const socket of both) {
      sockets.add(socket)
      socket.on('error', end).on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on('data', (bytes) => {
      // A client writes each request in one piece: size (4 bytes), then the number of its kind (2 bytes).
      const isTrapped = trap !== undefined && bytes.length > 6 && bytes.readInt16BE(4) === apiKeys[trap.api]
      if (!isTrapped || trap === undefined) return pass(broker, bytes)
      const { kind } = trap
      trap = undefined
      if (kind === 'request') return end()
      pass(broker, bytes)
      if (kind === 'answer') losesAnswer = true
      else isStalled = true
    })
    broker.on('data', (bytes) => {
      if (losesAnswer) end()
      else pass(client, bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const set = (kind: NonNullable<typeof trap>['kind']) => (api: Api) => {
    trap = { kind, api }
  }
  const address = `127.0.0.1:${(server.address() as { port: number }).port}`
  return {
    address,
    before(broker) {
      target = broker
      return address
    },
    loseAnswerOf: set('answer'),
    loseRequest: set('request'),
    stallAfter: set('stall'),
    stall() {
      isStalled = true
    },
    flow() {
      isStalled = false
      const late = held
      held = []
      for (const write of late) write()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
