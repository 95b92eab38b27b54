/** How the front end is built: two pages, no inline script or style, the same origin as the API. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.PLUMBLINE_URL ?? 'http://127.0.0.1:8000';

/** govuk-frontend still carries a media query that only Internet Explorer knows and the minifier refuses: here nothing matches it.
 * @type {import('vite').Plugin} */
const withoutInternetExplorer = {
  name: 'without-internet-explorer',
  transform: {
    filter: { id: /\.scss$/ },
    handler: (code) => ({ code: code.replaceAll('(min-width: 0\ufffd)', '(max-width: 0)'), map: null }),
  },
};

export default defineConfig({
  plugins: [react(), withoutInternetExplorer],
  css: { preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } } },
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'respond.html'], checks: { pluginTimings: false } },
  },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/config.json': api } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{js,jsx}'],
    setupFiles: ['src/kernel/testing/setup.js'],
    restoreMocks: true,
  },
});
