import { setImmediate } from 'node:timers/promises';
import type { ListEntry } from '../../../core/data/list.ts';
import type { ScanOptions } from './scanned-set.ts';

/** Samples looked at before others get their turn (messages of the host, cancellation). */
const PER_TURN = 64;

/** Calls `look` for each entry, giving others a turn now and then. */
export async function eachEntry(
  entries: readonly ListEntry[],
  { onProgress, signal }: ScanOptions,
  look: (entry: ListEntry) => void | Promise<void>,
): Promise<void> {
  for (const [i, entry] of entries.entries()) {
    if (i % PER_TURN === 0) {
      await setImmediate();
      signal?.throwIfAborted();
      onProgress?.({ phase: 'checking files', done: i, total: entries.length });
    }
    await look(entry);
  }
  await setImmediate();
  signal?.throwIfAborted();
  onProgress?.({ phase: 'checking files', done: entries.length, total: entries.length });
}
