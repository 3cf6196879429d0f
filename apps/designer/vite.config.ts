import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const bridge = process.env['BRIDGE_URL'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  // The designer speaks English; the words of react-aria in thirty other languages would be a fifth of the page.
  plugins: [{ ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }, react()],
  // Works below any path of any web server.
  base: './',
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 6000, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, proxy: { '/api': bridge, '/health': bridge } },
})
