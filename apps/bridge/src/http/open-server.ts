import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'

type Fetch = Parameters<typeof getRequestListener>[0]

// A client that sends slower than this holds only a connection (ms). A missing host is answered as other faults are.
const requestLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  requireHostHeader: false,
}
const maxConnections = 1_000
/** ms after which a connection is closed that takes nothing of its answer. */
const unreadLimit = 60_000

/**
 * Listens on a port, 0 for a free one; rejects where it cannot. Requests that no app gets to see, because they are no HTTP or
 * name no target, are answered in JSON as others are.
 */
export function openServer(
  fetch: Fetch,
  { hostname, port, unread = unreadLimit }: { hostname: string; port: number; unread?: number },
): Promise<Server> {
  const errorHandler = ({ message }: Error) => Response.json(problem(message), { status: 400 })
  const server = createServer(
    requestLimits,
    getRequestListener(fetch, { errorHandler: (error) => errorHandler(error as Error) }),
  )
  server.maxConnections = maxConnections
  server.on('clientError', answerUnreadable)
  // While nothing is to be written the caller is the one who waits.
  server.setTimeout(unread, (socket: Socket) => void (socket.writableLength > 0 && socket.destroy()))
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, hostname, () => resolve(server))
  })
}

const statuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** The connection is closed: where the next request begins is not known. */
function answerUnreadable({ code, message }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const body = JSON.stringify(problem(message))
  socket.end(
    `HTTP/1.1 ${statuses[code ?? ''] ?? '400 Bad Request'}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

const problem = (cause: string) => ({
  error: {
    code: 'bad-request',
    message: `The request cannot be read: ${cause}.`,
    hint: 'Send a path that begins with a slash, and a Host header, as RFC 9112 says.',
  },
})
