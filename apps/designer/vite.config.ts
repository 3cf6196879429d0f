import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const bridge = process.env['BRIDGE_URL'] ?? 'http://127.0.0.1:8080'

/** As the bridge sends it; a page on any other server has it too. What frames a page no page can say itself. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const withPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
}

const source = (names: string) => new RegExp(`/apps/designer/src/(${names})`.replaceAll('/', '[\\\\/]'))

/**
 * The files of the build, in the order in which a page needs them; two hundred took it a quarter of its processor time. Each brings
 * along what it imports, so that none imports of one after it. Every page loads all of these. Apart stays what many pages never
 * load, above all the code editor.
 */
const groups = [
  { name: 'first', test: source('main[.]tsx$') },
  { name: 'design', test: source('app/(design[.]tsx|commands[.]ts|open-typed[.]ts)$|preview/(deriv|analys)ing[.]ts$') },
  { name: 'examples', test: /[\\/]examples[\\/].*[?]raw$/ },
  { name: 'later', test: source('(?!monaco/)') },
].map((group, index, { length }) => ({ ...group, priority: length - index }))

export default defineConfig({
  // The designer speaks English; the words of react-aria in thirty other languages would be a fifth of the page.
  plugins: [{ ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }, react(), withPolicy],
  // Works below any path of any web server.
  base: './',
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 6000,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, proxy: { '/api': bridge, '/health': bridge } },
})
