import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * One build for every host. TensorFlow.js core is bundled into the trainer (its deep imports do not load unbundled in Node);
 * every other dependency stays outside. The preload is one CommonJS file, as a sandboxed window demands.
 */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: { exclude: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'] },
      rollupOptions: {
        input: {
          index: at('src/main/app/index.ts'),
          trainer: at('src/main/trainer/entry.ts'),
          'decode-worker': at('src/main/trainer/loading/decode-worker.ts'),
          cli: at('src/main/cli/index.ts'),
          served: at('src/main/served/index.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: { input: { preload: at('src/main/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('src/renderer'),
    build: { minify: true, rollupOptions: { input: { index: at('src/renderer/index.html') } } },
    plugins: [svelte()],
  },
});
