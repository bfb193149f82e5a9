import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'vitest';

/** The folder of shared test data: `REDREG_SHARED`, or `shared` beside the checkout. */
export const sharedFolder = resolve(process.env['REDREG_SHARED'] ?? '../shared');

/** A path in the shared data. */
export const shared = (...path: string[]): string => resolve(sharedFolder, ...path);

/**
 * A test that needs shared data. Without the data it is skipped, with a line that says so; where `CI` is `true` it runs and fails.
 */
export function testWithShared(path: string, name: string, run: () => Promise<void> | void, timeoutMs?: number): void {
  const file = shared(path);
  const mayRun = existsSync(file) || process.env['CI'] === 'true';
  if (!mayRun) console.log(`skipped "${name}": no ${file} (set REDREG_SHARED to the shared data)`);
  test.skipIf(!mayRun)(name, async () => run(), timeoutMs);
}
