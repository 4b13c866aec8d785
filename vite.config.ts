/** How the window is bundled. Everything is in the bundle: it asks the network for nothing. */
import { defineConfig } from 'vite';
import { licencesModule } from './build/licences.ts';

export default defineConfig({
  root: 'renderer',
  // The desktop shell has no server: what a page names is beside it.
  base: './',
  plugins: [licencesModule(import.meta.dirname)],
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    // The licences, which are loaded only when somebody reads them.
    chunkSizeWarningLimit: 1000,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
