import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { RunMetrics } from './run-metrics.ts'

/** Answers `/health` while the process works, `/ready` while it is a member of its group, and `/metrics`. */
export async function serveRun(
  { host, port }: { host: string; port: number },
  { metrics, isReady }: { metrics: RunMetrics; isReady(): boolean },
): Promise<Server> {
  const server = createServer(async ({ url }, answer) => {
    const say = (status: number, text: string) => answer.writeHead(status, { 'content-type': 'text/plain' }).end(text)
    switch (url) {
      case '/health':
        return say(200, 'works\n')
      case '/ready':
        return isReady() ? say(200, 'is a member of its group\n') : say(503, 'is not in its group yet\n')
      case '/metrics':
        return say(200, await metrics.text())
      default:
        return say(404, 'There are /health, /ready and /metrics.\n')
    }
  })
  server.listen(port, host)
  await once(server, 'listening')
  return server
}
