import { defineConfig } from 'vitest/config';

/** One process a test file: TensorFlow is native and keeps state; two at a time on the smallest machine we promise (2 cores). */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    server: { deps: { inline: [/@tensorflow\/tfjs-core/, /@tensorflow\/tfjs-backend-cpu/] } },
  },
});
