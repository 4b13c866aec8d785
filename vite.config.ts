/** How the window is bundled. Everything is in the bundle: it asks the network for nothing. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  // The desktop shell has no server: what a page names is beside it.
  base: './',
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
