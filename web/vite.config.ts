import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const ASSETS = 'self.ASSETS'

/** Writes `sw.js` with the list of hashed files of this very build. */
function serviceWorker(): Plugin {
  return {
    name: 'jingwei-service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle).filter((name) => /^assets\/.+\.(js|css)$/.test(name))
      const source = readFileSync(new URL('sw.js', import.meta.url), 'utf8')
      if (!source.includes(ASSETS)) this.error('sw.js has no place for the list of files')
      const list = JSON.stringify(files.sort().map((file) => `/${file}`))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: source.replace(ASSETS, list) })
    },
  }
}

export default defineConfig({
  plugins: [react(), serviceWorker()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // ECharts is one piece of 600 kB that only pages with charts load.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 30 },
            {
              name: 'base',
              test: /node_modules\/(@tanstack|i18next|react-i18next|dayjs|html-parse-stringify|void-elements)\//,
              priority: 25,
            },
            // Icons are small and many: one file of them beats sixty of one.
            { name: 'icons', test: /node_modules\/@ant-design\/icons/, priority: 25 },
            { name: 'zod', test: /node_modules\/zod\//, priority: 25 },
            { name: 'echarts', test: /node_modules\/(echarts|zrender)\//, priority: 20 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:5180' } },
  preview: { proxy: { '/api': 'http://127.0.0.1:5180' } },
})
