import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { test as base, expect } from '@playwright/test'
import { startBridge } from '../bridge-process.ts'
import { designerOn } from '../fixtures.ts'

const dist = fileURLToPath(new URL('../../apps/designer/dist/', import.meta.url))
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
}

/** The built designer below a path of a web server that knows nothing else. */
const test = base.extend<{ address: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off this pattern
  address: async ({}, use) => {
    const server: Server = createServer(async (request, response) => {
      const path = new URL(request.url ?? '/', 'http://any').pathname
      try {
        if (!path.startsWith('/tools/designer/')) throw new Error('elsewhere')
        const name = path.slice('/tools/designer/'.length) || 'index.html'
        const bytes = await readFile(join(dist, name))
        response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(bytes)
      } catch {
        response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use(`http://127.0.0.1:${(server.address() as { port: number }).port}/tools/designer/`)
    server.closeAllConnections()
    server.close()
  },
})

test('without a bridge everything but producing works, with few files', async ({ page, address }, info) => {
  const errors: string[] = []
  const scripts = new Set<string>()
  page.on('request', (request) => request.resourceType() === 'script' && scripts.add(request.url()))
  page.on('pageerror', (error) => errors.push(error.message))
  const designer = designerOn(page)
  await designer.open(address)
  await designer.example('Shop orders')
  await expect(designer.record.topic).toHaveText(/shop\.orders/)
  // The workers came along: the published packages, and the sandbox of functions.
  await expect(page.getByText('same as walkerOS')).toBeVisible()
  await designer.show('Review')
  await expect(page.getByRole('table', { name: 'Samples and their records' })).toContainText('order complete')
  await page.screenshot({ path: info.outputPath('static.png') })
  await expect(page.getByRole('button', { name: /^Cluster:/ })).toContainText('Bridge off')
  await designer.produce.open()
  await expect(page.getByRole('table', { name: 'Records to send' }).getByRole('row').nth(1)).toContainText('Unknown')
  await designer.produce.close()
  await designer.show('Cluster')
  await expect(page.getByRole('button', { name: 'Copy command' })).toBeVisible()
  await designer.show('Review')
  await page.reload()
  await expect(page.getByRole('region', { name: 'Samples' })).toContainText('order complete')
  expect(errors).toEqual([])
  expect(scripts.size).toBeLessThanOrEqual(10)
})

test('the page brings the policy that the bridge sends, but for frames', async ({ page, address }) => {
  const bridge = await startBridge()
  const sent = (await fetch(new URL(bridge.url).origin)).headers.get('content-security-policy') ?? ''
  await bridge.stop()
  await page.goto(address)
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
  expect(policy).toBe(sent.replace(" frame-ancestors 'none';", ''))
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective))
        new Image().src = 'https://elsewhere.example/pixel.png'
      }),
  )
  expect(refused).toBe('img-src')
})

test('the first page stands on what its HTML names, and that is at most 200 kB in few files', async ({
  page,
  address,
}) => {
  const html = await readFile(join(dist, 'index.html'))
  const names = [...html.toString().matchAll(/\.\/(assets\/[\w.-]+\.(?:js|css))/g)].map(([, name = '']) => name)
  const files = await Promise.all(names.map((name) => readFile(join(dist, name))))
  const bytes = [html, ...files].reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0)
  expect(bytes).toBeLessThanOrEqual(200_000)
  expect(names.length).toBeLessThanOrEqual(4)
  await page.route('**/assets/**', (route) =>
    names.some((name) => route.request().url().endsWith(name)) ? route.continue() : route.abort(),
  )
  await page.goto(address)
  await expect(page.getByRole('textbox', { name: 'Events' })).toBeEditable()
  await expect(page.getByRole('button', { name: 'Take the tour' })).toBeVisible()
})
