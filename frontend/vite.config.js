/** How the front end is built: two pages, no inline script or style, the same origin as the API. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.PLUMBLINE_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  css: {
    preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } },
    // govuk-frontend still carries a media query for Internet Explorer that the minifier refuses.
    lightningcss: { errorRecovery: true },
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'respond.html'] },
  },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/config.json': api } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{js,jsx}'],
    setupFiles: ['src/kernel/testing/setup.js'],
    restoreMocks: true,
  },
});
