import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Kinds of requests by their number in the protocol of Kafka. */
const apiKeys = { Produce: 0, Fetch: 1, Metadata: 3, EndTxn: 26, WriteTxnMarkers: 27 }
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
  /**
   * Closes the connection of the next request of this kind, which the broker gets just before the next one of another
   * kind; resolves with the broker's answer, empty where it closes the connection.
   */
  delayRequest(api: Api, before: Api): Promise<Buffer>
  /** Passes the next request of this kind on; from then on nothing goes through in either direction. */
  stallAfter(api: Api): void
  stall(): void
  /** Closes all connections, and new ones at once. */
  cut(): void
  /** Everything goes through again, what was held back first. */
  flow(): void
  close(): Promise<void>
}

export async function startStallingProxy(): Promise<StallingProxy> {
  let target = ''
  let state: 'flows' | 'stalls' | 'is cut' = 'flows'
  let trap: { kind: 'answer' | 'request' | 'delay' | 'stall'; api: Api } | undefined
  let delayed: { before: Api; deliver?: () => Promise<void>; answer: PromiseWithResolvers<Buffer> } | undefined
  let held: (() => void)[] = []
  const sockets = new Set<Socket>()
  const pass = (to: Socket, bytes: Buffer) => {
    const write = () => void (to.destroyed || to.write(bytes))
    if (state === 'stalls') held.push(write)
    else write()
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }

  const server = createServer((client) => {
    if (state === 'is cut') return void client.destroy()
    const [host = '', port] = target.split(/:(?=\d+$)/)
    const broker = connect({ host, port: Number(port) })
    let losesAnswer = false
    let isKeptBack = false
    const end = () => {
      client.destroy()
      if (!isKeptBack) broker.destroy()
    }
    for (const socket of [client, broker]) {
      sockets.add(socket)
      socket.on('error', end).on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on('data', async (bytes) => {
      // A client writes each request in one piece: size (4 bytes), then the number of its kind (2 bytes).
      const isOf = (api: Api) => bytes.length > 6 && bytes.readInt16BE(4) === apiKeys[api]
      if (delayed !== undefined && isOf(delayed.before)) await delayed.deliver?.()
      if (trap === undefined || !isOf(trap.api)) return pass(broker, bytes)
      const { kind } = trap
      trap = undefined
      if (kind === 'request') return end()
      if (kind === 'delay' && delayed !== undefined) {
        const { answer } = delayed
        isKeptBack = true
        delayed.deliver = async () => {
          delayed = undefined
          broker.write(bytes)
          const answered = once(broker, 'data') as Promise<[Buffer]>
          answer.resolve((await Promise.race([answered, once(broker, 'close')]).catch(() => []))[0] ?? Buffer.alloc(0))
        }
        return end()
      }
      pass(broker, bytes)
      if (kind === 'answer') losesAnswer = true
      else state = 'stalls'
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
    delayRequest(api, before) {
      set('delay')(api)
      delayed = { before, answer: Promise.withResolvers() }
      return delayed.answer.promise
    },
    stallAfter: set('stall'),
    stall() {
      state = 'stalls'
    },
    cut() {
      state = 'is cut'
      cut()
    },
    flow() {
      state = 'flows'
      const late = held
      held = []
      for (const write of late) write()
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
