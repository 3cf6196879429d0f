import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Where systems do not take ports for outgoing connections: one of those may take the port of a broker that is down for
 * a moment, or may even connect to itself there.
 */
const range = [20_000, 32_768] as const
const maxTries = 1_000

/** Ports that nobody listens on now, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  for (let tries = 0; found.size < count; tries++) {
    if (tries === maxTries) throw new Error(`No ${count} free ports between ${range.join(' and ')} were found.`)
    const port = randomInt(...range)
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
